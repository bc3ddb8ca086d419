package guest

import (
	"crypto/rand"

	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// wasiModule is the import module of WASI preview 1.
const wasiModule = "wasi_snapshot_preview1"

// wasiFunctions are all of WASI preview 1. A guest has three standard streams and nothing else: no files, directories,
// sockets, arguments or environment. Each function ends after a constant number of steps, or charges for each and names
// its bound. A path is never read: there is no directory that it could be of.
var wasiFunctions = []hostFunction{
	wasi("args_get", "i32 i32", answer(wasiSuccess)), // there are none to write
	wasi("args_sizes_get", "i32 i32", noStrings),
	wasi("environ_get", "i32 i32", answer(wasiSuccess)),
	wasi("environ_sizes_get", "i32 i32", noStrings),
	wasi("clock_res_get", "i32 i32", clockResolution),
	wasi("clock_time_get", "i32 i64 i32", clockTime),

	wasi("fd_advise", "i32 i64 i64 i32", fdAdvise),
	wasi("fd_allocate", "i32 i64 i64", stream(wasiSeek)),
	wasi("fd_close", "i32", stream(wasiSuccess)), // it stays open, for the calls that follow
	wasi("fd_datasync", "i32", stream(wasiSuccess)),
	wasi("fd_fdstat_get", "i32 i32", fdStat),
	wasi("fd_fdstat_set_flags", "i32 i32", stream(wasiSuccess)),
	wasi("fd_fdstat_set_rights", "i32 i64 i64", stream(wasiNoSystem)),
	wasi("fd_filestat_get", "i32 i32", fdFileStat),
	wasi("fd_filestat_set_size", "i32 i64", stream(wasiInvalid)),
	wasi("fd_filestat_set_times", "i32 i64 i64 i32", stream(wasiInvalid)),
	wasi("fd_pread", "i32 i32 i32 i64 i32", stream(wasiSeek)),
	wasi("fd_prestat_get", "i32 i32", answer(wasiBadFile)), // guests try one number after the other until this comes
	wasi("fd_prestat_dir_name", "i32 i32 i32", answer(wasiBadFile)),
	wasi("fd_pwrite", "i32 i32 i32 i64 i32", stream(wasiSeek)),
	wasi("fd_read", "i32 i32 i32 i32", fdRead),
	wasi("fd_readdir", "i32 i32 i32 i64 i32", stream(wasiNotDirectory)),
	wasi("fd_renumber", "i32 i32", stream(wasiNotSupported)),
	wasi("fd_seek", "i32 i64 i32 i32", stream(wasiSeek)),
	wasi("fd_sync", "i32", stream(wasiSuccess)),
	wasi("fd_tell", "i32 i32", stream(wasiSeek)),
	wasi("fd_write", "i32 i32 i32 i32", fdWrite),

	wasi("path_create_directory", "i32 i32 i32", stream(wasiNotDirectory)),
	wasi("path_filestat_get", "i32 i32 i32 i32 i32", stream(wasiNotDirectory)),
	wasi("path_filestat_set_times", "i32 i32 i32 i32 i64 i64 i32", stream(wasiNotDirectory)),
	wasi("path_link", "i32 i32 i32 i32 i32 i32 i32", stream(wasiNotDirectory)),
	wasi("path_open", "i32 i32 i32 i32 i32 i64 i64 i32 i32", stream(wasiNotDirectory)),
	wasi("path_readlink", "i32 i32 i32 i32 i32 i32", stream(wasiNotDirectory)),
	wasi("path_remove_directory", "i32 i32 i32", stream(wasiNotDirectory)),
	wasi("path_rename", "i32 i32 i32 i32 i32 i32", stream(wasiNotDirectory)),
	wasi("path_symlink", "i32 i32 i32 i32 i32", symlink),
	wasi("path_unlink_file", "i32 i32 i32", stream(wasiNotDirectory)),

	wasi("poll_oneoff", "i32 i32 i32 i32", pollOneoff),
	{"proc_exit", types("i32"), 0, wasm.FuelHostCall, procExit},
	wasi("proc_raise", "i32", answer(wasiNoSystem)),
	wasi("random_get", "i32 i32", randomGet),
	wasi("sched_yield", "", answer(wasiSuccess)), // the guard lets others go first

	wasi("sock_accept", "i32 i32 i32", stream(wasiNotSocket)),
	wasi("sock_recv", "i32 i32 i32 i32 i32 i32", stream(wasiNotSocket)),
	wasi("sock_send", "i32 i32 i32 i32 i32", stream(wasiNotSocket)),
	wasi("sock_shutdown", "i32 i32", stream(wasiNotSocket)),
}

func wasi(name, params string, serve func(*Call, api.Memory, params) errno) hostFunction {
	return hostFunction{name, types(params), i32, wasm.FuelHostCall, serve}
}

// answer makes a function that always answers the same.
func answer(always errno) func(*Call, api.Memory, params) errno {
	return func(*Call, api.Memory, params) errno { return always }
}

// stream makes a function of a descriptor, which comes first, that always answers the same for a standard stream.
func stream(always errno) func(*Call, api.Memory, params) errno {
	return func(_ *Call, _ api.Memory, p params) errno { return streamOr(p.u32(0), always) }
}

func symlink(_ *Call, _ api.Memory, p params) errno { return streamOr(p.u32(2), wasiNotDirectory) }

func procExit(_ *Call, _ api.Memory, p params) errno { panic(sys.NewExitError(p.u32(0))) }

// noStrings writes that there are no arguments, or no environment: how many, and their bytes.
func noStrings(_ *Call, memory api.Memory, p params) errno {
	if !memory.WriteUint32Le(p.u32(0), 0) || !memory.WriteUint32Le(p.u32(1), 0) {
		return wasiFault
	}
	return wasiSuccess
}

// randomGet fills memory with random bytes. Each costs one unit: they take some nanoseconds.
func randomGet(c *Call, memory api.Memory, p params) errno {
	buffer, ok := p.text(memory, 0)
	if !ok {
		return wasiFault
	}
	for len(buffer) > 0 {
		part := buffer[:min(len(buffer), bulkBytes)]
		c.Charge(int64(len(part)))
		rand.Read(part)
		buffer = buffer[len(part):]
	}
	return wasiSuccess
}
