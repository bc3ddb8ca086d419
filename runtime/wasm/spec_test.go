package wasm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// specFolder returns the folder of the official WebAssembly 2.0 tests, which wazero's module carries.
func specFolder(t testing.TB) string {
	return filepath.Join(wazeroRoot(t), "internal/integration_test/spectest")
}

// wazeroRoot returns the folder of wazero's module.
func wazeroRoot(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/tetratelabs/wazero").Output()
	if err != nil {
		t.Fatalf("finding wazero's module: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// A specCommand is one step of an official test.
type specCommand struct {
	Type, Name, As, Filename string
	Line                     int
	Action                   struct {
		Type, Module, Field string
		Args                []specValue
	}
}

type specValue struct {
	Type     string
	LaneType string `json:"lane_type"`
	Value    any
}

// TestSpecIsTheSameMetered runs the official tests twice, with the modules as they are and metered, and compares
// what every call returns, every global and every trap.
func TestSpecIsTheSameMetered(t *testing.T) {
	folder := specFolder(t)
	files, err := filepath.Glob(filepath.Join(folder, "v2/testdata/*.json"))
	if err != nil || len(files) < 100 {
		t.Fatalf("found %d tests, %v", len(files), err)
	}
	steps := 0
	for _, file := range files {
		commands := readSpec(t, file)
		plain := newWorld(t, folder, false).run(filepath.Dir(file), commands)
		metered := newWorld(t, folder, true).run(filepath.Dir(file), commands)
		for i := range commands {
			if plain[i] != metered[i] {
				t.Errorf("%s, line %d, %s:\n  plain   %s\n  metered %s", filepath.Base(file), commands[i].Line, commands[i].Type,
					plain[i], metered[i])
			}
			if plain[i] != "" {
				steps++
			}
		}
	}
	t.Logf("%d steps of %d tests", steps, len(files))
	if steps < 40_000 {
		t.Errorf("only %d steps ran", steps)
	}
}

func readSpec(t *testing.T, file string) []specCommand {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var spec struct{ Commands []specCommand }
	if err := json.Unmarshal(text, &spec); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return spec.Commands
}

// A world runs the steps of one test.
type world struct {
	rt      wazero.Runtime
	metered bool
	named   map[string]api.Module
	last    api.Module
}

func newWorld(t *testing.T, folder string, metered bool) *world {
	t.Helper()
	w := &world{rt: wazero.NewRuntime(t.Context()), metered: metered, named: make(map[string]api.Module)}
	t.Cleanup(func() { w.rt.Close(context.Background()) })
	instantiateGuard(t, w.rt)
	spectest, err := os.ReadFile(filepath.Join(folder, "testdata/spectest.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.rt.InstantiateWithConfig(t.Context(), spectest,
		wazero.NewModuleConfig().WithName("spectest")); err != nil {
		t.Fatal(err)
	}
	return w
}

// instantiateGuard makes a guard that gives fuel without end.
func instantiateGuard(t testing.TB, rt wazero.Runtime) {
	t.Helper()
	_, err := rt.NewHostModuleBuilder(wasm.GuardModule).NewFunctionBuilder().WithFunc(func(_ context.Context,
		mod api.Module, _ uint32) {
		mod.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal).Set(1_000_000)
	}).Export(wasm.GuardName).Instantiate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}

// run runs the steps and returns what each came to, "" for those that do nothing.
func (w *world) run(folder string, commands []specCommand) []string {
	results := make([]string, len(commands))
	for i, c := range commands {
		switch c.Type {
		case "module", "assert_unlinkable", "assert_uninstantiable":
			results[i] = w.instantiate(filepath.Join(folder, c.Filename), c.Name, registeredAs(commands[i:]))
		case "action", "assert_return", "assert_trap", "assert_exhaustion":
			results[i] = w.act(c)
		}
	}
	return results
}

// registeredAs returns the name under which later modules import the first one of the steps.
func registeredAs(commands []specCommand) string {
	for _, c := range commands[1:] {
		if c.Type == "register" && c.Name == commands[0].Name {
			return c.As
		}
		if c.Type == "module" && commands[0].Name == "" {
			break
		}
	}
	return ""
}

func (w *world) instantiate(file, name, registered string) string {
	code, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	if w.metered {
		if code, err = meter(code); err != nil {
			return "refused"
		}
	}
	module, err := w.rt.InstantiateWithConfig(context.Background(), code,
		wazero.NewModuleConfig().WithName(registered).WithStartFunctions(wasm.StartName))
	if err != nil {
		return "refused"
	}
	w.last = module
	if name != "" {
		w.named[name] = module
	}
	return "instantiated"
}

func meter(code []byte) ([]byte, error) {
	m, err := wasm.Decode(code, wasm.Limits{BodyBytes: 4 << 20, TableElements: 1 << 30, Params: 10_000, Results: 10_000})
	if err != nil {
		return nil, err
	}
	metered, err := m.Metered(nil)
	if err != nil {
		return nil, err
	}
	return metered.Wasm, nil
}

func (w *world) act(c specCommand) string {
	module := w.last
	if c.Action.Module != "" {
		module = w.named[c.Action.Module]
	}
	if module == nil {
		return "no module"
	}
	if c.Action.Type == "get" {
		global := module.ExportedGlobal(c.Action.Field)
		if global == nil {
			return "no global"
		}
		return fmt.Sprint(global.Get())
	}
	function := module.ExportedFunction(c.Action.Field)
	if function == nil {
		return "no function"
	}
	var args []uint64
	for _, arg := range c.Action.Args {
		args = append(args, arg.bits()...)
	}
	results, err := function.Call(context.Background(), args...)
	if err != nil {
		return trap(err)
	}
	return fmt.Sprint(results)
}

// trap is the kind of an error: its stack trace differs by the names of functions.
func trap(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	text = strings.TrimSuffix(strings.TrimPrefix(text, "wasm error: "), " (recovered by wazero)")
	return text
}

// bits returns a value as wazero takes it.
func (v specValue) bits() []uint64 {
	lanes, ok := v.Value.([]any)
	if !ok {
		text, _ := v.Value.(string)
		n, _ := strconv.ParseUint(text, 10, 64) // "null" is 0
		return []uint64{n}
	}
	width := map[string]uint{"i8": 8, "i16": 16, "i32": 32, "f32": 32, "i64": 64, "f64": 64}[v.LaneType]
	vector := make([]uint64, 2)
	for i, lane := range lanes {
		n, _ := strconv.ParseUint(lane.(string), 10, 64)
		at := uint(i) * width
		vector[at/64] |= n << (at % 64)
	}
	return vector
}

// TestSpecIsAcceptedMetered compares, for every module of the official tests, valid or not, whether wazero
// accepts it as it is and metered.
func TestSpecIsAcceptedMetered(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(specFolder(t), "v2/testdata/*.wasm"))
	if err != nil || len(files) < 3000 {
		t.Fatalf("found %d modules, %v", len(files), err)
	}
	rt := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		plain := compiles(rt, code)
		metered, err := meter(code)
		if err == nil {
			err = compiles(rt, metered)
		}
		if (plain == nil) != (err == nil) {
			t.Errorf("%s: plain %v, metered %v", filepath.Base(file), plain, err)
		}
	}
}

func compiles(rt wazero.Runtime, code []byte) error {
	compiled, err := rt.CompileModule(context.Background(), code)
	if err != nil {
		return err
	}
	return compiled.Close(context.Background())
}

// TestRealModules runs programs from compilers of TinyGo, Rust and C (Zig), of wazero's own tests, plain and metered.
func TestRealModules(t *testing.T) {
	root := wazeroRoot(t)
	for _, language := range []string{"tinygo", "cargo-wasi", "zig-cc"} {
		for _, args := range [][]string{{"cat", "/text.txt"}, {"cat", "/missing.txt"}, {"cat"}} {
			code, err := os.ReadFile(filepath.Join(root, "imports/wasi_snapshot_preview1/example/testdata", language,
				"cat.wasm"))
			if err != nil {
				t.Fatal(err)
			}
			metered, err := meter(code)
			if err != nil {
				t.Fatal(language, err)
			}
			want, got := runProgram(t, code, args), runProgram(t, metered, args)
			if want != got || len(args) == 2 && args[1] == "/text.txt" && !strings.Contains(want, "who is calling?") {
				t.Errorf("%s %q: plain %q, metered %q", language, args, want, got)
			}
		}
	}
}

// runProgram runs a WASI program and returns what it printed and how it ended.
func runProgram(t *testing.T, code []byte, args []string) string {
	t.Helper()
	rt := wazero.NewRuntime(t.Context())
	defer rt.Close(t.Context())
	instantiateGuard(t, rt)
	wasi_snapshot_preview1.MustInstantiate(t.Context(), rt)
	var out bytes.Buffer
	config := wazero.NewModuleConfig().WithArgs(args...).WithStdout(&out).WithStderr(&out).
		WithFS(fstest.MapFS{"text.txt": {Data: []byte("who is calling?")}})
	_, err := rt.InstantiateWithConfig(t.Context(), code, config)
	return fmt.Sprint(out.String(), err)
}
