package native

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// A job is one module to be compiled.
type job struct {
	Limits      wasm.Limits
	Dir         string        // where the native code goes, "" for nowhere
	MemoryBytes int64         // that a child may take
	Timeout     time.Duration // after which a child ends itself
}

// run does the job here and now. An artifact without native code leaves compiling to whoever links it.
func (j job) run(ctx context.Context, code []byte) (*Artifact, error) {
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
		a := &Artifact{Globals: m.Globals, Fresh: m.Fresh, Counts: m.Counts, StateBytes: m.StateBytes, module: m.Wasm}
		if j.Dir == "" {
			return a, nil
		}
		var disk *fs.PathError
		if err := a.makeNative(ctx, j.Dir); err != nil && !errors.As(err, &disk) {
			return nil, fmt.Errorf("not a valid module: %w", quote.Error(err))
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

// compileRounds is how often a module is compiled at most: again where a function takes more stack than it is charged
// for, which changes its code a little.
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
func (a *Artifact) makeNative(ctx context.Context, dir string) error {
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
	runtime := wazero.NewRuntimeWithConfig(ctx,
		wazero.NewRuntimeConfig().WithDebugInfoEnabled(false).WithCompilationCache(files))
	defer runtime.Close(ctx)

	name, err := compileTo(ctx, runtime, a.module, into)
	if err != nil || name == "" {
		return err
	}
	native := filepath.Join(dir, nativeFile)
	if err := os.Rename(name, native); err != nil {
		return err
	}
	shell := wasm.Shell(a.module)
	if name, err = compileTo(ctx, runtime, shell, into); err != nil {
		return err
	}
	a.File, a.module = filepath.Base(name), shell
	return a.findNative(native)
}

// nativeFile is the name of the file with native code in the directory of a job.
const nativeFile = "native"

func (a *Artifact) findNative(path string) error {
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
