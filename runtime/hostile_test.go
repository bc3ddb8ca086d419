package runtime_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// A hostile module is one of testdata/hostile with the outcome that it must have.
type hostile struct {
	name string
	load string // what Load says, "" when it loads
	call string // what a call says, "" when it succeeds
	slow bool   // it takes longer than the others
	big  bool   // it has 64 MiB of memory, which are made ready first
}

// timeout is how long a call may take: as long as the others', unless there is much to do before it goes wrong.
func (h hostile) timeout(others time.Duration) time.Duration {
	switch {
	case h.slow, h.call != endless && !strings.Contains(h.load, endless):
		return time.Minute // what it comes to does not depend on the time
	case h.big, strings.HasPrefix(h.name, "bulk-"):
		return max(others, 300*time.Millisecond)
	}
	return others
}

// endless is what a module that would go on for ever comes to: its time is over.
const endless = "identify timed out"

var hostiles = []hostile{
	{name: "loop-empty", call: endless},
	{name: "loop-counting", call: endless},
	{name: "loop-nested", call: endless},
	{name: "loop-if", call: endless},
	{name: "loop-br-table", call: endless},
	{name: "loop-memory", call: endless},
	{name: "loop-params", call: endless},
	{name: "touch-pages", call: endless},
	{name: "loop-host-calls", call: endless},
	{name: "loop-sched-yield", call: endless},
	{name: "loop-random", call: endless},
	{name: "loop-float", call: endless},
	{name: "loop-vector", call: endless},
	{name: "calls-40", call: endless},
	{name: "calls-40-indirect", call: endless},
	{name: "calls-wide", call: endless},
	{name: "recursion-small", call: "limit reached: stack of more than 1048576 bytes", slow: true},
	{name: "recursion-large", call: "limit reached: stack of more than 1048576 bytes", slow: true},
	{name: "recursion-mutual", call: "limit reached: stack of more than 1048576 bytes", slow: true},
	{name: "recursion-indirect", call: "limit reached: stack of more than 1048576 bytes", slow: true},
	{name: "recursion-params", call: "limit reached: stack of more than 1048576 bytes", slow: true},
	{name: "recursion-merges", call: "limit reached: stack of more than 1048576 bytes", slow: true},
	{name: "unwind-short", call: endless},
	{name: "unwind-long", call: endless},
	{name: "unwind-loads", call: endless, big: true},
	{name: "init-fill", big: true},
	{name: "loop-values", call: endless},
	{name: "loop-heads", call: endless},
	{name: "loop-nested-deep", call: endless},
	{name: "loop-divide", call: endless},
	{name: "load-chain", call: endless, big: true},
	{name: "load-chain-long", call: endless, big: true},
	{name: "calls-cold", call: endless},
	{name: "calls-apart", call: endless},
	{name: "interpreter", call: endless},
	{name: "bulk-fill-odd", call: endless},
	{name: "grow-memory-refused", call: endless},
	{name: "grow-table-refused", call: endless},
	{name: "leaf-large"},
	{name: "references", call: endless},
	{name: "bulk-fill", call: endless},
	{name: "bulk-copy", call: endless},
	{name: "bulk-init", call: endless},
	{name: "bulk-fill-outside", call: "the guest trapped: out of bounds memory access"},
	{name: "bulk-copy-outside", call: "the guest trapped: out of bounds memory access"},
	{name: "table-fill", call: endless},
	{name: "table-copy", call: endless},
	{name: "grow-memory", call: endless}, // memory.grow answers -1 at the limit
	{name: "grow-memory-once", slow: true},
	{name: "grow-table"}, // table.grow answers -1
	{name: "grow-table-loop", call: endless},
	{name: "table-huge", load: "limit reached: 100000000 elements of a table, 100000 are allowed (table section, offset"},
	{name: "memory-huge", load: "limit reached: initial memory of more than 67108864 bytes"},
	{name: "tables-many", load: "limit reached: 100 tables, 10 are allowed (table section, offset"},
	{name: "locals-many", load: "limit reached: 20000 locals of a function, 10000 are allowed (code section, offset"},
	{name: "nesting-deep", load: "limit reached: 1001 levels of nesting, 1000 are allowed (code section, offset"},
	{name: "br-table-huge", load: "limit reached: 30000 branch targets of a function, 20000 are allowed (code section, " +
		"offset"},
	{name: "compile-time", load: "compiling took longer than 2s (Policy.CompileTimeout)"},
	{name: "compile-memory",
		load: "limit reached: memory for compiling (Policy.CompileBytes) of more than 268435456 bytes"},
	{name: "functions-many", load: "limit reached: 6002 functions, 5000 are allowed (function section, offset"},
	{name: "function-giant", load: "limit reached: 70002 bytes of a function, 65536 are allowed (code section, offset"},
	{name: "params-many", load: "limit reached: 2000 parameters, 1000 are allowed (type section, offset"},
	{name: "start-loop", load: "initialisation failed: identify timed out"},
	{name: "start-calls", load: "initialisation failed: identify timed out"},
	{name: "init-loop", load: "initialisation failed: identify timed out"},
	{name: "init-sleep", load: "initialisation failed: identify timed out"},
	{name: "alloc-trap", call: "the guest trapped: unreachable"},
	{name: "alloc-loop", call: endless},
	{name: "hidden-export", load: `exports "whowasm:fuel"; names that begin with "whowasm:" are the host's`},
	{name: "hidden-import", load: "imports whowasm:host.guard, which this host does not have"},
	{name: "flood-log", call: endless},
	{name: "flood-stderr", call: endless},
	{name: "flood-stdout", call: "limit reached: output of more than 65536 bytes"},
	{name: "flood-iovecs", call: endless},
	{name: "sleep-loop", call: endless},
	{name: "sleep-together", call: endless},
	{name: "sleep-and-grow", call: endless},
	{name: "upper-fuel", call: endless},
	{name: "upper-halves", call: endless},
	{name: "pread-iovecs", call: endless, big: true},
	{name: "path-long", call: endless, big: true},
	{name: "filestat-times", call: endless},
	{name: "readdir-large", call: endless, big: true},
	{name: "sockets", call: endless, big: true},
	{name: "kv-key", call: endless, big: true},
	{name: "config-key", call: endless, big: true},
	{name: "json-long", call: endless, big: true},
	{name: "log-long", call: endless, big: true},
	{name: "stderr-long", call: endless, big: true},
	{name: "stderr-wraps", call: endless, big: true},
	{name: "vectors-empty", call: endless},
	{name: "vectors-outside", call: endless},
	{name: "poll-unknown", call: endless},
	{name: "host-in-table", call: endless},
	{name: "random-in-table", call: endless},
	{name: "host-as-identify", load: "exports identify, which is the host's own function whowasm.config_get; a " +
		"reactor's is a function of the module"},
	{name: "host-as-alloc",
		load: "exports whowasm_alloc, which is the host's own function wasi_snapshot_preview1.fd_close"},
}

