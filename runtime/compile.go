package runtime

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

// A compiler turns modules into native code, in two steps: compile makes an artifact, link gives it to the
// engine's wazero. An artifact comes from the cache where it can.
//
// wazero reads native code from the files of a directory and trusts them. So it gets a directory that nobody else
// writes to, in which the file that was just checked is put for as long as it is read.
type compiler struct {
	logger    *slog.Logger
	inProcess bool
	cache     *codeCache // nil for none

	scratch string                  // a directory of this engine alone, "" if none can be made
	linked  string                  // the directory in it where wazero looks for native code
	files   wazero.CompilationCache // of linked, nil if there is no scratch

	slot    chan struct{} // one module is compiled at a time
	linking chan struct{} // and one is linked
}

// newCompiler opens the cache in a directory: "" for the default, CacheOff for none. It fails for a
// directory that was asked for and cannot be used.
func newCompiler(dir string, inProcess bool, logger *slog.Logger) (*compiler, error) {
	c := &compiler{logger: logger, inProcess: inProcess, slot: make(chan struct{}, 1), linking: make(chan struct{}, 1)}
	if err := c.makeScratch(); err != nil {
		err = errors.Join(err, c.close())
		if !inProcess {
			return nil, fmt.Errorf("a temporary directory for compiling: %w; set TMPDIR, or Options.CompileInProcess for modules that you trust", err)
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
	return nil, errors.Join(fmt.Errorf("the compilation cache: %w", err), c.close())
}

func (c *compiler) makeScratch() (err error) {
	temporary, err := filepath.Abs(os.TempDir())
	if err != nil {
		return err
	}
	if c.scratch, err = os.MkdirTemp(temporary, "whowasm-"); err != nil {
		return err
	}
	if c.files, err = wazero.NewCompilationCacheWithDir(c.scratch); err != nil {
		return err
	}
	c.linked, err = onlyEntry(c.scratch)
	return err
}

// keepScratch makes the directory again where somebody removed it: old files do not stay in temporary directories for ever.
func (c *compiler) keepScratch() error {
	err := os.MkdirAll(c.linked, 0o700)
	if err == nil {
		err = checkPrivate(c.scratch)
	}
	if info, linkErr := os.Lstat(c.scratch); err == nil && (linkErr != nil || !info.IsDir()) {
		err = fmt.Errorf("%s: not a directory any longer", c.scratch)
	}
	if err != nil {
		return fmt.Errorf("the temporary directory for compiling: %w", err)
	}
	return nil
}

// close frees what the compiler holds, after the engine's wazero.
func (c *compiler) close() error {
	var errs []error
	if c.files != nil {
		errs = append(errs, c.files.Close(context.Background()))
	}
	if c.scratch != "" {
		errs = append(errs, os.RemoveAll(c.scratch))
	}
	c.scratch, c.files = "", nil
	return errors.Join(errs...)
}

// config is that of the engine's wazero.
func (c *compiler) config() wazero.RuntimeConfig {
	config := wazero.NewRuntimeConfig().WithDebugInfoEnabled(false)
	if c.files != nil {
		config = config.WithCompilationCache(c.files)
	}
	return config
}

// key identifies what is made of a module.
func (c *compiler) key(digest string, limits wasm.Limits) cache.ActionID {
	return cacheKey(digest, fmt.Sprint(limits), wasm.Version(), artifactVersion, goruntime.GOOS,
		goruntime.GOARCH, goruntime.Version(), filepath.Base(c.linked), wazeroBuild())
}

// wazeroBuild tells builds of wazero apart that have the same version in the name of their cache's directory: "dev", where
// the version is not known to them.
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

// compile makes an artifact of a module. The native code is in a directory that the returned function removes.
func (c *compiler) compile(ctx context.Context, code []byte, policy Policy) (_ *artifact, remove func(), err error) {
	if c.scratch == "" {
		job := compileJob{Limits: policy.Module}
		a, err := job.run(ctx, code)
		return a, func() {}, err
	}
	if err := c.keepScratch(); err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp(c.scratch, "compile-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	job := compileJob{Limits: policy.Module, Dir: dir, MemoryBytes: policy.CompileBytes, Timeout: policy.CompileTimeout}
	run := job.runChild
	if c.inProcess {
		run = job.run
	}
	a, err := run(ctx, code)
	if err != nil {
		remove()
		return nil, nil, err
	}
	if a.File == "" {
		c.logger.Warn("compiled code is not cached: it cannot be written here")
	}
	return a, remove, nil
}

// A compileJob is one module to be compiled.
type compileJob struct {
	Limits      wasm.Limits
	Dir         string        // where the native code goes, "" for nowhere
	MemoryBytes int64         // that a child may take
	Timeout     time.Duration // after which a child ends itself
}

// run does the job here and now. An artifact without native code leaves compiling to whoever links it.
func (j compileJob) run(ctx context.Context, code []byte) (*artifact, error) {
	decoded, err := wasm.Decode(code, j.Limits)
	if err != nil {
		return nil, err
	}
	var frames []int64
	for range compileRounds {
		m, err := decoded.Metered(frames)
		if err != nil {
			return nil, err
		}
		a := &artifact{Globals: m.Globals, Fresh: m.Fresh, Counts: m.Counts, StateBytes: m.StateBytes, module: m.Wasm}
		if j.Dir == "" {
			return a, nil
		}
		var disk *fs.PathError
		if err := a.makeNative(ctx, j.Dir, m.Shell()); err != nil && !errors.As(err, &disk) {
			return nil, fmt.Errorf("not a valid module: %w", err)
		}
		if a.native == "" {
			return a, nil
		}
		found, err := nativeFrames(a.native)
		if err != nil {
			a.Unmeasured = err.Error()
			return a, nil
		}
		if len(found) < len(m.Frames) {
			a.Unmeasured = fmt.Sprintf("%d functions of %d are there", len(found), len(m.Frames))
			return a, nil
		}
		if frames = understated(m.Frames, found); frames == nil {
			return a, nil
		}
	}
	return nil, errors.New("its functions take more stack each time they are compiled")
}

// compileRounds is how often a module is compiled at most: again where a function takes more stack than it is charged for,
// which changes its code a little.
const compileRounds = 3

// understated returns what each function takes, nil if all pay for that already.
func understated(charged, found []int64) []int64 {
	frames := make([]int64, len(charged))
	again := false
	for i, takes := range found[:len(charged)] { // what was added comes last
		frames[i] = takes + takes/8
		again = again || takes > charged[i]
	}
	if !again {
		return nil
	}
	return frames
}

// compileWorkers is how many goroutines compile. With two or more wazero looks at the context between functions.
const compileWorkers = 2

// makeNative compiles the artifact's module, and then its shell, in which the native code will be used. That tells
// the name of the file in which wazero will look for it.
func (a *artifact) makeNative(ctx context.Context, dir string, shell []byte) error {
	scratch, err := os.MkdirTemp(dir, "round-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	files, err := wazero.NewCompilationCacheWithDir(scratch)
	if err != nil {
		return err
	}
	defer files.Close(ctx)
	into, err := onlyEntry(scratch)
	if err != nil {
		return err
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithDebugInfoEnabled(false).WithCompilationCache(files))
	defer runtime.Close(ctx)

	name, err := compileTo(ctx, runtime, a.module, into)
	if err != nil || name == "" {
		return err
	}
	native := filepath.Join(dir, nativeFile)
	if err := os.Rename(name, native); err != nil {
		return err
	}
	if name, err = compileTo(ctx, runtime, shell, into); err != nil {
		return err
	}
	a.File, a.module = filepath.Base(name), shell
	return a.findNative(native)
}

// nativeFile is the name of the file with native code in the directory of a job.
const nativeFile = "native"

func (a *artifact) findNative(path string) error {
	info, err := os.Stat(path)
	if err == nil {
		a.native, a.nativeBytes = path, info.Size()
	}
	return err
}

// compileTo compiles a module and returns the path of the file that this left in an empty directory; "" for none,
// where wazero has no compiler for the machine.
func compileTo(ctx context.Context, runtime wazero.Runtime, module []byte, dir string) (string, error) {
	compiled, err := runtime.CompileModule(experimental.WithCompilationWorkers(ctx, compileWorkers), module)
	if err != nil {
		return "", err
	}
	defer compiled.Close(ctx)
	return onlyEntry(dir)
}

// onlyEntry returns the path of the first entry of a directory, "" for none.
func onlyEntry(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		return "", err
	}
	return filepath.Join(dir, entries[0].Name()), nil
}

// link gives an artifact to the engine's wazero. Whether the code of a shell is there shows when it is called.
func (c *compiler) link(ctx context.Context, runtime wazero.Runtime, a *artifact) (wazero.CompiledModule, error) {
	c.linking <- struct{}{}
	defer func() { <-c.linking }()
	if c.linked != "" {
		if err := c.keepScratch(); err != nil {
			return nil, err
		}
		defer removeEntries(c.linked)
	}
	if a.File != "" {
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
