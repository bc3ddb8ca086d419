package runtime

import (
	"crypto/rand"
	"encoding/binary"
	"math"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"
)

// WASI error numbers. Source: WASI preview 1, "errno".
const (
	wasiSuccess = 0
	wasiBadFile = 8
	wasiFault   = 21
	wasiInvalid = 28
)

// maxVectors is how many buffers one fd_read or fd_write may name, as IOV_MAX is on most systems, and how many
// events one poll_oneoff.
const maxVectors = 1024

// overrideWASI replaces the functions of WASI that would leave something behind in an instance, or that a
// guest could keep busy for long with one call. wazero's proc_exit closes the instance; its file functions
// would close standard streams for later calls.
func overrideWASI(wasi wazero.HostModuleBuilder) {
	override := func(name string, params int, results []api.ValueType, f hostFunction) {
		types := make([]api.ValueType, params)
		for i := range types {
			types[i] = i32
		}
		wasi.NewFunctionBuilder().WithGoModuleFunction(f, types, results).Export(name)
	}
	errno := []api.ValueType{i32}
	answer := func(errno uint64) hostFunction {
		return func(_ *call, _ api.Module, stack []uint64) { stack[0] = errno }
	}

	override("proc_exit", 1, nil, func(_ *call, _ api.Module, stack []uint64) {
		panic(sys.NewExitError(api.DecodeU32(stack[0])))
	})
	override("fd_close", 1, errno, answer(wasiSuccess))
	override("fd_renumber", 2, errno, answer(wasiBadFile))
	override("fd_fdstat_set_flags", 2, errno, answer(wasiSuccess))
	override("fd_write", 4, errno, fdWrite)
	override("fd_read", 4, errno, fdRead)
	override("random_get", 2, errno, randomGet)
	override("poll_oneoff", 4, errno, pollOneoff)
}

// randomGet fills memory with random bytes. Each costs one unit: they take some nanoseconds.
func randomGet(c *call, mod api.Module, stack []uint64) {
	buffer, ok := mod.Memory().Read(uint32(stack[0]), uint32(stack[1]))
	if !ok {
		stack[0] = wasiFault
		return
	}
	for len(buffer) > 0 {
		part := buffer[:min(len(buffer), bulkBytes)]
		rand.Read(part)
		c.charge(int64(len(part)))
		buffer = buffer[len(part):]
	}
	stack[0] = wasiSuccess
}

// bulkBytes is how much a host function does between two looks at the fuel.
const bulkBytes = 64 << 10

// fdWrite writes to standard output or standard error.
func fdWrite(c *call, mod api.Module, stack []uint64) {
	switch uint32(stack[0]) {
	case 1:
		stack[0] = eachVector(c, mod, stack, c.stdout.Write)
	case 2:
		stack[0] = eachVector(c, mod, stack, c.writeStderr)
	default:
		stack[0] = wasiBadFile
	}
}

// fdRead reads from standard input.
func fdRead(c *call, mod api.Module, stack []uint64) {
	if uint32(stack[0]) != 0 {
		stack[0] = wasiBadFile
		return
	}
	stack[0] = eachVector(c, mod, stack, c.stdin.Read)
}

// eachVector calls move with each buffer that an fd_read or fd_write names, and stores how many bytes were
// moved. It returns an error number.
func eachVector(c *call, mod api.Module, stack []uint64, move func([]byte) (int, error)) uint64 {
	memory := mod.Memory()
	vectors, count, result := uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	if count > maxVectors {
		return wasiInvalid
	}
	moved := 0
	for i := range count {
		ptr, ok1 := memory.ReadUint32Le(vectors + 8*i)
		size, ok2 := memory.ReadUint32Le(vectors + 8*i + 4)
		buffer, ok3 := memory.Read(ptr, size)
		if !ok1 || !ok2 || !ok3 {
			return wasiFault
		}
		n, err := move(buffer)
		moved += n
		c.charge(int64(1 + n))
		if err != nil || n < len(buffer) { // the end of the input
			break
		}
	}
	if !memory.WriteUint32Le(result, uint32(moved)) {
		return wasiFault
	}
	return wasiSuccess
}

// Layouts of poll_oneoff. Source: WASI preview 1, "subscription" and "event".
const (
	subscriptionBytes = 48
	eventBytes        = 32
	eventClock        = 0
	clockRealtime     = 0
	clockAbsolute     = 1
)

// started is when the monotonic clock of guests began.
var started = time.Now()

func monotonic() int64 { return int64(time.Since(started)) }

// pollOneoff waits for the first of some events. Standard streams are always ready, so it sleeps only where
// clocks are all that a guest waits for.
func pollOneoff(c *call, mod api.Module, stack []uint64) {
	memory := mod.Memory()
	in, out, count, result := uint32(stack[0]), uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	if count == 0 || count > maxVectors {
		stack[0] = wasiInvalid
		return
	}
	subscriptions, ok := memory.Read(in, count*subscriptionBytes)
	events, ok2 := memory.Read(out, count*eventBytes)
	if !ok || !ok2 {
		stack[0] = wasiFault
		return
	}
	c.charge(int64(count))
	wait := timeout(subscriptions)
	if wait > 0 {
		c.sleep(wait)
	}
	happened := uint32(0)
	for ; len(subscriptions) > 0; subscriptions = subscriptions[subscriptionBytes:] {
		if timeout(subscriptions[:subscriptionBytes]) > wait {
			continue // a later one
		}
		event := events[happened*eventBytes:][:eventBytes]
		clear(event)
		copy(event, subscriptions[:8]) // user data
		event[10] = subscriptions[8]   // type
		happened++
	}
	if !memory.WriteUint32Le(result, happened) {
		stack[0] = wasiFault
		return
	}
	stack[0] = wasiSuccess
}

// timeout returns how long to wait for the first of some subscriptions, 0 for one that is ready.
func timeout(subscriptions []byte) time.Duration {
	first := time.Duration(math.MaxInt64)
	for ; len(subscriptions) > 0; subscriptions = subscriptions[subscriptionBytes:] {
		s := subscriptions[:subscriptionBytes]
		if s[8] != eventClock {
			return 0
		}
		at := int64(min(binary.LittleEndian.Uint64(s[24:]), math.MaxInt64))
		if binary.LittleEndian.Uint16(s[40:])&clockAbsolute != 0 {
			now := monotonic()
			if binary.LittleEndian.Uint32(s[16:]) == clockRealtime {
				now = time.Now().UnixNano()
			}
			at = max(at-now, 0)
		}
		first = min(first, time.Duration(at))
	}
	return first
}
