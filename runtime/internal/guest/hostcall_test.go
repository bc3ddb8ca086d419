package guest

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/budget"
	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// A testCall is a call of a caller that is in progress, in which a test calls functions of the host as often as it
// likes.
type testCall struct {
	*Call
	t      testing.TB
	module api.Module // its instance
}

// A recorder is wazero, of which it is known what it instantiated last.
type recorder struct {
	wazero.Runtime
	last api.Module
}

func (r *recorder) InstantiateModule(
	ctx context.Context, compiled wazero.CompiledModule, config wazero.ModuleConfig,
) (module api.Module, err error) {
	r.last, err = r.Runtime.InstantiateModule(ctx, compiled, config)
	return r.last, err
}

// A testEngine has what the modules of an engine share.
type testEngine struct {
	recorder  *recorder
	functions Functions
	shared    *sandbox.Shared
	turns     *schedule.Turns
	logger    *slog.Logger
}

// newTestEngine returns one that is closed with the test. Its logger may be nil.
func newTestEngine(t testing.TB, logger *slog.Logger) *testEngine {
	t.Helper()
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	compiler, err := native.New(native.CacheOff, false, logger)
	if err != nil {
		t.Fatal(err)
	}
	e := &testEngine{recorder: new(recorder), turns: schedule.New(2), logger: logger}
	e.recorder.Runtime = wazero.NewRuntimeWithConfig(t.Context(), compiler.Config())
	e.shared = sandbox.NewShared(e.recorder, compiler, budget.New(1<<30))
	t.Cleanup(func() {
		if err := errors.Join(e.recorder.Close(context.Background()), compiler.Close()); err != nil {
			t.Error("closing the engine:", err)
		}
	})
	if e.functions, err = NewFunctions(t.Context(), e.recorder); err != nil {
		t.Fatal(err)
	}
	return e
}

// A testPolicy says what a caller may use.
type testPolicy struct {
	fuel         int64 // by default as much as anybody could use
	capabilities capability.Policy
}

