package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk/build"
)

// buildReport is what build reports with --json.
type buildReport struct {
	Module   string          `json:"module"`
	Bytes    int             `json:"bytes"`
	Seconds  float64         `json:"seconds,omitempty"` // unless it watches
	Warnings []build.Message `json:"warnings,omitempty"`
}

// A building is one use of the command.
type building struct {
	cmd         *cobra.Command
	source, out string
	options     build.JavaScriptOptions
	asJSON      bool
}

func newBuild() *cobra.Command {
	var b building
	var sourceMap, watch, check bool
	cmd := &cobra.Command{
		Use:   "build FILE|FOLDER",
		Short: "Make a module of a callback in TypeScript or JavaScript",
		Long: `build bundles a file in TypeScript or JavaScript with what it imports, and joins it with a JavaScript engine.
It needs nothing installed. A folder stands for identify.ts or index.ts in it, or in its src.

The file hands over its callback as "export default identify", "export default { identify }", "export const identify",
or by track(server, projectId, { identify }) of "whowasm", "mcpcat" or "agentcat", imported or not.`,
		Example: `  whowasm build identify.ts && whowasm run identify.wasm
  whowasm build . -o build/identify.wasm --watch`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b.cmd, b.source, b.options.NoSourceMap = cmd, args[0], !sourceMap
			b.out = cmp.Or(b.out, outputOf(b.source))
			if check {
				if err := b.checkTypes(cmd.Context()); err != nil {
					return err
				}
			}
			if watch {
				return build.Watch(cmd.Context(), b.source, b.options, b.show)
			}
			began := time.Now()
			module, warnings, err := build.JavaScript(b.source, b.options)
			return b.finish(module, warnings, err, time.Since(began))
		},
	}
	cmd.Flags().StringVarP(&b.out, "output", "o", "", "the module (the name of the file, with .wasm)")
	cmd.Flags().BoolVar(&b.options.Minify, "minify", true, "make the bundle small")
	cmd.Flags().BoolVar(&sourceMap, "sourcemap", true, "let errors show the lines of the source")
	cmd.Flags().BoolVar(&watch, "watch", false, "build again whenever a file changes")
	cmd.Flags().BoolVar(&check, "check", false, "check the types first, once, with the TypeScript in node_modules")
	cmd.Flags().BoolVar(&b.asJSON, "json", false, "print one JSON object for each module that was built")
	return cmd
}

// show is finish for one build of many, of which none ends the command.
func (b *building) show(module []byte, warnings []build.Message, err error) {
	if err := b.finish(module, warnings, err, 0); err != nil {
		fmt.Fprintln(b.cmd.ErrOrStderr(), "whowasm: "+quote.Line(err.Error()))
	}
}

// finish writes the module, and says what came of building it.
func (b *building) finish(module []byte, warnings []build.Message, err error, took time.Duration) error {
	for _, w := range warnings {
		fmt.Fprintln(b.cmd.ErrOrStderr(), "warning: "+quoteLines(w.String()))
	}
	var source *build.SourceError
	if errors.As(err, &source) {
		fmt.Fprintln(b.cmd.ErrOrStderr(), quoteLines(source.Error()))
		return failed(fmt.Errorf("%s cannot be built", b.source))
	}
	if err != nil {
		return err
	}
	if err := writeModule(b.out, module); err != nil {
		return failed(err)
	}
	if b.asJSON {
		return printJSON(b.cmd.OutOrStdout(), buildReport{b.out, len(module), took.Seconds(), warnings})
	}
	_, err = fmt.Fprintf(b.cmd.OutOrStdout(), "%s: %s\n", quote.Text(b.out), humanize.IBytes(uint64(len(module))))
	return err
}

// quoteLines makes each line of a text one that a terminal shows as it is.
func quoteLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = quote.Line(line)
	}
	return strings.Join(lines, "\n")
}

// outputOf is where the module of a source goes.
func outputOf(source string) string {
	if info, err := os.Stat(source); err == nil && info.IsDir() {
		return filepath.Join(source, "identify.wasm")
	}
	return strings.TrimSuffix(source, filepath.Ext(source)) + ".wasm"
}

// writeModule writes the whole file or none: a server may be about to load it. It makes the folder.
func writeModule(path string, module []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	whole := fmt.Sprintf("%s.%d", path, os.Getpid())
	defer os.Remove(whole)
	if err := os.WriteFile(whole, module, 0o666); err != nil {
		return err
	}
	return os.Rename(whole, path)
}

// checkTypes runs the project's TypeScript compiler.
func (b *building) checkTypes(ctx context.Context) error {
	path, err := filepath.Abs(b.source)
	if err != nil {
		return err
	}
	folder := path
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		folder = filepath.Dir(path)
	}
	arguments := []string{"--noEmit", "--pretty", "false"}
	if config := upward(folder, "tsconfig.json"); config != "" {
		arguments = append(arguments, "--project", config)
	} else {
		arguments = append(arguments, "--target", "es2023", "--module", "esnext", "--moduleResolution", "bundler",
			"--strict", "--skipLibCheck", b.source)
	}
	compiler := upward(folder, filepath.Join("node_modules", ".bin", "tsc"))
	if compiler == "" {
		return errors.New("--check: there is no TypeScript in node_modules; npm install --save-dev typescript")
	}
	tsc := exec.CommandContext(ctx, compiler, arguments...)
	tsc.Stdout, tsc.Stderr = b.cmd.ErrOrStderr(), b.cmd.ErrOrStderr()
	err = tsc.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		return failed(fmt.Errorf("%s: its types are not right", b.source))
	}
	if err != nil {
		return failed(fmt.Errorf("running %s: %w", compiler, err))
	}
	return nil
}

// upward finds a file in a folder or the nearest one around it, "" for none.
func upward(folder, name string) string {
	for {
		if path := filepath.Join(folder, name); exists(path) {
			return path
		}
		if filepath.Dir(folder) == folder {
			return ""
		}
		folder = filepath.Dir(folder)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
