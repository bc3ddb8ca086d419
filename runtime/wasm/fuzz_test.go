package wasm_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

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

// FuzzMetered shows that reading and rewriting never panic, that a module is accepted by wazero metered if it is
// as it was, and that its functions come to the same.
func FuzzMetered(f *testing.F) {
	for _, code := range modules(f, "guests") {
		f.Add(code)
	}
	ctx := context.Background()
	config := wazero.NewRuntimeConfigInterpreter().WithMemoryLimitPages(16).WithCloseOnContextDone(true)
	f.Fuzz(func(t *testing.T, code []byte) {
		limits := wasm.Limits{TableElements: 1000, Locals: 1000, Nesting: 100}
		m, err := wasm.Decode(code, limits)
		var metered *wasm.Metered
		if err == nil {
			metered, err = m.Metered(nil)
		}
		if err != nil {
			if !isDecodeError(err) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		// The metered one first: what it comes to the end of, plain wazero comes to the end of too.
		rewritten := newFuzzRun(ctx, config, metered.Wasm)
		defer rewritten.close(ctx)
		if rewritten.spent {
			return
		}
		plain := newFuzzRun(ctx, config, code)
		defer plain.close(ctx)
		if (plain.err == nil) != (rewritten.err == nil) {
			t.Fatalf("plain: %v; metered: %v", plain.err, rewritten.err)
		}
		if plain.err != nil || rewritten.err != nil {
			return
		}
		for _, e := range m.Exports {
			if e.Kind != wasm.KindFunction || len(m.FuncType(e.Index).Params) > 0 {
				continue
			}
			got := rewritten.call(ctx, e.Name)
			if rewritten.spent {
				return
			}
			if want := plain.call(ctx, e.Name); got != want && want != "out of time" {
				t.Fatalf("%s: plain %s, metered %s", e.Name, want, got)
			}
		}
	})
}

// A fuzzRun is an instance of a module.
type fuzzRun struct {
	rt     wazero.Runtime
	module api.Module
	err    error
	spent  bool // its fuel is
}

func newFuzzRun(ctx context.Context, config wazero.RuntimeConfig, code []byte) *fuzzRun {
	run := &fuzzRun{rt: wazero.NewRuntimeWithConfig(ctx, config)}
	fuel := 50
	_, run.err = run.rt.NewHostModuleBuilder(wasm.GuardModule).NewFunctionBuilder().WithFunc(func(_ context.Context, mod api.Module, _ uint32) {
		if fuel--; fuel < 0 {
			run.spent = true
			panic("spent")
		}
		mod.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal).Set(1000)
	}).Export(wasm.GuardName).Instantiate(ctx)
	if run.err == nil {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		run.module, run.err = run.rt.InstantiateWithConfig(ctx, code, wazero.NewModuleConfig().WithName("").WithStartFunctions(wasm.StartName))
	}
	return run
}

func (r *fuzzRun) close(ctx context.Context) { r.rt.Close(ctx) }

func (r *fuzzRun) call(ctx context.Context, name string) string {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	results, err := r.module.ExportedFunction(name).Call(ctx)
	if ctx.Err() != nil {
		return "out of time"
	}
	if err != nil {
		return trap(err)
	}
	return fmt.Sprint(results)
}