// newModule makes a module of so many functions, which is freed with the test.
func (e *testEngine) newModule(t testing.TB, functions []importedFunction, policy testPolicy) *Module {
	t.Helper()
	code := callerOf(functions)
	decoded, err := wasm.Decode(code, wasm.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	convention, err := CheckContract(decoded, e.functions, 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	granted, err := capability.New(policy.capabilities, e.logger)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(granted.Close)
	places := e.turns.NewPlaces(1, 1, 0)
	m := NewModule(e.shared, sandbox.Module{
		Name: "caller", Program: decoded.Program(),
		Bounds: sandbox.Bounds{Timeout: time.Minute, CompileTimeout: time.Minute, CompileBytes: 1 << 30,
			Fuel: cmp.Or(policy.fuel, 1<<50), MemoryBytes: 64 << 20, StackBytes: 1 << 20, Growth: 128 << 20, Large: 1},
		Logger: e.logger, Running: context.Background(), Places: places,
	}, convention, granted, answerBounds)
	if !m.Pool().Hold() {
		t.Fatal("there is no room for a module")
	}
	t.Cleanup(func() {
		places.Close()
		<-places.Empty() // a call may be put back in the background
		m.Pool().Free()
	})
	return m
}

// newTestCall begins a call of a module of so many functions.
func newTestCall(
	t testing.TB, ctx context.Context, e *testEngine, functions []importedFunction, policy testPolicy,
) testCall {
	t.Helper()
	m := e.newModule(t, functions, policy)
	if err := m.Pool().Wake(ctx); err != nil {
		t.Fatal(err)
	}
	c := m.NewCall(ctx, &sdk.Input{Request: sdk.Request{Method: "tools/call"}})
	t.Cleanup(c.HandBack)
	if err := c.Enter(); err != nil {
		t.Fatal(err)
	}
	return testCall{c, t, e.recorder.last}
}

// do calls an export and returns its result, which wazero leaves with rubbish in the upper half as well, 0 if it has
// none.
func (c testCall) do(name string, params ...uint64) (int64, error) {
	c.t.Helper()
	stack := append(slices.Clone(params), make([]uint64, max(1-len(params), 0))...)
	f := c.module.ExportedFunction(name)
	err := f.CallWithStack(c.Context(), stack)
	switch results := f.Definition().ResultTypes(); {
	case len(results) == 0:
		return 0, err
	case results[0] == i32:
		return int64(int32(stack[0])), err
	}
	return int64(stack[0]), err
}

// everything is granted, and nothing that a test would wait for.
var everything = capability.Policy{
	Config: map[string]capability.Value{"region": {Text: "eu"}}, KV: &capability.KVPolicy{},
	HTTP: &capability.HTTPPolicy{},
	JWT:  &capability.JWTPolicy{}, Notify: []string{"notifications/message"}, Request: []string{"ping"},
}

// TestRubbishIsCleared gives every function of the host parameters with rubbish in the upper halves, as wazero may.
func TestRubbishIsCleared(t *testing.T) {
	all := append(importable(), importedFunction{hostFunction: guard})
	for _, f := range all {
		stack := make([]uint64, max(len(f.params), 1))
		for i := range stack {
			stack[i] = 0xdead_beef_8000_0000 + uint64(i)
		}
		p := f.decode(stack)
		for i, want := range f.params {
			if want == i32 && (p.values[i] != 0x8000_0000+uint64(i) || p.u32(i) != 0x8000_0000+uint32(i)) {
				t.Errorf("%s: parameter %d is %#x", f.name, i, p.values[i])
			}
			if want == i64 && uint64(p.i64(i)) != 0xdead_beef_8000_0000+uint64(i) {
				t.Errorf("%s: parameter %d is %#x", f.name, i, p.values[i])
			}
		}
		f.encode(stack, -1)
		if want := map[api.ValueType]uint64{i32: math.MaxUint32, i64: math.MaxUint64}[f.result]; f.result != 0 &&
			stack[0] != want {
			t.Errorf("%s: the result is %#x, want %#x", f.name, stack[0], want)
		}
	}
}

// TestRubbishFromGuests calls each function of the host twice, with the same parameters: as guests do, and with ones in
// the upper halves of those of 32 bits, which a call before left there. A function without the adapter shows that they
// arrive.
func TestRubbishFromGuests(t *testing.T) {
	engine := newTestEngine(t, nil)
	seen := seeRubbish(t, engine)
	functions := append([]importedFunction{{"probe", fill}, {"probe", see}}, importable()...)
	c := newTestCall(t, t.Context(), engine, functions, testPolicy{capabilities: everything})
	if _, err := c.do("rubbish:see", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10); err != nil {
		t.Fatal(err)
	}
	if *seen != len(see.params) {
		t.Fatalf("wazero passed %d parameters of %d with rubbish: this test shows nothing of the others", *seen,
			len(see.params))
	}
	for _, f := range importable() {
		if f.name == "proc_exit" || f.name == "deadline_ms" {
			continue // of no comparable result
		}
		params := make([]uint64, len(f.params))
		for i := range params {
			params[i] = uint64(i * 64)
		}
		want, err := c.do(f.name, params...)
		got, err2 := c.do("rubbish:"+f.name, params...)
		if got != want || message(err) != message(err2) {
			t.Errorf("%s: %#x, %v; with rubbish %#x, %v", f.name, want, err, got, err2)
		}
	}
	if _, err := c.do("rubbish:proc_exit", 3); !isExit(err, 3) {
		t.Error(err)
	}
}

func isExit(err error, code uint32) bool {
	var exit *sys.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == code
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Two functions without the adapter: one leaves whatever it is given, and one sees what is there.
var (
	fill = hostFunction{name: "fill", params: types("i64 i64 i64 i64 i64 i64 i64 i64 i64 i64")}
	see  = hostFunction{name: "see", params: types("i32 i32 i32 i32 i32 i32 i32 i32 i32 i32")}
)

// seeRubbish lets guests import fill and see, and counts the parameters of see that have something in their upper half.
func seeRubbish(t *testing.T, engine *testEngine) *int {
	seen := new(int)
	builder := engine.recorder.NewHostModuleBuilder("probe")
	builder.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(context.Context, api.Module, []uint64) {}),
		fill.params, nil).Export(fill.name)
	builder.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, _ api.Module,
		stack []uint64) {
		for _, value := range stack[:len(see.params)] {
			if value>>32 != 0 {
				*seen++
			}
		}
	}), see.params, nil).Export(see.name)
	module, err := builder.Instantiate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	engine.functions["probe"] = module.ExportedFunctionDefinitions()
	return seen
}

