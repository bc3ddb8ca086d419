package wasm_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// The bounds of what a program is charged for an instruction that it executes, on the average of a run.
const (
	leastFuel = 1.0
	mostFuel  = 2.0
)

// slice is the fuel that a guest gets at a time: fuelSlice of package runtime.
const slice = 40_000

// A program is compiled so often, and runs so often each way, to compare the times: where its machine code lies in
// memory changes them by a tenth, and whatever else happens on the machine only makes them longer.
const (
	timedCompilations = 3
	timedRuns         = 5
)

// A program is one that testdata/programs/build makes, with what it reads.
type program struct {
	file, input string // the input is in testdata/programs/inputs, or text
	args        []string
	text        func() []byte
}

var programs = []program{
	{file: "quickjs", input: "loop.js"},
	{file: "quickjs", input: "sha256.js"},
	{file: "quickjs", input: "recursion.js"},
	{file: "quickjs", input: "json.js"},
	{file: "sqlite", input: "rows.sql"},
	{file: "zstd", input: "words", text: words},
	{file: "python", input: "words.py", args: []string{"-"}},
}

// words returns 2 MB of text whose words repeat, the same each time.
func words() []byte {
	var text bytes.Buffer
	for state := uint32(1); text.Len() < 2_000_000; {
		state = state*1664525 + 1013904223
		fmt.Fprintf(&text, "word%d ", (state>>16)%5000)
		if state>>28 == 0 {
			text.WriteByte('\n')
		}
	}
	return text.Bytes()
}

