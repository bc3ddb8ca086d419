package runtime

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/internal/sandbox"
)

// A breaking wazero panics where it is told to: while it links, instantiates, runs, restores, closes or frees a module.
// What it makes is wazero's own otherwise.
type breaking struct {
	wazero.Runtime
	at atomic.Pointer[string] // nil for nowhere
}

// breakAt makes it panic from now on, "" nowhere.
func (b *breaking) breakAt(where string) { b.at.Store(&where) }

func (b *breaking) here(where string) {
	if at := b.at.Load(); at != nil && *at == where {
		panic("wazero is broken here: " + where)
	}
}

func (b *breaking) CompileModule(ctx context.Context, code []byte) (wazero.CompiledModule, error) {
	b.here("link")
	compiled, err := b.Runtime.CompileModule(ctx, code)
	return &breakingCode{compiled, b}, err
}

func (b *breaking) InstantiateModule(
	ctx context.Context, compiled wazero.CompiledModule, config wazero.ModuleConfig,
) (api.Module, error) {
	b.here("instantiate")
	module, err := b.Runtime.InstantiateModule(ctx, compiled.(*breakingCode).CompiledModule, config)
	if err != nil {
		return nil, err
	}
	b.here("instantiated")
	return &breakingModule{module, b}, nil
}

func (b *breaking) Close(ctx context.Context) error {
	defer b.here("end")
	return b.Runtime.Close(ctx)
}

type breakingCode struct {
	wazero.CompiledModule
	breaking *breaking
}

func (c *breakingCode) Close(ctx context.Context) error {
	c.breaking.here("free")
	return c.CompiledModule.Close(ctx)
}

type breakingModule struct {
	api.Module
	breaking *breaking
}

func (m *breakingModule) ExportedFunction(name string) api.Function {
	m.breaking.here("find")
	f := m.Module.ExportedFunction(name)
	if f == nil {
		return nil
	}
	return &breakingFunction{f, nil, m.breaking}
}

func (m *breakingModule) ExportedGlobal(name string) api.Global {
	global := m.Module.ExportedGlobal(name)
	if mutable, ok := global.(api.MutableGlobal); ok {
		return &breakingGlobal{mutable, m.breaking}
	}
	return global
}

func (m *breakingModule) IsClosed() bool {
	m.breaking.here("restore")
	return m.Module.IsClosed()
}

func (m *breakingModule) Close(ctx context.Context) error {
	m.breaking.here("close")
	return m.Module.Close(ctx)
}

type breakingFunction struct {
	api.Function
	stack    []byte // as wazero's own has one
	breaking *breaking
}

func (f *breakingFunction) CallWithStack(ctx context.Context, stack []uint64) error {
	f.breaking.here("run")
	return f.Function.CallWithStack(ctx, stack)
}

type breakingGlobal struct {
	api.MutableGlobal
	breaking *breaking
}

func (g *breakingGlobal) Get() uint64 {
	g.breaking.here("snapshot")
	return g.MutableGlobal.Get()
}

// records is a log for several goroutines.
type records struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *records) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

// panics returns how many panics were logged, with a stack, since it was asked last.
func (r *records) panics() (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer r.buf.Reset()
	for line := range strings.Lines(r.buf.String()) {
		if strings.Contains(line, "a panic was caught") && strings.Contains(line, "goroutine ") {
			n++
		}
	}
	return n
}

// A brokenEngine is one whose wazero can be broken, with a module that is not to notice.
type brokenEngine struct {
	*Engine
	breaking *breaking
	log      *records
	good     *Module
}