// TestWazeroIsSeenInOnePlace finds code beside the adapter that takes what wazero passes to host functions, or uses
// wazero's WASI.
func TestWazeroIsSeenInOnePlace(t *testing.T) {
	files := sources(t, "../..", false)
	if len(files) < 60 {
		t.Fatalf("there are %d files", len(files))
	}
	for file, source := range files {
		if file == "../../internal/guest/hostcall.go" {
			continue
		}
		for _, word := range []string{"WithGoModuleFunction", "WithGoFunction", "WithFunc(", "api.Decode", "api.Encode",
			"imports/wasi"} {
			if strings.Contains(source, word) {
				t.Errorf("%s has %s, which belongs into guest/hostcall.go or nowhere", file, word)
			}
		}
	}
}

// A specified function is one of WASI preview 1 as the specification has it.
type specified struct {
	params string
	writes int // bytes of memory at most, beside those of buffers that a guest names; -1 for such a buffer
}

// preview1 is WASI preview 1. Source: WebAssembly/WASI, legacy/preview1/docs.md.
var preview1 = map[string]specified{
	"args_get": {"i32 i32", 0}, "args_sizes_get": {"i32 i32", 8}, "environ_get": {"i32 i32",
		0}, "environ_sizes_get": {"i32 i32", 8},
	"clock_res_get": {"i32 i32", 8}, "clock_time_get": {"i32 i64 i32", 8},
	"fd_advise": {"i32 i64 i64 i32", 0}, "fd_allocate": {"i32 i64 i64", 0}, "fd_close": {"i32", 0}, "fd_datasync": {"i32",
		0},
	"fd_fdstat_get": {"i32 i32", 24}, "fd_fdstat_set_flags": {"i32 i32", 0}, "fd_fdstat_set_rights": {"i32 i64 i64", 0},
	"fd_filestat_get": {"i32 i32", 64}, "fd_filestat_set_size": {"i32 i64",
		0}, "fd_filestat_set_times": {"i32 i64 i64 i32", 0},
	"fd_pread": {"i32 i32 i32 i64 i32", 0}, "fd_prestat_get": {"i32 i32", 0}, "fd_prestat_dir_name": {"i32 i32 i32", 0},
	"fd_pwrite": {"i32 i32 i32 i64 i32", 0}, "fd_read": {"i32 i32 i32 i32", -1}, "fd_readdir": {"i32 i32 i32 i64 i32", 0},
	"fd_renumber": {"i32 i32", 0}, "fd_seek": {"i32 i64 i32 i32", 0}, "fd_sync": {"i32", 0}, "fd_tell": {"i32 i32", 0},
	"fd_write": {"i32 i32 i32 i32", 4}, "path_create_directory": {"i32 i32 i32",
		0}, "path_filestat_get": {"i32 i32 i32 i32 i32", 0},
	"path_filestat_set_times": {"i32 i32 i32 i32 i64 i64 i32", 0}, "path_link": {"i32 i32 i32 i32 i32 i32 i32", 0},
	"path_open": {"i32 i32 i32 i32 i32 i64 i64 i32 i32", 0}, "path_readlink": {"i32 i32 i32 i32 i32 i32", 0},
	"path_remove_directory": {"i32 i32 i32", 0}, "path_rename": {"i32 i32 i32 i32 i32 i32",
		0}, "path_symlink": {"i32 i32 i32 i32 i32", 0},
	"path_unlink_file": {"i32 i32 i32", 0}, "poll_oneoff": {"i32 i32 i32 i32", -1}, "proc_exit": {"i32",
		0}, "proc_raise": {"i32", 0},
	"random_get": {"i32 i32", -1}, "sched_yield": {"", 0}, "sock_accept": {"i32 i32 i32",
		0}, "sock_recv": {"i32 i32 i32 i32 i32 i32", 0},
	"sock_send": {"i32 i32 i32 i32 i32", 0}, "sock_shutdown": {"i32 i32", 0},
}

func TestWASIIsWhole(t *testing.T) {
	if len(preview1) != 46 || len(wasiFunctions) != len(preview1) {
		t.Errorf("%d functions, %d are specified", len(wasiFunctions), len(preview1))
	}
	for _, f := range wasiFunctions {
		want, ok := preview1[f.name]
		if !ok || !slices.Equal(f.params, types(want.params)) || (f.result == i32) == (f.name == "proc_exit") {
			t.Errorf("%s is not as it is specified", f.name)
		}
	}
}