func (p program) read(t testing.TB) []byte {
	t.Helper()
	if p.text != nil {
		return p.text()
	}
	text, err := os.ReadFile(filepath.Join("../../testdata/programs/inputs", p.input))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A bench has one program compiled three ways.
type bench struct {
	rt                      wazero.Runtime
	tank                    *tank
	code, meteredCode       []byte
	plain, metered, counted wazero.CompiledModule
}

// A tank refuels as package runtime's guard does, and keeps count.
type tank struct {
	fuel  api.MutableGlobal
	given int64
}

func (k *tank) guard(_ context.Context, _ api.Module, stack []uint64) {
	if left := int64(k.fuel.Get()); uint32(stack[0]) == wasm.ReasonFuel && left < 0 {
		k.given += slice - left
		k.fuel.Set(slice)
	}
}

// charged is what was taken from the tank.
func (k *tank) charged() int64 { return k.given - int64(k.fuel.Get()) }

func programFolder(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("WHOWASM_PROGRAMS")
	if folder == "" {
		t.Skip("WHOWASM_PROGRAMS is not set: run testdata/programs/build FOLDER and set it to the folder")
	}
	return folder
}

func newBench(t testing.TB, file string) *bench {
	t.Helper()
	code, err := os.ReadFile(filepath.Join(programFolder(t), file+".wasm"))
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{rt: wazero.NewRuntime(t.Context()), tank: new(tank), code: code, meteredCode: must(t)(meterDefault(code))}
	t.Cleanup(func() { b.rt.Close(context.Background()) })
	wasi_snapshot_preview1.MustInstantiate(t.Context(), b.rt)
	guard := b.rt.NewHostModuleBuilder(wasm.GuardModule).NewFunctionBuilder()
	guard = guard.WithGoModuleFunction(api.GoModuleFunc(b.tank.guard), []api.ValueType{api.ValueTypeI32}, nil)
	if _, err := guard.Export(wasm.GuardName).Instantiate(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.plain, b.metered = b.compile(t, b.code), b.compile(t, b.meteredCode)
	b.counted = b.compile(t, must(t)(wasm.Counted(code)))
	return b
}

func must(t testing.TB) func(code []byte, err error) []byte {
	return func(code []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
}

// meterDefault rewrites a module within the limits that hold where nothing else is said.
func meterDefault(code []byte) ([]byte, error) {
	m, err := wasm.Decode(code, wasm.Limits{})
	if err != nil {
		return nil, err
	}
	metered, err := m.Metered(nil)
	if err != nil {
		return nil, err
	}
	return metered.Wasm, nil
}

func (b *bench) compile(t testing.TB, code []byte) wazero.CompiledModule {
	t.Helper()
	compiled, err := b.rt.CompileModule(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// compileAgain puts the machine code elsewhere.
func (b *bench) compileAgain(t testing.TB) {
	t.Helper()
	b.plain.Close(t.Context())
	b.metered.Close(t.Context())
	b.plain, b.metered = b.compile(t, b.code), b.compile(t, b.meteredCode)
}

// A result is what a program did, and how long it took.
type result struct {
	out  string
	err  error
	time time.Duration
	fuel int64 // that was charged, if it is metered
	work int64 // instructions, if it counts them, without block, loop, else and end
}

// run makes an instance and runs it.
func (b *bench) run(t testing.TB, compiled wazero.CompiledModule, p program, input []byte) (r result) {
	t.Helper()
	var out bytes.Buffer
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions().WithArgs(append([]string{p.file}, p.args...)...).
		WithStdin(bytes.NewReader(input)).WithStdout(&out).WithStderr(&out)
	module, err := b.rt.InstantiateModule(t.Context(), compiled, config)
	if err != nil {
		t.Fatal(err)
	}
	defer module.Close(t.Context())
	work := module.ExportedGlobal(wasm.WorkGlobal)
	if fuel := module.ExportedGlobal(wasm.FuelGlobal); fuel != nil {
		*b.tank = tank{fuel: fuel.(api.MutableGlobal)}
	}
	start := time.Now()
	_, r.err = module.ExportedFunction("_start").Call(t.Context())
	r.time, r.out = time.Since(start), out.String()
	switch compiled {
	case b.counted:
		r.work = int64(work.Get())
	case b.metered:
		r.fuel = b.tank.charged()
	}
	return r
}

// TestRealPrograms runs interpreters, a database and a compressor plain and metered. It compares what they print, and
// what they are charged with what they execute.
func TestRealPrograms(t *testing.T) {
	programFolder(t)
	var b *bench
	for i, p := range programs {
		if i == 0 || p.file != programs[i-1].file {
			b = newBench(t, p.file)
		}
		t.Run(p.file+"/"+p.input, func(t *testing.T) { b.compare(t, p, p.read(t)) })
	}
}

func (b *bench) compare(t *testing.T, p program, input []byte) {
	plain := b.run(t, b.plain, p, input)
	if plain.err != nil || plain.out == "" {
		t.Fatalf("plain: %v, %.1000s", plain.err, plain.out)
	}
	metered, counted := b.run(t, b.metered, p, input), b.run(t, b.counted, p, input)
	for way, r := range map[string]result{"metered": metered, "counted": counted} {
		if r.err != nil || r.out != plain.out {
			t.Errorf("%s: %v, %.1000s\nplain: %.1000s", way, r.err, r.out, plain.out)
		}
	}
	perInstruction := float64(metered.fuel) / float64(counted.work)
	if perInstruction < leastFuel || perInstruction > mostFuel {
		t.Errorf("an instruction is charged %.2f, outside of %.2f to %.2f", perInstruction, leastFuel, mostFuel)
	}
	t.Logf("fuel %d, instructions %d, fuel/instructions %.2f, time metered/plain %.2f",
		metered.fuel, counted.work, perInstruction, b.timeRatio(t, p, input))
}

// timeRatio is how much longer the fastest metered run takes than the fastest plain one: the median of the
// compilations.
func (b *bench) timeRatio(t *testing.T, p program, input []byte) float64 {
	var ratios []float64
	for range timedCompilations {
		b.compileAgain(t)
		plain, metered := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
		for range timedRuns {
			plain = min(plain, b.run(t, b.plain, p, input).time)
			metered = min(metered, b.run(t, b.metered, p, input).time)
		}
		ratios = append(ratios, float64(metered)/float64(plain))
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// BenchmarkRealPrograms runs each program plain and metered, a new instance each time.
func BenchmarkRealPrograms(b *testing.B) {
	programFolder(b)
	var compiled *bench
	for i, p := range programs {
		if i == 0 || p.file != programs[i-1].file {
			compiled = newBench(b, p.file)
		}
		input := p.read(b)
		for _, way := range []struct {
			name   string
			module wazero.CompiledModule
		}{{"plain", compiled.plain}, {"metered", compiled.metered}} {
			b.Run(p.file+"/"+p.input+"/"+way.name, func(b *testing.B) {
				for b.Loop() {
					compiled.run(b, way.module, p, input)
				}
			})
		}
	}
}

// TestCounted shows that the counting is right where it can be done by hand.
func TestCounted(t *testing.T) {
	code, err := wasm.Counted(loopModule)
	if err != nil {
		t.Fatal(err)
	}
	rt := wazero.NewRuntime(t.Context())
	defer rt.Close(t.Context())
	module, err := rt.Instantiate(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := module.ExportedFunction("f").Call(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	if work := module.ExportedGlobal(wasm.WorkGlobal).Get(); work != 10*5 {
		t.Errorf("counted %d that do something, want %d", work, 10*5)
	}
	// loop, then ten times local.get, i32.const, i32.sub, local.tee and br_if, then end and end
	if count := module.ExportedGlobal(wasm.CountGlobal).Get(); count != 1+10*5+2 {
		t.Errorf("counted %d, want %d", count, 1+10*5+2)
	}
}

// loopModule exports f (param i32): loop local.get 0 i32.const 1 i32.sub local.tee 0 br_if 0 end
var loopModule = []byte("\x00asm\x01\x00\x00\x00\x01\x05\x01\x60\x01\x7f\x00\x03\x02\x01\x00\x07\x05\x01\x01f\x00\x00" +
	"\x0a\x10\x01\x0e\x00\x03\x40\x20\x00\x41\x01\x6b\x22\x00\x0d\x00\x0b\x0b")

// TestFuelOfAGuestInGo initialises the demo's module, which starts Go's runtime and uses encoding/json, and compares
// what it is charged with what it executes.
func TestFuelOfAGuestInGo(t *testing.T) {
	code, err := os.ReadFile("../../cmd/whowasm/demo.wasm")
	if err != nil {
		t.Fatal(err)
	}
	rt := wazero.NewRuntime(t.Context())
	defer rt.Close(t.Context())
	wasi_snapshot_preview1.MustInstantiate(t.Context(), rt)
	tank := new(tank)
	guard := rt.NewHostModuleBuilder(wasm.GuardModule).NewFunctionBuilder()
	guard = guard.WithGoModuleFunction(api.GoModuleFunc(tank.guard), []api.ValueType{api.ValueTypeI32}, nil)
	if _, err := guard.Export(wasm.GuardName).Instantiate(t.Context()); err != nil {
		t.Fatal(err)
	}
	run := func(code []byte, begin func(api.Module)) api.Module {
		guest, err := rt.InstantiateWithConfig(t.Context(), code, wazero.NewModuleConfig().WithName("").WithStartFunctions())
		if err != nil {
			t.Fatal(err)
		}
		begin(guest)
		if _, err := guest.ExportedFunction("_initialize").Call(t.Context()); err != nil {
			t.Fatal(err)
		}
		return guest
	}
	run(must(t)(meterDefault(code)), func(guest api.Module) {
		tank.fuel = guest.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal)
	})
	counted := run(must(t)(wasm.Counted(code)), func(api.Module) {})
	work := int64(counted.ExportedGlobal(wasm.WorkGlobal).Get())
	perInstruction := float64(tank.charged()) / float64(work)
	t.Logf("fuel %d, instructions %d, fuel/instructions %.2f", tank.charged(), work, perInstruction)
	if perInstruction < leastFuel || perInstruction > mostFuel {
		t.Errorf("an instruction is charged %.2f, outside of %.2f to %.2f", perInstruction, leastFuel, mostFuel)
	}
}
