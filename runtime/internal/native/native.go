// Package native turns modules into native code that wazero runs. A module is metered (package wasm), compiled by a
// child process that the system bounds, kept on disk, and given to wazero without being compiled again. The engine of
// package runtime does all of that for its modules; nobody else needs this package.
//
// A program that imports it is its own compiler: it is started once more under another name, and ends before its main
// function.
package native

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	goruntime "runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/cache"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// Why a module was not compiled, or its code not taken.
var (
	ErrTimeout = errors.New("compiling took longer than it may")
	ErrMemory  = errors.New("compiling took more memory than it may")
	ErrNoCode  = errors.New("wazero did not take the compiled code")
)

// A Compiler turns modules into native code, in two steps: Compile makes an artifact, Link gives it to the
// engine's wazero. It is safe for use by several goroutines.
//
// wazero reads native code from the files of a directory and trusts them. So it gets a directory that nobody else
// writes to, in which the file that was just checked is put for as long as it is read.
type Compiler struct {
	logger    *slog.Logger
	inProcess bool
	cache     *codeCache // nil for none

	scratch *scratch                // a directory of this engine alone, nil if none can be made
	linked  string                  // the directory in it where wazero looks for native code
	files   wazero.CompilationCache // of linked, nil if there is no scratch

	useless sync.Map // of cache.ActionID: what is in the cache and wazero does not take

	slot    chan struct{} // one module is compiled at a time
	linking chan struct{} // and one is linked
}

// New opens the cache in a directory: "" for the default, CacheOff for none. It fails for a
// directory that was asked for and cannot be used. In this process, or in children: see the package.
func New(dir string, inProcess bool, logger *slog.Logger) (*Compiler, error) {
	c := &Compiler{logger: logger, inProcess: inProcess, slot: make(chan struct{}, 1), linking: make(chan struct{}, 1)}
	if err := c.makeScratch(); err != nil {
		err = errors.Join(err, c.Close())
		if !inProcess {
			return nil, fmt.Errorf("a temporary directory for compiling: %w; set TMPDIR, or Options.CompileInProcess for "+
				"modules that you trust", err)
		}
		logger.Warn("compiled code is not cached: there is no temporary directory for it", "error", err)
		return c, nil
	}
	optional := dir == ""
	var err error
	if optional {
		dir, err = defaultCacheDir()
	}
	if dir != CacheOff && err == nil {
		c.cache, err = openCache(dir)
	}
	if err == nil {
		return c, nil
	}
	if optional {
		logger.Debug("compiled code is not cached", "error", err)
		return c, nil
	}
	return nil, errors.Join(fmt.Errorf("the compilation cache: %w", err), c.Close())
}

func (c *Compiler) makeScratch() (err error) {
	if c.scratch, err = newScratch(); err != nil {
		return err
	}
	if c.files, err = wazero.NewCompilationCacheWithDir(filepath.Join(c.scratch.dir, filesFolder)); err != nil {
		return err
	}
	c.linked, err = onlyEntry(filepath.Join(c.scratch.dir, filesFolder))
	return err
}

// filesFolder is where in its scratch directory a compiler has wazero look for files.
const filesFolder = "files"

// Close frees what the compiler holds, after the wazero that it was given to.
func (c *Compiler) Close() error {
	var errs []error
	if c.files != nil {
		errs = append(errs, c.files.Close(context.Background()))
	}
	if c.scratch != nil {
		errs = append(errs, c.scratch.remove())
	}
	c.scratch, c.files = nil, nil
	return errors.Join(errs...)
}

// Config is that of the wazero that artifacts are given to.
func (c *Compiler) Config() wazero.RuntimeConfig {
	config := wazero.NewRuntimeConfig().WithDebugInfoEnabled(false)
	if c.files != nil {
		config = config.WithCompilationCache(c.files)
	}
	return config
}

// wazeroBuild tells builds of wazero apart that have the same version in the name of their cache's directory: "dev",
// where the version is not known to them.
var wazeroBuild = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, module := range info.Deps {
		if module.Path == "github.com/tetratelabs/wazero" {
			if module.Replace != nil {
				module = module.Replace
			}
			return module.Path + module.Version + module.Sum
		}
	}
	return ""
})

// A Source is a module to be compiled, and what that may take.
type Source struct {
	Code        []byte // of a [wasm.Program]
	Digest      string // of that
	Limits      wasm.Limits
	Timeout     time.Duration // not counting the time that it waits for others
	MemoryBytes int64         // that the child may take
	Logger      *slog.Logger
}