const testPage = 64 << 10

// What memory holds while functions are called with whatever parameters: nothing, ones, and buffers as large as memory.
var fillings = map[string]func(memory []byte){
	"zeros": func(memory []byte) { clear(memory) },
	"ones": func(memory []byte) {
		for i := range memory {
			memory[i] = 0xff
		}
	},
	"buffers": func(memory []byte) {
		for i := 0; i < len(memory); i += 8 {
			copy(memory[i:], "\x00\x00\x00\x00\x00\x00\x01\x00")
		}
	},
}

// TestWASIWithAnyParameters calls each function with addresses, lengths and descriptors at and beyond their ends, in
// all places.
func TestWASIWithAnyParameters(t *testing.T) {
	engine := newTestEngine(t, nil)
	c := newTestCall(t, t.Context(), engine, importable(), testPolicy{})
	for _, f := range wasiFunctions {
		for filling, fill := range fillings {
			if f.name == "poll_oneoff" && filling == "buffers" {
				continue // it would sleep
			}
			t.Run(f.name+"/"+filling, func(t *testing.T) {
				const calls = 300
				function := c.module.ExportedFunction(f.name)
				allocated := allocatedBytes()
				for _, params := range combinations(f, calls) {
					c.check(t, f, function, fill, params)
				}
				if each := (allocatedBytes() - allocated) / calls; each > 2*testPage { // this test makes a copy of memory
					t.Errorf("%d bytes were allocated for each call", each)
				}
			})
		}
	}
}

// combinations are so many lists of parameters, the same each time.
func combinations(f hostFunction, n int) (all [][]uint64) {
	words := []uint64{0, 1, 2, 3, 4, 8, 64, 1023, 1024, 1025, 1 << 15, testPage - 64, testPage - 8, testPage - 1, testPage,
		testPage + 1,
		1 << 28, 1 << 29, 1<<31 - 1, 1 << 31, 89478486, 134217729, 1<<32 - 64, 1<<32 - 8, 1<<32 - 1}
	longs := []uint64{0, 1, testPage, math.MaxInt64, 1 << 63, math.MaxUint64}
	random := rand.New(rand.NewPCG(1, 2))
	for range n {
		params := make([]uint64, len(f.params))
		for i, t := range f.params {
			switch {
			case i == 0 && random.IntN(2) == 0:
				params[i] = uint64(random.IntN(4)) // a descriptor, or a clock
			case t == i32:
				params[i] = words[random.IntN(len(words))]
			default:
				params[i] = longs[random.IntN(len(longs))]
			}
		}
		all = append(all, params)
	}
	return all
}

// maxErrno is the last error number, notcapable. Source: WASI preview 1, "errno".
const maxErrno = 76

// check calls a function once, and looks at what it answers, what it writes, and how long it takes.
func (c testCall) check(t *testing.T, f hostFunction, function api.Function, fill func([]byte), params []uint64) {
	t.Helper()
	memory, _ := c.module.Memory().Read(0, testPage)
	fill(memory)
	before := string(memory)
	c.stdin.Reset([]byte("input"))
	c.stdout.Reset()
	stack := append(slices.Clone(params), 0)
	began := time.Now()
	err := function.CallWithStack(c.Context(), stack)
	took := time.Since(began)
	if f.name == "proc_exit" {
		if !isExit(err, uint32(params[0])) {
			t.Errorf("%#x: %v", params, err)
		}
		return
	}
	var limit *fault.LimitError
	if err != nil && !(f.name == "fd_write" && errors.As(err, &limit)) {
		t.Errorf("%#x: %v", params, err)
	}
	if errno := uint32(stack[0]); err == nil && errno > maxErrno {
		t.Errorf("%#x: answers %#x", params, errno)
	}
	if writes := preview1[f.name].writes; writes >= 0 && differing(before, memory) > writes {
		t.Errorf("%#x: %d bytes of memory have changed, want at most %d", params, differing(before, memory), writes)
	}
	if took > time.Minute {
		t.Errorf("%#x: it took %v", params, took)
	}
}

func differing(before string, after []byte) (n int) {
	if before == string(after) {
		return 0
	}
	for i := range after {
		if before[i] != after[i] {
			n++
		}
	}
	return n
}