func newBrokenEngine(t *testing.T) brokenEngine {
	t.Helper()
	log := new(records)
	engine, err := New(t.Context(), Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	e := brokenEngine{Engine: engine, log: log, good: loadGuest(t, engine, "identity")}
	e.breaking = &breaking{Runtime: engine.wazero}
	engine.wazero, engine.shared = e.breaking, sandbox.NewShared(e.breaking, engine.compiler, engine.budget)
	return e
}

func loadGuest(t *testing.T, engine *Engine, name string) *Module {
	t.Helper()
	m, err := engine.LoadFile(t.Context(), "../testdata/guests/"+name+".wasm", Policy{Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// goesOn calls a module, which is to answer.
func goesOn(t *testing.T, m *Module) {
	t.Helper()
	if who, err := m.Identify(t.Context(), toolCallInput()); err != nil || who == nil || who.UserID != "u-1" {
		t.Errorf("%v, %v", who, err)
	}
}

// ends closes the engine and looks whether it holds anything.
func (e brokenEngine) ends(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := e.Close(ctx); err != nil {
		t.Error("closing the engine:", err)
	}
	if held := e.Stats().MemoryBytes; held != 0 {
		t.Errorf("%d bytes are held after the end", held)
	}
	if n, all := e.turns.Free(); n != all {
		t.Errorf("%d turns of %d are free", n, all)
	}
}

// TestPanicsWhileLoading: the module is not loaded, and nothing of it stays.
func TestPanicsWhileLoading(t *testing.T) {
	for _, where := range []string{"link", "instantiate", "instantiated", "find", "run", "snapshot"} {
		t.Run(where, func(t *testing.T) {
			e := newBrokenEngine(t)
			before := e.Stats()
			e.breaking.breakAt(where)
			m, err := e.LoadFile(t.Context(), "../testdata/guests/initialized.wasm", Policy{})
			var load *LoadError
			var fault *PanicError
			if m != nil || !errors.As(err, &load) || !errors.As(err, &fault) {
				t.Errorf("%v", err)
			}
			e.breaking.breakAt("")
			if n := e.log.panics(); n != 1 {
				t.Errorf("%d panics are logged", n)
			}
			e.settles(t, before)
			goesOn(t, e.good)
			loadGuest(t, e.Engine, "initialized")
			e.ends(t)
		})
	}
}

// settles waits until the engine holds what it held before.
func (e brokenEngine) settles(t *testing.T, want Stats) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if e.Stats() == want {
			return
		}
		time.Sleep(time.Millisecond) // what is left behind is freed in the background
	}
	t.Errorf("the engine has %+v, had %+v", e.Stats(), want)
}

// TestPanicsWhileCalling: that call gets an error, the next one an answer.
func TestPanicsWhileCalling(t *testing.T) {
	for _, where := range []string{"link", "instantiate", "instantiated", "find", "run", "restore", "snapshot"} {
		t.Run(where, func(t *testing.T) {
			e := newBrokenEngine(t)
			m := loadGuest(t, e.Engine, "identity")
			goesOn(t, m)
			if where != "run" { // it needs a new instance, or all of it
				m.pool.GiveUp(where == "link")
			}
			e.breaking.breakAt(where)
			_, err := m.Identify(t.Context(), toolCallInput())
			var fault *PanicError
			if !errors.As(err, &fault) {
				t.Errorf("%v", err)
			}
			goesOn(t, e.good)
			e.breaking.breakAt("")
			if n := e.log.panics(); n != 1 {
				t.Errorf("%d panics are logged", n)
			}
			goesOn(t, m)
			if n := m.Running(); n != 0 {
				t.Errorf("%d calls are running", n)
			}
			e.ends(t)
		})
	}
}

// TestPanicWhileRestoring: the caller has its answer, and the instance is closed.
func TestPanicWhileRestoring(t *testing.T) {
	e := newBrokenEngine(t)
	m := loadGuest(t, e.Engine, "identity")
	goesOn(t, m)
	e.breaking.breakAt("restore")
	goesOn(t, m)
	if n := e.log.panics(); n != 1 || m.Idle() != 0 || m.Users() != 0 {
		t.Errorf("%d panics are logged, %d instances are idle, %d used", n, m.Idle(), m.Users())
	}
	e.breaking.breakAt("")
	goesOn(t, m)
	goesOn(t, e.good)
	e.ends(t)
}

// TestPanicsWhileClosing: what was held is given back, whatever wazero still has.
func TestPanicsWhileClosing(t *testing.T) {
	for _, where := range []string{"close", "free"} {
		t.Run(where, func(t *testing.T) {
			e := newBrokenEngine(t)
			before := e.Stats()
			m := loadGuest(t, e.Engine, "initialized")
			e.breaking.breakAt(where)
			if err := m.Close(t.Context()); err != nil {
				t.Error(err)
			}
			e.breaking.breakAt("")
			if n := e.log.panics(); n != 1 {
				t.Errorf("%d panics are logged", n)
			}
			e.settles(t, before)
			goesOn(t, e.good)
			e.ends(t)
		})
	}
	e := newBrokenEngine(t)
	e.breaking.breakAt("end")
	var fault *PanicError
	if err := e.Close(t.Context()); !errors.As(err, &fault) || e.Stats().MemoryBytes != 0 {
		t.Errorf("%v, %d bytes are held", err, e.Stats().MemoryBytes)
	}
}

// TestGoroutinesAreGuarded finds goroutines of this package and its neighbours that nobody has looked at: whoever
// starts one says here what keeps a panic in it from ending the process.
func TestGoroutinesAreGuarded(t *testing.T) {
	guarded := map[string]int{
		"module.go":                     1, // Module.drain: release
		"load.go":                       1, // Module.release
		"engine.go":                     1, // Engine.free
		"internal/sandbox/pool.go":      1, // Pool.putBack
		"internal/sandbox/wake.go":      1, // Pool.Wake
		"capability/jwks.go":            1, // keySet.fetch
		"internal/native/child.go":      1, // ends a child
		"internal/guest/hostmodules.go": 1, // cancel
		"capability/http.go":            1, // closes a body of net/http
		"../host/flight.go":             3, // cancel; entry.finish; Tracker.answer
		"../host/front/front.go":        1, // the end of an http.Server
		"../host/sessions.go":           1, // deletes from a map
	}
	files := sources(t, ".")
	maps.Copy(files, sources(t, "../host"))
	for file, source := range files {
		if n := goroutines(source); n != guarded[file] {
			t.Errorf("%s starts %d goroutines, %d are known to be guarded", file, n, guarded[file])
		}
	}
	for file := range guarded {
		if files[file] == "" {
			t.Errorf("%s is no file", file)
		}
	}
}

func goroutines(source string) (n int) {
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "//") {
			continue
		}
		starts := strings.HasPrefix(line, "go ")
		for _, call := range []string{"context.AfterFunc(", "AddCleanup(", ".DoChan(", "time.AfterFunc(", ".Go("} {
			starts = starts || strings.Contains(line, call)
		}
		if starts {
			n++
		}
	}
	return n
}
