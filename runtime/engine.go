package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	goruntime "runtime"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"golang.org/x/time/rate"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/budget"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// CacheOff as Options.CacheDir turns the compilation cache off.
const CacheOff = native.CacheOff

// Options configure an [Engine]. The zero value is usable.
type Options struct {
	// Logger receives what guests write to their log and to standard error. Nil means that nothing is logged.
	Logger *slog.Logger
	// CacheDir is the directory in which compiled code is kept from one start to the next: a module in Go takes
	// seconds to compile and milliseconds to load from there. Processes may share it, also one that cannot be written.
	// Others must not be able to write into it. Empty means `whowasm` in the user's cache directory, if there is
	// one; CacheOff means none.
	CacheDir string
	// CompileInProcess compiles modules in this process. Otherwise a child process does, which is this program
	// started once more under another name without an environment, and ends before the program's main function: what it
	// takes is bounded, whatever the module, and this process goes first. Set it for modules that you trust, where
	// starting a process is not possible.
	CompileInProcess bool
	// MemoryBytes bounds what the engine holds for all of its modules together: their code as it was loaded and as
	// it was compiled, their first state, and the memory of running and idle instances. When it is reached, the modules that were
	// not used for the longest time give up all but the code as it was loaded, and get it back when they are called. A call
	// for which there is still no room waits for others to end; one that needs more while it runs is stopped with a [*LimitError].
	// Default 1 GiB. A negative value is an error.
	MemoryBytes int64
}

// An Engine loads modules and owns what they share. It is safe for use by several goroutines. Close it when
// done: it holds memory that the garbage collector does not see.
type Engine struct {
	logger    *slog.Logger
	compiler  *native.Compiler
	budget    *budget.Budget
	turns     *schedule.Turns
	wazero    wazero.Runtime
	shared    *sandbox.Shared
	functions hostFunctions // what a guest may import

	running context.Context    // ends when what is still being loaded is to stop
	abort   context.CancelFunc // ends running
	loads   sync.WaitGroup     // calls of load, what a failed one leaves behind, and modules that are not released

	mu      sync.Mutex
	modules map[*Module]struct{} // nil once closed
}

// New returns an engine with no modules. The context bounds New itself, not the engine.
func New(ctx context.Context, options Options) (*Engine, error) {
	e := &Engine{logger: options.Logger, turns: schedule.New(goruntime.GOMAXPROCS(0)), modules: make(map[*Module]struct{})}
	e.running, e.abort = context.WithCancel(context.Background())
	if e.logger == nil {
		e.logger = slog.New(slog.DiscardHandler)
	}
	if err := defaulted(&options.MemoryBytes, 1<<30, "MemoryBytes"); err != nil {
		return nil, fmt.Errorf("starting the engine: %w", err)
	}
	e.budget = budget.New(options.MemoryBytes)
	var err error
	if e.compiler, err = native.New(options.CacheDir, options.CompileInProcess, e.logger); err != nil {
		return nil, fmt.Errorf("starting the engine: %w", err)
	}
	e.wazero = wazero.NewRuntimeWithConfig(ctx, e.compiler.Config())
	e.shared = sandbox.NewShared(e.wazero, e.compiler, e.budget)
	if e.functions, err = instantiateHostModules(ctx, e.wazero); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the engine: %w", err), e.free())
	}
	return e, nil
}

// free frees what the engine holds when it has no modules any longer.
func (e *Engine) free() error {
	return errors.Join(
		panics.Try(e.logger, "closing wazero", func() error { return e.wazero.Close(context.Background()) }),
		panics.Try(e.logger, "closing the compiler", e.compiler.Close))
}

// LoadFile reads and loads the module in a file. The file's base name becomes the module's name.
//
// It returns a [*LoadError] that names the file when the module cannot be used; after Close it wraps ErrClosed.
func (e *Engine) LoadFile(ctx context.Context, path string, policy Policy) (*Module, error) {
	policy, err := policy.withDefaults()
	if err != nil {
		return nil, &LoadError{Module: path, Err: err}
	}
	wasm, err := readFile(path, policy.ModuleBytes)
	if err != nil {
		return nil, &LoadError{Module: path, Err: err}
	}
	return e.load(ctx, path, wasm, policy)
}

// readFile is os.ReadFile that stops at a limit, also for a pipe or a device without an end.
func readFile(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("not a regular file")
	}
	if info.Size() > limit {
		return nil, &LimitError{Limit: "module size", Allowed: limit, Unit: "bytes"}
	}
	wasm, err := os.ReadFile(path)
	return wasm, withoutPath(err)
}