// allocatedBytes is what was allocated so far, as the collector's own counters have it.
func allocatedBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

// TestWASIAnswers are the answers that toolchains rely on.
func TestWASIAnswers(t *testing.T) {
	c := newTestCall(t, t.Context(), newTestEngine(t, nil), importable(), testPolicy{})
	const at = 1024 // of a result
	for _, test := range []struct {
		name   string
		params []uint64
		want   int64
		memory string // at the result
	}{
		{"args_sizes_get", []uint64{at, at + 4}, 0, strings.Repeat("\x00", 8)},
		{"environ_sizes_get", []uint64{at, at + 4}, 0, strings.Repeat("\x00", 8)},
		{"args_sizes_get", []uint64{at, testPage - 3}, wasiFault, ""},
		{"clock_res_get", []uint64{0, at}, 0, "\xe8\x03\x00\x00\x00\x00\x00\x00"},
		{"clock_res_get", []uint64{1, at}, 0, "\x01\x00\x00\x00\x00\x00\x00\x00"},
		{"clock_res_get", []uint64{2, at}, wasiInvalid, ""},
		{"clock_time_get", []uint64{2, 0, at}, wasiInvalid, ""},
		{"clock_time_get", []uint64{1, 0, testPage - 7}, wasiFault, ""},
		{"fd_fdstat_get", []uint64{0, at}, 0,
			"\x01\x00\x00\x00\x00\x00\x00\x00\xff\x01\xe0\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"},
		{"fd_fdstat_get", []uint64{3, at}, wasiBadFile, ""},
		{"fd_filestat_get", []uint64{1, at}, 0, strings.Repeat("\x00", 16) + "\x01" + strings.Repeat("\x00", 7) + "\x01" +
			strings.Repeat("\x00", 39)},
		{"fd_filestat_get", []uint64{1, testPage - 63}, wasiFault, ""},
		{"fd_prestat_get", []uint64{3, at}, wasiBadFile, ""},
		{"fd_seek", []uint64{0, 0, 1, at}, wasiSeek, ""},
		{"fd_tell", []uint64{1, at}, wasiSeek, ""},
		{"fd_seek", []uint64{9, 0, 1, at}, wasiBadFile, ""},
		{"fd_pread", []uint64{0, 0, 8388600, 0, at}, wasiSeek, ""},
		{"fd_pwrite", []uint64{3, 0, 8388600, 0, at}, wasiBadFile, ""},
		{"fd_close", []uint64{1}, 0, ""},
		{"fd_close", []uint64{3}, wasiBadFile, ""},
		{"fd_advise", []uint64{0, 0, 0, 5}, 0, ""},
		{"fd_advise", []uint64{0, 0, 0, 6}, wasiInvalid, ""},
		{"fd_read", []uint64{1, 0, 0, at}, wasiBadFile, ""},
		{"fd_write", []uint64{0, 0, 0, at}, wasiBadFile, ""},
		{"fd_write", []uint64{1, 0, 1025, at}, wasiInvalid, ""},
		{"fd_readdir", []uint64{0, 0, 0, 0, at}, wasiNotDirectory, ""},
		{"path_open", []uint64{0, 0, 0, 62914560, 0, 0, 0, 0, at}, wasiNotDirectory, ""},
		{"path_open", []uint64{3, 0, 0, 62914560, 0, 0, 0, 0, at}, wasiBadFile, ""},
		{"path_symlink", []uint64{0, 1, 3, 0, 1}, wasiBadFile, ""},
		{"path_symlink", []uint64{3, 1, 0, 0, 1}, wasiNotDirectory, ""},
		{"poll_oneoff", []uint64{0, at, 0, at}, wasiInvalid, ""},
		{"random_get", []uint64{at, testPage - at + 1}, wasiFault, ""},
		{"sock_recv", []uint64{0, 0, 1 << 30, 0, at, at}, wasiNotSocket, ""},
		{"sock_shutdown", []uint64{7, 0}, wasiBadFile, ""},
		{"proc_raise", []uint64{6}, wasiNoSystem, ""},
		{"sched_yield", nil, 0, ""},
	} {
		memory, _ := c.module.Memory().Read(0, testPage)
		clear(memory)
		copy(memory[at:], strings.Repeat("\xaa", len(test.memory)))
		got, err := c.do(test.name, test.params...)
		if err != nil || got != test.want || string(memory[at:at+len(test.memory)]) != test.memory {
			t.Errorf("%s%v: %d, %v, %x", test.name, test.params, got, err, memory[at:at+len(test.memory)])
		}
	}
}