// hostilePolicy leaves the time to decide, and has small limits for what only size can reach.
func hostilePolicy(timeout time.Duration) runtime.Policy {
	return runtime.Policy{
		Timeout: timeout, Fuel: 1 << 60, Concurrency: 1, CompileTimeout: time.Minute, CompileBytes: 256 << 20,
		Capabilities: capability.Policy{
			Config: map[string]capability.Value{"region": {Text: "eu"}}, KV: &capability.KVPolicy{},
			HTTP: &capability.HTTPPolicy{},
			JWT:  &capability.JWTPolicy{}, Notify: []string{"notifications/message"}, Request: []string{"ping"},
		},
		Module: wasm.Limits{BodyBytes: 64 << 10, Functions: 5000, Nesting: 1000, BranchTargets: 20_000},
	}
}

func loadHostile(t testing.TB, engine *runtime.Engine, h hostile, timeout time.Duration) *runtime.Module {
	t.Helper()
	policy := hostilePolicy(timeout)
	if h.name == "compile-time" {
		policy.CompileTimeout = 2 * time.Second
	}
	if strings.HasPrefix(h.name, "bulk-") || strings.HasPrefix(h.name, "calls-wide") {
		policy.Module.BodyBytes = 1 << 20
	}
	module, err := engine.LoadFile(t.Context(), filepath.Join("../testdata/hostile", h.name+".wasm"), policy)
	if h.load == "" && err != nil {
		t.Fatalf("%s: %v", h.name, err)
	}
	if h.load != "" && (err == nil || !strings.Contains(err.Error(), h.load)) {
		t.Fatalf("%s: loading it says %v, want %q", h.name, err, h.load)
	}
	return module
}

