package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// Options configure an [Engine]. The zero value is usable.
type Options struct {
	// Logger receives what guests write to their log and to standard error. Nil means that nothing is logged.
	Logger *slog.Logger
}

// An Engine loads modules and owns what they share. It is safe for use by several goroutines. Close it when
// done: it holds memory that the garbage collector does not see.
type Engine struct {
	logger    *slog.Logger
	wazero    wazero.Runtime
	functions hostFunctions // what a guest may import

	mu      sync.Mutex
	modules map[*Module]struct{} // nil once closed
}

// New returns an engine with no modules. The context bounds New itself, not the engine.
func New(ctx context.Context, options Options) (*Engine, error) {
	config := wazero.NewRuntimeConfig().WithDebugInfoEnabled(false)
	e := &Engine{
		logger:  options.Logger,
		wazero:  wazero.NewRuntimeWithConfig(ctx, config),
		modules: make(map[*Module]struct{}),
	}
	if e.logger == nil {
		e.logger = slog.New(slog.DiscardHandler)
	}
	functions, err := instantiateHostModules(ctx, e.wazero)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting the engine: %w", err), e.wazero.Close(ctx))
	}
	e.functions = functions
	return e, nil
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
	m, err := e.newModule(ctx, name, wasm, policy)
	if err != nil {
		if e.isClosed() {
			err = ErrClosed
		}
		return nil, &LoadError{Module: name, Err: err}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.modules == nil {
		return nil, &LoadError{Module: name, Err: errors.Join(ErrClosed, m.release(ctx))}
	}
	e.modules[m] = struct{}{}
	return m, nil
}

func (e *Engine) isClosed() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.modules == nil
}

// newModule is the way of a module: read and checked, metered, compiled, initialised.
func (e *Engine) newModule(ctx context.Context, path string, code []byte, policy Policy) (*Module, error) {
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
	metered, err := decoded.Metered(policy.StackBytes)
	if err != nil {
		return nil, err
	}
	compiled, err := e.wazero.CompileModule(ctx, metered.Wasm)
	if err != nil {
		return nil, fmt.Errorf("not a valid module: %w", err)
	}
	m := &Module{
		engine:     e,
		name:       filepath.Base(path),
		digest:     digest,
		size:       len(code),
		convention: convention,
		policy:     policy,
		compiled:   compiled,
		imports:    decoded.Imports,
		globals:    metered.Globals,
		fresh:      metered.Fresh,
		logger:     e.logger.With("module", filepath.Base(path)),
		slots:      make(chan struct{}, policy.Concurrency),
		closed:     make(chan struct{}),
	}
	m.running, m.abortAll = context.WithCancel(context.Background())
	if err := m.initialize(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("initialisation failed: %w", err), m.release(ctx))
	}
	return m, nil
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
	if err := errors.Join(errs...); err != nil {
		return err // calls may still be running; what they use stays
	}
	return e.wazero.Close(context.WithoutCancel(ctx))
}

func (e *Engine) forget(m *Module) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.modules, m)
}
