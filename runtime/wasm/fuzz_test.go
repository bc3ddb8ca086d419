package wasm_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// modules returns the modules of folders of the repository's testdata.
func modules(t testing.TB, folders string) [][]byte {
	t.Helper()
	files, err := filepath.Glob("../../testdata/" + folders + "/*.wasm")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d guests, %v", len(files), err)
	}
	var all [][]byte
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, code)
	}
	return all
}

// TestDecodeCutAnywhere feeds the beginnings of each module.
func TestDecodeCutAnywhere(t *testing.T) {
	for _, code := range modules(t, "*") {
		for cut := range min(len(code), 4096) {
			if _, err := wasm.Decode(code[:cut], wasm.Limits{}); err != nil && !isDecodeError(err) {
				t.Fatalf("%T: %v", err, err)
			}
		}
	}
}

func isDecodeError(err error) bool {
	var format *wasm.FormatError
	var limit *wasm.LimitError
	return errors.As(err, &format) || errors.As(err, &limit)
}

// FuzzMetered shows that reading and rewriting never panic, and of each module that can be read:
//
//   - It is accepted metered if it is as it was. Its functions come to the same results and traps, and leave the same
//     in memory and globals.
//   - It comes back to the guard, which ends it when its fuel is spent.
//   - It is charged what it executes, and not much more; and the guard has its chance as often as fuel.go says.
//
// The input is a module, or bytes of which the generator makes one. It runs in a process of its own, which is killed if
// it takes too long: nothing else ends machine code that never comes back.
func FuzzMetered(f *testing.F) {
	for _, code := range modules(f, "*") {
		if len(code) < 2000 {
			f.Add(code)
		}
	}
	for _, seed := range seeds(100) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		code := moduleFrom(input)
		if _, _, err := decodeAndMeter(code); err != nil { // here as well, for the fuzzer to see the way that it takes
			if !isDecodeError(err) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		if fault := inChild(t, code); fault != "" {
			t.Fatalf("%s\n%s", fault, saved(t, code))
		}
	})
}

// moduleFrom is the module that an input of the fuzzer stands for.
func moduleFrom(input []byte) []byte {
	if len(input) > 0 && input[0] == 0 {
		return input
	}
	return generate(input)
}

// saved writes a module to a file, if WHOWASM_FAULTS names a folder for it.
func saved(t *testing.T, code []byte) string {
	folder := os.Getenv("WHOWASM_FAULTS")
	if folder == "" {
		return "set WHOWASM_FAULTS to a folder to have the module written there"
	}
	file := filepath.Join(folder, fmt.Sprintf("%x.wasm", sha256.Sum256(code))[:16]+".wasm")
	if err := os.WriteFile(file, code, 0o644); err != nil {
		t.Error(err)
	}
	return file
}

// TestGenerated shows that the generator writes what the engine accepts, and much of it.
func TestGenerated(t *testing.T) {
	rt := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer rt.Close(context.Background())
	for n, seed := range seeds(500) {
		code := generate(seed)
		if _, _, err := decodeAndMeter(code); err != nil {
			t.Errorf("seed %d: %v", n, err)
		}
		if err := compiles(rt, code); err != nil {
			t.Errorf("seed %d: %v", n, err)
		}
	}
}