// withoutPath removes the path from a file error, for a message that names the path already.
func withoutPath(err error) error {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// Load loads a module from memory. The name appears in errors and in the log.
//
// The module is compiled, checked against the contract and initialised once; what its initialisation leaves
// behind is the state from which every call starts. The context and policy.Timeout bound the initialisation.
//
// It returns a [*LoadError] when the module cannot be used; after Close it wraps ErrClosed.
func (e *Engine) Load(ctx context.Context, name string, wasm []byte, policy Policy) (*Module, error) {
	policy, err := policy.withDefaults()
	if err != nil {
		return nil, &LoadError{Module: name, Err: err}
	}
	return e.load(ctx, name, wasm, policy)
}

func (e *Engine) load(ctx context.Context, name string, wasm []byte, policy Policy) (*Module, error) {
	if !e.beginLoad() {
		return nil, &LoadError{Module: name, Err: ErrClosed}
	}
	defer e.loads.Done()
	var m *Module
	err := panics.Try(e.logger, "loading a module", func() (err error) {
		m, err = e.newModule(ctx, name, wasm, policy)
		return err
	})
	if err != nil {
		if e.running.Err() != nil {
			err = ErrClosed
		}
		return nil, &LoadError{Module: name, Err: err}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.modules == nil {
		m.release()
		return nil, &LoadError{Module: name, Err: ErrClosed}
	}
	e.modules[m] = struct{}{}
	e.budget.Add(m.pool)
	e.loads.Add(1) // until it is released
	return m, nil
}

// beginLoad counts a load that is to be waited for, and reports false once the engine is closed.
func (e *Engine) beginLoad() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.modules == nil {
		return false
	}
	e.loads.Add(1)
	return true
}

// newModule checks a module and makes its image, from which every call starts.
func (e *Engine) newModule(ctx context.Context, path string, code []byte, policy Policy) (_ *Module, err error) {
	if int64(len(code)) > policy.ModuleBytes {
		return nil, &LimitError{Limit: "module size", Allowed: policy.ModuleBytes, Unit: "bytes"}
	}
	digest, err := checkDigest(code, policy.SHA256)
	if err != nil {
		return nil, err
	}
	decoded, err := wasm.Decode(code, policy.Module)
	if err != nil {
		return nil, err
	}
	convention, err := checkContract(decoded, e.functions, policy)
	if err != nil {
		return nil, err
	}
	discloser, err := newDiscloser(policy.Disclosure)
	if err != nil {
		return nil, fmt.Errorf("its policy: %w", err)
	}
	logger := e.logger.With("module", filepath.Base(path))
	granted, err := capability.New(policy.Capabilities, logger)
	if err != nil {
		return nil, fmt.Errorf("its policy: %w", err)
	}
	m := &Module{
		engine:     e,
		granted:    granted,
		discloser:  discloser,
		logs:       rate.NewLimiter(rate.Limit(policy.LogRate), policy.LogRate),
		cuts:       rate.Sometimes{Interval: time.Second},
		name:       filepath.Base(path),
		digest:     digest,
		code:       code,
		convention: convention,
		policy:     policy,
		logger:     logger,
		places:     e.turns.NewPlaces(policy.Concurrency, goruntime.GOMAXPROCS(0), e.budget.Limit()/8),
		released:   make(chan struct{}),
	}
	m.running, m.abortAll = context.WithCancel(e.running)
	m.pool = m.newPool()
	if !e.budget.TryTake(m.pool, int64(len(code))) {
		granted.Close()
		return nil, e.budget.Exceeded()
	}
	defer func() {
		if err != nil {
			e.loads.Go(m.release) // compiling may take a while to notice
		}
	}()
	defer sandbox.Recover(m.logger, "loading a module", &err)
	if err := m.pool.Wake(ctx); err != nil {
		return nil, err
	}
	m.about = m.describe(decoded, m.pool.Facts())
	return m, nil
}

// newPool makes the pool of the module's sandboxes.
func (m *Module) newPool() *sandbox.Pool {
	p, limit := m.policy, m.engine.budget.Limit()
	return sandbox.NewPool(m.engine.shared, sandbox.Module{
		Name:    m.name,
		Digest:  m.digest,
		Code:    m.code,
		Exports: m.convention.hostCalls(),
		Bounds: sandbox.Bounds{
			Timeout:        p.Timeout,
			CompileTimeout: p.CompileTimeout,
			CompileBytes:   p.CompileBytes,
			Fuel:           p.Fuel,
			MemoryBytes:    p.MemoryBytes,
			StackBytes:     p.StackBytes,
			Growth:         limit / 8,
			Large:          goruntime.GOMAXPROCS(0),
			Module:         p.Module,
			KeepState:      p.KeepState,
		},
		Logger:  m.logger,
		Running: m.running,
		Places:  m.places,
	}, host{m})
}

// Close closes every module as [Module.Close] does and frees what the engine holds. It returns the context's
// error if calls were still running when the context ended; they are aborted then. Closing twice is harmless.
func (e *Engine) Close(ctx context.Context) error {
	e.mu.Lock()
	modules := e.modules
	e.modules = nil
	e.mu.Unlock()
	if modules == nil {
		return nil
	}
	var errs []error
	for m := range modules {
		errs = append(errs, m.Close(ctx))
	}
	e.abort()
	freed := make(chan error, 1)
	go func() { // calls may still be running, and what they use stays until then
		e.loads.Wait()
		freed <- e.free()
	}()
	select {
	case err := <-freed:
		errs = append(errs, err)
	case <-ctx.Done():
		errs = append(errs, ctx.Err())
	}
	return errors.Join(errs...)
}

func (e *Engine) forget(m *Module) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.modules, m)
	e.budget.Remove(m.pool)
}

// Stats is what an engine holds at a moment.
type Stats struct {
	// MemoryBytes is what counts against Options.MemoryBytes.
	MemoryBytes int64
	// Modules are loaded; Ready of them can be called at once, the others have given up what they held and get it back
	// when they are called.
	Modules, Ready int
}

// Stats says what the engine holds.
func (e *Engine) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Stats{MemoryBytes: e.budget.Held(), Modules: len(e.modules)}
	for m := range e.modules {
		if m.pool.Ready() {
			s.Ready++
		}
	}
	return s
}