func TestHostileModules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/hostile/*.wasm")
	if err != nil || len(files) != len(hostiles) {
		t.Fatalf("%d modules and %d outcomes, %v", len(files), len(hostiles), err)
	}
	engine, _ := newEngine(t)
	for _, h := range hostiles {
		t.Run(h.name, func(t *testing.T) {
			timeout := h.timeout(50 * time.Millisecond)
			module := loadHostile(t, engine, h, timeout)
			if module == nil {
				return
			}
			for range 2 {
				_, err := module.Identify(t.Context(), toolCall(`{}`))
				if got := message(err); !strings.Contains(got, h.call) || (h.call == "") != (err == nil) {
					t.Errorf("got %q, want %q", got, h.call)
				}
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestHostileModulesUseUpTheirFuel gives the endless ones little fuel: that ends them too, and with the same
// fuel always.
func TestHostileModulesUseUpTheirFuel(t *testing.T) {
	engine, _ := newEngine(t)
	for _, h := range hostiles {
		if h.call != endless || strings.HasPrefix(h.name, "sleep-") || strings.HasPrefix(h.name, "flood-") ||
			strings.HasPrefix(h.name, "loop-host") {
			continue // those spend their time in the host
		}
		policy := hostilePolicy(time.Minute)
		policy.Module.BodyBytes = 1 << 20
		policy.Fuel = 1_000_000
		module, err := engine.LoadFile(t.Context(), filepath.Join("../testdata/hostile", h.name+".wasm"), policy)
		if err != nil {
			t.Fatal(err)
		}
		_, err = module.Identify(t.Context(), toolCall(`{}`))
		var limit *runtime.LimitError
		if !errors.As(err, &limit) || limit.Limit != "fuel" {
			t.Errorf("%s: %v", h.name, err)
		}
	}
}

// TestStackIsBounded looks at what the stacks of recursions without an end take from Go's heap, which is where wazero
// has them: each is twice as large as the one before, and the last has room for what a slice of fuel pays for beyond
// the limit.
func TestStackIsBounded(t *testing.T) {
	const allowed = 1 << 20
	engine, _ := newEngine(t)
	for _, h := range hostiles {
		if !strings.HasPrefix(h.name, "recursion-") {
			continue
		}
		module, err := engine.LoadFile(t.Context(), filepath.Join("../testdata/hostile", h.name+".wasm"),
			runtime.Policy{StackBytes: allowed})
		if err != nil {
			t.Fatal(err)
		}
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		_, err = module.Identify(t.Context(), toolCall(`{}`))
		goruntime.ReadMemStats(&after)
		var limit *runtime.LimitError
		if !errors.As(err, &limit) || limit.Limit != "stack" {
			t.Errorf("%s: %v", h.name, err)
		}
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 8*allowed {
			t.Errorf("%s took %d bytes for stacks of %d", h.name, taken, allowed)
		}
	}
}

// TestHostileModulesHarmNobodyElse runs all of them at once beside a well-behaved module, whose calls all
// succeed. They come over the network, as calls do.
func TestHostileModulesHarmNobodyElse(t *testing.T) {
	const limit = 512 << 20
	engine := newSmallEngine(t, limit)
	before := residentBytes(t)
	good := load(t, engine, "echo-token", runtime.Policy{Timeout: time.Minute})
	var modules []*runtime.Module
	for _, h := range hostiles {
		if module := loadHostile(t, engine, h, h.timeout(100*time.Millisecond)); module != nil {
			modules = append(modules, module)
		}
	}
	ask := served(t, func() {
		identity, err := good.Identify(t.Context(), toolCall(`{"token":"alice"}`))
		if err != nil || userID(identity) != "alice" {
			t.Errorf("%q, %v", userID(identity), err)
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	var attacks atomic.Int64
	var wg sync.WaitGroup
	for _, module := range modules {
		wg.Go(func() {
			for ctx.Err() == nil {
				module.Identify(ctx, toolCall(`{}`))
				attacks.Add(1)
			}
		})
	}
	var resident, held int64
	var times []time.Duration
	for len(times) < 1000 {
		if len(times)%100 == 0 {
			resident, held = max(resident, residentBytes(t)), max(held, engine.Stats().MemoryBytes)
		}
		began := time.Now()
		ask()
		times = append(times, time.Since(began))
		time.Sleep(2 * time.Millisecond)
	}
	stop()
	wg.Wait()
	slices.Sort(times)
	at := func(i int) time.Duration { return times[i].Round(10 * time.Microsecond) }
	t.Logf("beside %d hostile modules: median %v, 99th percentile %v, longest %v of %d; "+
		"%d hostile calls, held %d MiB, resident %d MiB more",
		len(modules), at(len(times)/2), at(len(times)*99/100), at(len(times)-1), len(times),
		attacks.Load(), held>>20, (resident-before)>>20)
	if held > limit {
		t.Errorf("the engine held %d bytes, %d are allowed", held, int64(limit))
	}
	if more := resident - before; more > 3*limit { // the race detector and garbage take their share
		t.Errorf("resident memory grew by %d bytes, the engine may hold %d", more, int64(limit))
	}
}

// served makes a function that asks another goroutine over a network connection to do something, and waits for it.
func served(t *testing.T, serve func()) (ask func()) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		for message := make([]byte, 1); ; {
			if _, err := connection.Read(message); err != nil {
				return
			}
			serve()
			if _, err := connection.Write(message); err != nil {
				return
			}
		}
	}()
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	message := make([]byte, 1)
	return func() {
		if _, err := connection.Write(message); err != nil {
			t.Fatal(err)
		}
		if _, err := connection.Read(message); err != nil {
			t.Fatal(err)
		}
	}
}
