package wasm_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// TestJumps compares functions before and after their jumps were made shorter. Each returns the places that it passed,
// and gives the guard so many chances, most of them at the heads of its loops.
func TestJumps(t *testing.T) {
	code, err := os.ReadFile("../../testdata/guests/jumps.wasm")
	if err != nil {
		t.Fatal(err)
	}
	metered, err := meter(code)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		function string
		places   string
		chances  int
	}{
		{"ahead", "13", 3},
		{"back", "1232323", 10},
		{"to-itself", "12223", 8},
		{"beyond-the-table", "13", 3},
		{"negative", "13", 3},
		{"another-local", "123", 4},
		{"not-a-constant", "13", 4},
		{"out-of-the-loop", "1", 3},
		{"from-a-loop", "1113", 6},
		{"with-values", "13", 3},
		{"unsettled", "13", 4},
	} {
		t.Run(test.function, func(t *testing.T) {
			if places, _ := checks(t, code, test.function); places != test.places {
				t.Errorf("as it was: it passed %s, want %s", places, test.places)
			}
			places, chances := checks(t, metered, test.function)
			if places != test.places {
				t.Errorf("metered: it passed %s, want %s", places, test.places)
			}
			if chances != test.chances { // at the heads of loops, and behind calls in a row
				t.Errorf("the guard had %d chances, want %d", chances, test.chances)
			}
		})
	}
}

// checks calls a function, and counts how often the guard has its chance after code was charged.
func checks(t *testing.T, code []byte, function string) (result string, count int) {
	t.Helper()
	rt := wazero.NewRuntime(t.Context())
	defer rt.Close(t.Context())
	guard := func(_ context.Context, module api.Module, _ uint32) {
		count++
		module.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal).Set(0) // the next charge spends it
	}
	host := rt.NewHostModuleBuilder(wasm.GuardModule)
	host.NewFunctionBuilder().WithFunc(guard).Export(wasm.GuardName)
	if _, err := host.Instantiate(t.Context()); err != nil {
		t.Fatal(err)
	}
	instance, err := rt.Instantiate(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	results, err := instance.ExportedFunction(function).Call(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatUint(results[0], 10), count
}