// TestEveryHostCallCosts compares what a call of each function takes of the fuel with the price of a host call.
func TestEveryHostCallCosts(t *testing.T) {
	c := newTestCall(t, t.Context(), newTestEngine(t, nil), importable(), testPolicy{capabilities: everything})
	for _, f := range importable() {
		if f.fuel < 200 {
			t.Errorf("%s costs %d", f.name, f.fuel)
		}
		before := c.Spent()
		_, _ = c.do(f.name, make([]uint64, len(f.params))...)
		if spent := c.Spent() - before; spent < f.fuel {
			t.Errorf("%s took %d units, its price is %d", f.name, spent, f.fuel)
		}
	}
}

// TestLongTextsAreRefusedUnread gives functions texts of 64 MiB. What they are charged for is what they may read of it.
func TestLongTextsAreRefusedUnread(t *testing.T) {
	const size = 64 << 20
	c := newTestCall(t, t.Context(), newTestEngine(t, nil), importable(), testPolicy{capabilities: everything})
	if _, ok := c.module.Memory().Grow(size/testPage - 1); !ok {
		t.Fatal("no memory")
	}
	for _, test := range []struct {
		name   string
		params []uint64
		want   int64
		reads  int64
	}{
		{"config_get", []uint64{0, size}, -4, int64(len("region"))},
		{"kv_get", []uint64{0, size}, -4, 512},
		{"kv_set", []uint64{0, size, 0, size, 0}, -2, 512 + 64<<10},
		{"kv_set", []uint64{0, 8, 0, size, 0}, -3, 512 + 64<<10},
		{"http_send", []uint64{0, size}, -3, 192 << 10},
		{"jwt_verify", []uint64{0, size}, -3, 64 << 10},
		{"notify", []uint64{0, size}, -3, 256 << 10},
		{"request", []uint64{0, size}, -3, 256 << 10},
		{"log", []uint64{1, 0, size}, 0, 0},
	} {
		before, allocated, began := c.Spent(), allocatedBytes(), time.Now()
		got, err := c.do(test.name, test.params...)
		took, more := time.Since(began), allocatedBytes()-allocated
		if err != nil || got != test.want {
			t.Errorf("%s: %d, %v", test.name, got, err)
		}
		f := named(test.name)
		const beside = 1000 // the call itself, and the reason that is left for the guest
		if spent := c.Spent() - before; spent > f.fuel+test.reads+beside {
			t.Errorf("%s took %d units, want at most %d", test.name, spent, f.fuel+test.reads+beside)
		}
		if more > 1<<20 || took > time.Minute {
			t.Errorf("%s allocated %d bytes, and took %v", test.name, more, took)
		}
	}
}

func named(name string) hostFunction {
	all := importable()
	return all[slices.IndexFunc(all, func(f importedFunction) bool { return f.name == name })].hostFunction
}

// TestAHostCallAllocatesNothing calls the functions that guests call most.
func TestAHostCallAllocatesNothing(t *testing.T) {
	c := newTestCall(t, t.Context(), newTestEngine(t, nil), importable(), testPolicy{})
	ctx, mod := c.Context(), c.module
	for _, f := range []hostFunction{guard, named("clock_time_get"), named("sched_yield"), named("fd_fdstat_get"),
		named("deadline_ms"), named("read")} {
		stack := make([]uint64, 9)
		if n := testing.AllocsPerRun(100, func() {
			clear(stack)
			f.Call(ctx, mod, stack)
		}); n > 0 {
			t.Errorf("%s: %v allocations", f.name, n)
		}
	}
}

// BenchmarkHostCall calls functions of the host as wazero does.
func BenchmarkHostCall(b *testing.B) {
	c := newTestCall(b, b.Context(), newTestEngine(b, nil), importable(), testPolicy{fuel: 1 << 60})
	for _, f := range []hostFunction{guard, named("clock_time_get"), named("sched_yield")} {
		b.Run(f.name, func(b *testing.B) {
			stack := make([]uint64, 9)
			b.ReportAllocs()
			for b.Loop() {
				stack[0], stack[2] = 0, 0
				f.Call(c.Context(), c.module, stack)
			}
		})
	}
}
