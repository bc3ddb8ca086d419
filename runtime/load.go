package runtime

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/disclosure"
	"github.com/whowasm/whowasm/runtime/internal/guest"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/wasm"
)

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
	convention, err := guest.CheckContract(decoded, e.functions, policy.MemoryBytes)
	if err != nil {
		return nil, err
	}
	discloser, err := disclosure.New(policy.Disclosure)
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
		name:       filepath.Base(path),
		digest:     digest,
		bytes:      len(code),
		convention: convention,
		policy:     policy,
		logger:     logger,
		places:     e.turns.NewPlaces(policy.Concurrency, goruntime.GOMAXPROCS(0), e.budget.Limit()/8),
		released:   make(chan struct{}),
	}
	m.running, m.abortAll = context.WithCancel(e.running)
	m.guest = m.newGuest(decoded.Program())
	m.pool = m.guest.Pool()
	if !m.pool.Hold() {
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

// newGuest makes what calls of the module have in common, its sandboxes among it.
func (m *Module) newGuest(program wasm.Program) *guest.Module {
	p := m.policy
	return guest.NewModule(m.engine.shared, sandbox.Module{
		Name:    m.name,
		Program: program,
		Bounds: sandbox.Bounds{
			Timeout:        p.Timeout,
			CompileTimeout: p.CompileTimeout,
			CompileBytes:   p.CompileBytes,
			Fuel:           p.Fuel,
			MemoryBytes:    p.MemoryBytes,
			StackBytes:     p.StackBytes,
			Growth:         m.engine.budget.Limit() / 8,
			Large:          goruntime.GOMAXPROCS(0),
			Module:         p.Module,
			KeepState:      p.KeepState,
		},
		Logger:  m.logger,
		Running: m.running,
		Places:  m.places,
	}, m.convention, m.granted, guest.Bounds{
		OutputBytes: p.OutputBytes,
		IDBytes:     p.IDBytes,
		Depth:       p.Depth,
		LogBytes:    p.StderrBytes,
		LogRate:     p.LogRate,
	})
}
