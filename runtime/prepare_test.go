package runtime_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime"
)

func guestFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../testdata/guests/*.wasm")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d guests, %v", len(files), err)
	}
	return files
}

// TestPrepareCutAnywhere feeds every prefix of a module to the reader of modules.
func TestPrepareCutAnywhere(t *testing.T) {
	for _, file := range guestFiles(t) {
		wasm, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for cut := range wasm {
			runtime.Prepare(wasm[:cut])
		}
	}
}

// FuzzPrepare shows that reading a module never panics, and that a module which wazero compiles is still one
// after it was prepared.
func FuzzPrepare(f *testing.F) {
	for _, file := range guestFiles(f) {
		wasm, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(wasm)
	}
	rt := wazero.NewRuntimeWithConfig(context.Background(), wazero.NewRuntimeConfigInterpreter().WithMemoryLimitPages(64))
	f.Fuzz(func(t *testing.T, wasm []byte) {
		prepared, err := runtime.Prepare(wasm)
		before := compiles(rt, wasm)
		if err != nil {
			if before && !refused(err) {
				t.Fatalf("wazero compiles a module that is refused: %v", err)
			}
			return
		}
		if before && !compiles(rt, prepared) {
			t.Fatal("wazero compiles a module before it was prepared, but not after")
		}
	})
}

// refused reports whether a valid module is refused by decision.
func refused(err error) bool {
	return strings.Contains(err.Error(), "the host gives functions only") || strings.Contains(err.Error(), "are the host's")
}

func compiles(rt wazero.Runtime, wasm []byte) bool {
	compiled, err := rt.CompileModule(context.Background(), wasm)
	if err != nil {
		return false
	}
	compiled.Close(context.Background())
	return true
}