// Cached returns what was made of the module before and is in the cache, nil for nothing.
func (c *Compiler) Cached(s Source) *Artifact {
	key := c.key(s)
	if _, useless := c.useless.Load(key); useless {
		return nil
	}
	return c.cache.get(key)
}

// Distrust makes Cached return nothing until the module is compiled again.
func (c *Compiler) Distrust(s Source) { c.useless.Store(c.key(s), true) }

// key identifies what is made of a module.
func (c *Compiler) key(s Source) cache.ActionID {
	return cacheKey(s.Digest, fmt.Sprint(s.Limits), wasm.Version(), artifactVersion, goruntime.GOOS,
		goruntime.GOARCH, goruntime.Version(), filepath.Base(c.linked), wazeroBuild())
}

// Compile waits until no other module is compiled, compiles this one unless somebody has meanwhile, and keeps what that
// made in the cache. The artifact may be gone once the returned function was called. The error is the context's,
// ErrTimeout, ErrMemory, or what is wrong with the module.
func (c *Compiler) Compile(ctx context.Context, s Source) (_ *Artifact, remove func(), err error) {
	select {
	case c.slot <- struct{}{}:
		defer func() { <-c.slot }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	if cached := c.Cached(s); cached != nil {
		return cached, func() {}, nil
	}
	began := time.Now()
	limited, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	a, remove, err := c.compile(limited, s)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = ErrTimeout
	}
	if err != nil {
		return nil, nil, err
	}
	if a.Unmeasured != "" {
		s.Logger.Warn("what functions take of the stack is estimated: machine code is not as it is known here", "reason",
			a.Unmeasured)
	}
	s.Logger.Debug("compiled", "duration", time.Since(began), "native_bytes", a.nativeBytes)
	if err := c.cache.put(c.key(s), a); err != nil {
		s.Logger.Warn("compiled code is not cached", "error", err)
	} else {
		c.useless.Delete(c.key(s))
	}
	return a, remove, nil
}

// compile makes an artifact of a module. The native code is in a directory that the returned function removes.
func (c *Compiler) compile(ctx context.Context, s Source) (_ *Artifact, remove func(), err error) {
	if c.scratch == nil {
		a, err := job{Limits: s.Limits}.run(ctx, s.Code)
		return a, func() {}, err
	}
	if err := c.scratch.keep(c.linked); err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp(c.scratch.dir, "compile-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	j := job{Limits: s.Limits, Dir: dir, MemoryBytes: s.MemoryBytes, Timeout: s.Timeout}
	run := j.runChild
	if c.inProcess {
		run = j.run
	}
	a, err := run(ctx, s.Code)
	if err != nil {
		remove()
		return nil, nil, err
	}
	if !a.Compiled() {
		s.Logger.Warn("compiled code is not cached: it cannot be written here")
	}
	return a, remove, nil
}

// Link gives an artifact to wazero, which compiles it if that was not done. The error is ErrNoCode, what is wrong with
// the module, or the context's. Whether the code of a shell is there shows when it is called.
func (c *Compiler) Link(ctx context.Context, runtime wazero.Runtime, a *Artifact) (wazero.CompiledModule, error) {
	c.linking <- struct{}{}
	defer func() { <-c.linking }()
	if c.linked != "" {
		if err := c.scratch.keep(c.linked); err != nil {
			return nil, err
		}
		defer removeEntries(c.linked)
	}
	compiled, err := c.link(ctx, runtime, a)
	if err != nil && a.Compiled() {
		return nil, ErrNoCode
	}
	return compiled, err
}

// link does it in a directory that nobody else uses meanwhile.
func (c *Compiler) link(ctx context.Context, runtime wazero.Runtime, a *Artifact) (wazero.CompiledModule, error) {
	if a.Compiled() {
		if err := os.Symlink(a.native, filepath.Join(c.linked, a.File)); err != nil {
			return nil, err
		}
	}
	compile := func() (wazero.CompiledModule, error) {
		return runtime.CompileModule(experimental.WithCompilationWorkers(ctx, compileWorkers), a.module)
	}
	compiled, err := compile()
	var disk *fs.PathError
	if !errors.As(err, &disk) {
		return compiled, err
	}
	// wazero has the code, counts a use of it, and could not write it. This makes two uses of it, of which one is ours.
	if compiled, err = compile(); err != nil {
		return nil, err
	}
	return compiled, compiled.Close(ctx)
}

func removeEntries(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		_ = os.Remove(filepath.Join(dir, entry.Name()))
	}
}
