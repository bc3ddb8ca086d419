package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	goruntime "runtime"
	"sync"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/internal/budget"
	"github.com/whowasm/whowasm/runtime/internal/guest"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
	"github.com/whowasm/whowasm/runtime/panics"
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
	//
	// The child runs the init functions and package variables of all packages of the program once more, before it knows
	// that it is to compile. They must not do what may happen once only, such as listen on a port or write to a file:
	// that belongs into main. Where they must, set this for modules that you trust.
	CompileInProcess bool
	// MemoryBytes bounds what the engine holds for all of its modules together: their code as it was loaded and as
	// it was compiled, their first state, and the memory of running and idle instances. When it is reached, the modules
	// that were not used for the longest time give up all but the code as it was loaded, and get it back when they are
	// called. A call for which there is still no room waits for others to end; one that needs more while it runs is
	// stopped with a [*LimitError]. Default 1 GiB. A negative value is an error.
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
	functions guest.Functions // what a guest may import

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
	if e.functions, err = guest.NewFunctions(ctx, e.wazero); err != nil {
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
