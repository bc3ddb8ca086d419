package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host/policy"
	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/quote"
)

// demoModule is guest-examples/demo/go, compiled. testdata/build makes it anew.
//
//go:embed demo.wasm
var demoModule []byte

// policyFlags are the flags that become a runtime.Policy: a policy file, and what is said beside it.
type policyFlags struct {
	file    string
	timeout time.Duration
	fuel    int64
	memory  string
	sha256  string
	cache   string
}

func (l *policyFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.file, "policy", "",
		"policy file: what the module may use, do and see; the other flags come before it")
	cmd.Flags().DurationVar(&l.timeout, "timeout", 0, "stop the module after this time (default 5s)")
	cmd.Flags().Int64Var(&l.fuel, "fuel", 0,
		"work that one call may do, one to two units for each instruction (default 10000000000)")
	cmd.Flags().StringVar(&l.memory, "memory", "", "linear memory that the module may use, such as 16MiB (default 64MiB)")
	cmd.Flags().StringVar(&l.cache, "cache", "",
		"directory for compiled code, off for none (default whowasm in the user's cache directory)")
	cmd.Flags().StringVar(&l.sha256, "sha256", "", "refuse a module with another digest")
}

// read reads the policy file, if there is one, and puts the flags in.
func (l *policyFlags) read() (*policy.File, error) {
	f := new(policy.File)
	if l.file != "" {
		var err error
		if f, err = policy.Read(l.file); err != nil {
			return nil, err
		}
	}
	f.Module.Timeout = cmp.Or(l.timeout, f.Module.Timeout)
	f.Module.Fuel = cmp.Or(l.fuel, f.Module.Fuel)
	f.Module.SHA256 = cmp.Or(l.sha256, f.Module.SHA256)
	if l.memory != "" {
		bytes, err := humanize.ParseBytes(l.memory)
		if err != nil || bytes == 0 || bytes >= 4<<30 {
			return nil, fmt.Errorf("--memory %s: want a size below 4GiB, such as 16MiB", l.memory)
		}
		f.Module.MemoryBytes = int64(bytes)
	}
	return f, nil
}

// oneModule checks the arguments of a command that takes a module.
func oneModule(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("want one MODULE, a .wasm file, got %d arguments; see %s --help", len(args), cmd.CommandPath())
	}
	return nil
}

// load loads the module in a file, or the one of the demo for "". The returned function frees it.
func load(cmd *cobra.Command, path string, l policyFlags) (*runtime.Module, func(), error) {
	return loadWith(cmd, path, l, func(*runtime.Policy) {})
}

// loadWith is load with a change to the policy.
func loadWith(cmd *cobra.Command, path string, l policyFlags, change func(*runtime.Policy)) (
	*runtime.Module, func(), error,
) {
	f, err := l.read()
	if err != nil {
		return nil, nil, err
	}
	change(&f.Module)
	return loadUnder(cmd, path, l.cache, f.Module)
}

// loadUnder is load under a policy that has been read.
func loadUnder(cmd *cobra.Command, path, cache string, policy runtime.Policy) (*runtime.Module, func(), error) {
	ctx := cmd.Context()
	engine, err := runtime.New(ctx, runtime.Options{Logger: newLogger(cmd.ErrOrStderr()), CacheDir: cache})
	if err != nil {
		return nil, nil, err
	}
	free := func() { _ = engine.Close(context.WithoutCancel(ctx)) }
	var module *runtime.Module
	if path == "" {
		module, err = engine.Load(ctx, "demo.wasm", demoModule, policy)
	} else {
		module, err = engine.LoadFile(ctx, path, policy)
	}
	if err != nil {
		free()
		return nil, nil, err
	}
	return module, free, nil
}

// newLogger writes records for a person at a terminal.
func newLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

// printJSON prints a value on one line, without characters that a terminal would obey.
func printJSON(w io.Writer, value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(quote.JSON(text.Bytes()))
	return err
}
