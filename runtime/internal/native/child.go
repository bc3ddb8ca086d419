package native

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	goruntime "runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// Compilers take time and memory that grow with the square of what they are given, and more: modules of some KB made
// wazero take minutes and gigabytes. No estimate would tell those from the large functions of honest modules. So a
// module is compiled by a child process, which the system bounds: its memory, and its time by ending it.
//
// The child is the running program itself, under another name: this package's init does the job and exits, before
// main. Packages whose paths sort before this one's may have been initialised by then. What they print goes nowhere:
// parent and child leave each other files.
const compilerName = "whowasm-compile"

func init() {
	if len(os.Args) > 0 && os.Args[0] == compilerName {
		os.Exit(childMain())
	}
}

// A childResult is what a child says: nothing when it left an artifact.
type childResult struct {
	Format  *wasm.FormatError `json:"format,omitempty"`
	Limit   *wasm.LimitError  `json:"limit,omitempty"`
	Problem string            `json:"problem,omitempty"`
}

// The names of the files in the directory of a job: the job, the module, what the child says of it, and the artifact's
// header with its module.
const (
	jobFile      = "job"
	moduleFile   = "module"
	resultFile   = "result"
	artifactFile = "artifact"
)

// runChild does the job in a child process.
func (j job) runChild(ctx context.Context, code []byte) (*Artifact, error) {
	program, err := ownProgram()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(j.write(jobFile, j), os.WriteFile(filepath.Join(j.Dir, moduleFile), code, 0o600)); err != nil {
		return nil, err
	}
	var errs bytes.Buffer
	cmd := exec.CommandContext(ctx, program)
	cmd.Args = []string{compilerName}
	cmd.Env = []string{} // it needs none, and ours may hold secrets
	cmd.Dir = j.Dir
	cmd.Stderr = &limitedWriter{&errs, 64 << 10}
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return nil, j.childFailure(ctx, err, errs.String())
	}
	var result childResult
	if err := readJSON(filepath.Join(j.Dir, resultFile), &result); err != nil {
		return nil, fmt.Errorf("the compiling process left no answer: %w", err)
	}
	switch {
	case result.Format != nil:
		return nil, result.Format
	case result.Limit != nil:
		return nil, result.Limit
	case result.Problem != "":
		return nil, errors.New(result.Problem)
	}
	text, err := os.ReadFile(filepath.Join(j.Dir, artifactFile))
	if err != nil {
		return nil, err
	}
	a, err := parseArtifact(text)
	if err != nil || !a.Compiled() {
		return a, err
	}
	return a, a.findNative(filepath.Join(j.Dir, nativeFile))
}

// ownProgram is the path of the running program. On Linux it is good also when the file was replaced.
func ownProgram() (string, error) {
	if goruntime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// noMemory is what Go, with cgo or without, and its race detector say when the system gives no more memory, be it for a
// thread's stack.
var noMemory = regexp.MustCompile(`out of memory|cannot allocate memory|failed to allocate|` +
	`pthread_create failed|failed to create new OS thread`)

// childFailure says why a child came to no result.
func (j job) childFailure(ctx context.Context, err error, stderr string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if noMemory.MatchString(stderr) {
		return ErrMemory
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		first, _, _ := strings.Cut(stderr, "\n")
		return fmt.Errorf("the compiling process ended (%v): %s", err, quote.Text(first))
	}
	return fmt.Errorf("compiling takes a process of its own, which cannot be started: %w; Options.CompileInProcess "+
		"does without, for modules that you trust", err)
}

// A limitedWriter keeps what fits.
type limitedWriter struct {
	*bytes.Buffer
	limit int
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	w.Buffer.Write(p[:min(len(p), w.limit-w.Len())])
	return len(p), nil
}

// childMain is what the child does in the directory of its job.
func childMain() (code int) {
	var j job
	if err := readJSON(jobFile, &j); err != nil {
		return 1
	}
	time.AfterFunc(j.Timeout, func() { os.Exit(1) }) // where the parent is no more
	module, err := os.ReadFile(moduleFile)
	if err != nil {
		return 1
	}
	debug.SetMemoryLimit(j.MemoryBytes * 3 / 4)
	boundProcess(j.MemoryBytes)
	if err := j.write(resultFile, j.leave(module)); err != nil {
		return 1
	}
	return 0
}

// write writes a file into the job's directory.
func (j job) write(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(j.Dir, name), text, 0o600)
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// leave does the job and leaves the artifact in its directory.
func (j job) leave(module []byte) (result childResult) {
	a, err := j.run(context.Background(), module)
	if err == nil {
		var text []byte
		if text, err = a.format(); err == nil {
			err = os.WriteFile(filepath.Join(j.Dir, artifactFile), text, 0o600)
		}
	}
	if err != nil && !errors.As(err, &result.Format) && !errors.As(err, &result.Limit) {
		result.Problem = quote.Line(err.Error())
	}
	return result
}
