package wasm_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/wasm"
)

func spec(t testing.TB) []string {
	files, err := filepath.Glob("/root/go/pkg/mod/github.com/tetratelabs/wazero@v1.12.0/internal/integration_test/spectest/v2/testdata/*.wasm")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestSpecModulesCompile(t *testing.T) {
	ctx := context.Background()
	rt := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	n, rejected := 0, 0
	for _, file := range append(spec(t), "../../cmd/whowasm/demo.wasm") {
		raw, _ := os.ReadFile(file)
		before, err1 := rt.CompileModule(ctx, raw)
		m, err := wasm.Decode(raw, wasm.Limits{})
		var metered *wasm.Metered
		if err == nil {
			metered, err = m.Metered(1 << 30)
		}
		if err != nil {
			if err1 == nil {
				t.Logf("%s: valid but refused: %v", filepath.Base(file), err)
				rejected++
			}
			continue
		}
		n++
		after, err2 := rt.CompileModule(ctx, metered.Wasm)
		if (err1 == nil) != (err2 == nil) {
			t.Errorf("%s: before %v, after %v", filepath.Base(file), err1, err2)
		}
		_, _ = before, after
	}
	t.Log(n, rejected)
}
