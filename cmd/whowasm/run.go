package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// runReport is what run reports with --json.
type runReport struct {
	Identity *sdk.Identity `json:"identity"`
	Usage    runtime.Usage `json:"usage"`
}

func newRun() *cobra.Command {
	var l policyFlags
	var input string
	var asJSON, showInput bool
	cmd := &cobra.Command{
		Use:   "run MODULE",
		Short: "Ask a module who made a request",
		Long: `run gives a module one request and prints the identity as JSON, null for an anonymous caller.

The input has the form {"request": …, "extra": …, "context": …}; without --input it is an empty tool call.
Exit code 1 means that identification failed, 2 that the usage is wrong or the module cannot be loaded.`,
		Example: `  whowasm run identify.wasm
  whowasm run identify.wasm --input request.json --timeout 200ms --fuel 5000000 --memory 16MiB
  echo '{"request":{"method":"tools/call","params":{"arguments":{"token":"t"}}}}' |
    whowasm run identify.wasm --input -`,
		Args: oneModule,
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := readInput(input, cmd.InOrStdin())
			if err != nil {
				return err
			}
			module, free, err := load(cmd, args[0], l)
			if err != nil {
				return err
			}
			defer free()
			if showInput {
				return show(cmd, module, in)
			}
			identity, usage, err := module.Measure(cmd.Context(), in)
			if err != nil {
				return failed(fmt.Errorf("%s: %w", args[0], err))
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), runReport{identity, usage})
			}
			out, err := json.MarshalIndent(identity, "", "  ")
			if err != nil {
				return failed(err)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), string(quote.JSON(out)))
			return err
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "file with the input, - for standard input")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object: the identity, and what the call took")
	cmd.Flags().BoolVar(&showInput, "show-input", false, "print what the module would see of the input, and do not ask it")
	cmd.MarkFlagsMutuallyExclusive("json", "show-input")
	l.register(cmd)
	return cmd
}

// show prints what a module sees of an input: what its policy discloses.
func show(cmd *cobra.Command, module *runtime.Module, in *sdk.Input) error {
	seen, err := module.Disclosed(in)
	if err != nil {
		return failed(err)
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), strings.TrimSpace(string(quote.JSON(seen))))
	return err
}

// maxInputBytes bounds the input that is read; the module's policy bounds it again.
const maxInputBytes = 16 << 20

// readInput reads an input for a module. No path means an empty tool call.
func readInput(path string, stdin io.Reader) (*sdk.Input, error) {
	in := &sdk.Input{Request: sdk.Request{Method: "tools/call", Params: &sdk.Params{}}}
	if path == "" {
		return in, nil
	}
	name, from := path, stdin
	if path == "-" {
		name = "standard input"
	} else {
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("--input: %w", err)
		}
		defer file.Close()
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, maxInputBytes+1))
	if err != nil {
		return nil, fmt.Errorf("--input: %w", err)
	}
	if len(text) > maxInputBytes {
		return nil, fmt.Errorf("%s: more than %d bytes of input", name, maxInputBytes)
	}
	if err := decodeInput(text, in); err != nil {
		return nil, fmt.Errorf("%s: %w; the form of an input is in sdk/ABI.md", name, err)
	}
	return in, nil
}

// decodeInput reads one JSON value strictly: a misspelt member is an error, not a request without it.
func decodeInput(text []byte, in *sdk.Input) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(in)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at byte %d of %d", syntax.Offset, len(text))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("not JSON: it ends at byte %d", len(text))
	case err != nil:
		return fmt.Errorf("%w (a tool's argument belongs into request.params.arguments)", quote.Error(err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("more than one JSON value: the second begins at byte %d", decoder.InputOffset())
	}
	return nil
}
