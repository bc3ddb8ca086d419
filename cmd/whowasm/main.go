// Command whowasm runs, inspects and measures identify modules, and serves an MCP server with one attached.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/runtime/quote"
)

// Exit codes. 0 is success.
const (
	exitFailed = 1 // identification, or the command's own work, failed
	exitUsage  = 2 // wrong usage, or a module that cannot be loaded
)

// A failure is an error that decides the exit code. Any other error is one of usage.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func failed(err error) error { return &failure{exitFailed, err} }

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program but for its process.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "whowasm: interrupted")
		return exitFailed
	}
	fmt.Fprintln(stderr, "whowasm: "+quote.Line(strings.Join(strings.Fields(err.Error()), " ")))
	var f *failure
	if errors.As(err, &f) {
		return f.code
	}
	return exitUsage
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "whowasm",
		Short: "Tell an MCP server who is calling, with a WebAssembly module",
		Long: `whowasm answers the question "who is calling?" for MCP servers. The logic that decides it is an identify
module: a .wasm file, written in any language, run in a sandbox.`,
		Example: `  whowasm demo
  whowasm run identify.wasm --input request.json
  whowasm serve identify.wasm`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(newRun(), newInspect(), newBench(), newDemo(), newServe(), newCheck(), newBuild())
	return root
}

// version is the module's version, and the commit for a build from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && !strings.Contains(version, setting.Value[:min(12, len(setting.Value))]) {
			version += " " + setting.Value
		}
	}
	return version + " " + info.GoVersion
}
