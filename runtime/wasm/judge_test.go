package wasm_test

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// What a module of the fuzzer may use.
const (
	fuzzLimit   = 12_000  // units that it executes before it counts as endless
	fuzzFuel    = 250_000 // that it gets when it is metered, which is more than what so many units are charged
	fuzzWitness = 40_000  // that it gets when it counts what it executes
	fuzzSlice   = 1_000   // at a time
	fuzzPages   = 64
	fuzzCalls   = 12 // of exported functions
)

var fuzzLimits = wasm.Limits{TableElements: 1000, Locals: 1000, Nesting: 2000}

// Between two chances of the guard so many units are executed at most, and so many more for each call that returned
// since.
const (
	fuzzGap       = wasm.UncheckedMost + 2*wasm.UncheckedCall + wasm.FuelHostCall
	fuzzGapReturn = wasm.UncheckedReturn + 2*wasm.UncheckedCall
)

var (
	errLimit = errors.New("it goes on for too long")
	errFuel  = errors.New("its fuel is spent")
)

// A judge compares modules with what they are when they are metered.
type judge struct{ compiler, interpreter wazero.Runtime }

func newJudge(ctx context.Context) *judge {
	new := func(config wazero.RuntimeConfig) wazero.Runtime {
		return wazero.NewRuntimeWithConfig(ctx, config.WithMemoryLimitPages(fuzzPages))
	}
	return &judge{new(wazero.NewRuntimeConfig()), new(wazero.NewRuntimeConfigInterpreter())}
}

// judge says what is wrong with the metering of a module, "" for nothing.
func (j *judge) judge(ctx context.Context, code []byte) (fault string) {
	m, metered, err := decodeAndMeter(code)
	if err != nil {
		if isDecodeError(err) {
			return ""
		}
		return fmt.Sprintf("%T: %v", err, err)
	}
	limited, err := wasm.Witness(code, fuzzLimit)
	if err != nil {
		return ""
	}
	witness, err := wasm.WitnessMetered(metered.Wasm, len(m.Functions))
	if err != nil {
		return "the metered module: " + err.Error()
	}
	before := j.run(ctx, &fuzzRun{rt: j.interpreter, m: m, code: limited})
	guarded := j.run(ctx, &fuzzRun{rt: j.compiler, m: m, code: metered.Wasm, budget: fuzzFuel, slice: fuzzSlice})
	seen := j.run(ctx, &fuzzRun{rt: j.interpreter, m: m, code: witness, budget: fuzzWitness})
	if fault := seen.chargedRight(before); fault != "" {
		return fault
	}
	if before.ended != nil || before.refused != nil && m.HasStart() {
		return ""
	}
	plain := j.run(ctx, &fuzzRun{rt: j.compiler, m: m, code: code})
	return guarded.differsFrom(plain)
}

func decodeAndMeter(code []byte) (*wasm.Module, *wasm.Metered, error) {
	m, err := wasm.Decode(code, fuzzLimits)
	if err != nil {
		return nil, nil, err
	}
	metered, err := m.Metered(nil)
	return m, metered, err
}

// A fuzzRun is one run of a module: of each function that it exports.
type fuzzRun struct {
	rt   wazero.Runtime
	m    *wasm.Module // as it was
	code []byte
	// budget is how much fuel it gets, and slice how much of it at a time. If that is none the guard is called whenever it
	// has its chance.
	budget, slice int64

	module  api.Module
	refused error    // it could not be instantiated
	ended   error    // errLimit or errFuel
	results []string // of the start function and each call
	traps   int
	given   int64 // fuel
	last    int64 // what was executed when the guard was called, and how many calls had returned
	returns int64
	over    int64 // how much more was executed between two of its calls than may be, at most
	hosts   uint64
}

// runKey is for the context's *fuzzRun.
type runKey struct{}

func (j *judge) run(ctx context.Context, r *fuzzRun) *fuzzRun {
	r.with(ctx, r.callAll)
	return r
}

// with makes an instance for as long as do takes. It reports whether that could be made.
func (r *fuzzRun) with(ctx context.Context, do func(ctx context.Context)) bool {
	ctx = context.WithValue(ctx, runKey{}, r)
	compiled, err := r.rt.CompileModule(ctx, r.code)
	if err != nil {
		r.refused = err
		return false
	}
	defer compiled.Close(ctx)
	defer r.hostModules(ctx)()
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	if r.module, err = r.rt.InstantiateModule(ctx, compiled, config); err != nil {
		r.refused = err
		return false
	}
	defer r.module.Close(ctx)
	do(ctx)
	r.chance()
	return true
}

// chance notes what was executed since the guard had its last chance.
func (r *fuzzRun) chance() {
	if r.module == nil || r.module.ExportedGlobal(wasm.CodeGlobal) == nil {
		return
	}
	code, returns := r.witnessed(wasm.CodeGlobal), r.witnessed(wasm.ReturnsGlobal)
	r.over = max(r.over, code-r.last-fuzzGap-(returns-r.returns)*fuzzGapReturn)
	r.last, r.returns = code, returns
}

// callAll calls the start function, and those that the module exports.
func (r *fuzzRun) callAll(ctx context.Context) {
	if start := r.module.ExportedFunction(wasm.StartName); start != nil {
		if _, r.refused = start.Call(ctx); r.refused != nil {
			return
		}
	}
	calls := 0
	for _, e := range r.m.Exports {
		if e.Kind != wasm.KindFunction || r.ended != nil || calls == fuzzCalls {
			continue
		}
		calls++
		r.call(ctx, r.module.ExportedFunction(e.Name))
	}
}

func (r *fuzzRun) call(ctx context.Context, f api.Function) {
	if f == nil {
		r.results = append(r.results, "no function")
		return
	}
	params := f.Definition().ParamTypes()
	var args []uint64
	for i, t := range params {
		if slots := valueSlots(t); t == api.ValueTypeExternref || t == 0x70 {
			args = append(args, 0)
		} else {
			args = append(args, []uint64{uint64(i*7+3) & 15, uint64(i)}[:slots]...)
		}
	}
	results, err := f.Call(ctx, args...)
	if err != nil {
		r.failed(err)
		return
	}
	r.results = append(r.results, fmt.Sprint(known(f.Definition().ResultTypes(), results), r.state()))
}

func valueSlots(t api.ValueType) int {
	if t == wV128 {
		return 2
	}
	return 1
}

// known are the values that are the same in each run: references are not.
func known(types []api.ValueType, values []uint64) (all []uint64) {
	at := 0
	for _, t := range types {
		for range valueSlots(t) {
			v := values[at]
			switch t {
			case api.ValueTypeI32, api.ValueTypeF32:
				v = uint64(uint32(v))
			case api.ValueTypeExternref, 0x70:
				v = min(v, 1)
			}
			all = append(all, v)
			at++
		}
	}
	return all
}

// failed notes how a call ended.
func (r *fuzzRun) failed(err error) {
	r.traps++
	switch text := trap(err); {
	case strings.Contains(text, errFuel.Error()):
		r.ended = errFuel
	case r.witnessed(wasm.CodeGlobal)+r.witnessed(wasm.BulkGlobal) > fuzzLimit && r.slice == 0 && r.given == 0:
		r.ended = errLimit
	case strings.Contains(text, "stack overflow"): // which comes earlier or later in another engine
		r.ended = errLimit
	default:
		r.results = append(r.results, text+" "+r.state())
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// state is what the module's exported memory and globals hold, where that is compared.
func (r *fuzzRun) state() string {
	text := ""
	if r.module.ExportedGlobal(wasm.CodeGlobal) != nil {
		return text
	}
	if len(r.m.Memories) > 0 {
		memory := r.module.Memory()
		bytes, _ := memory.Read(0, memory.Size())
		text = fmt.Sprintf("%d %x", memory.Size(), crc32.Checksum(bytes, castagnoli))
	}
	for _, e := range r.m.Exports {
		if global := r.module.ExportedGlobal(e.Name); e.Kind == wasm.KindGlobal && global != nil &&
			global.Type() >= api.ValueTypeF64 {
			text += fmt.Sprint(" ", known([]api.ValueType{global.Type()}, []uint64{global.Get()}))
		}
	}
	return text
}

// witnessed is what a module counted.
func (r *fuzzRun) witnessed(name string) int64 {
	if r.module == nil {
		return 0
	}
	if global := r.module.ExportedGlobal(name); global != nil {
		return int64(global.Get())
	}
	return 0
}

// chargedRight compares what the metered module was charged with what it executed.
func (r *fuzzRun) chargedRight(before *fuzzRun) string {
	if r.refused != nil || r.ended == errLimit {
		return ""
	}
	fuel := r.given - int64(r.module.ExportedGlobal(wasm.FuelGlobal).Get())
	executed := r.witnessed(wasm.CodeGlobal)
	if r.traps == 0 {
		executed += r.witnessed(wasm.BulkGlobal)
	}
	if fuel < executed-int64(r.traps)*wasm.WitnessRun {
		return fmt.Sprintf("it is charged %d and executes %d", fuel, executed)
	}
	if most := before.witnessed(wasm.MostGlobal); before.traps == 0 && before.refused == nil && fuel > most {
		return fmt.Sprintf("it is charged %d, which is more than %d", fuel, most)
	}
	if r.over > 0 {
		return fmt.Sprintf("it executes %d more than may be before the guard has its chance", r.over)
	}
	return ""
}

// differsFrom says what differs from a run of the module as it was.
func (r *fuzzRun) differsFrom(plain *fuzzRun) string {
	if (r.refused == nil) != (plain.refused == nil) {
		return fmt.Sprintf("plain: %v; metered: %v", plain.refused, r.refused)
	}
	if r.refused != nil || plain.ended != nil {
		return ""
	}
	if r.ended != nil && plain.traps > 0 { // each call that the trap cut off had paid for what was to follow
		return ""
	}
	if r.ended != nil {
		return fmt.Sprintf("%v, while it comes to an end as it was", r.ended)
	}
	if !slices.Equal(r.results, plain.results) {
		return fmt.Sprintf("plain:\n%s\nmetered:\n%s", strings.Join(plain.results, "\n"), strings.Join(r.results, "\n"))
	}
	return ""
}

// guardRun serves the guard.
func guardRun(ctx context.Context, module api.Module, _ []uint64) {
	r := ctx.Value(runKey{}).(*fuzzRun)
	fuel := module.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal)
	r.chance()
	if left := int64(fuel.Get()); left < 0 {
		r.given += r.slice - left
		fuel.Set(uint64(r.slice))
	}
	if r.given > r.budget {
		panic(errFuel)
	}
}

// hostModules makes what the module imports: functions whose results depend on their parameters and on how often they
// were called. What it returns closes them.
func (r *fuzzRun) hostModules(ctx context.Context) (closeAll func()) {
	var opened []api.Module
	builders := map[string]wazero.HostModuleBuilder{wasm.GuardModule: r.rt.NewHostModuleBuilder(wasm.GuardModule)}
	guard := builders[wasm.GuardModule].NewFunctionBuilder()
	guard.WithGoModuleFunction(api.GoModuleFunc(guardRun), []api.ValueType{api.ValueTypeI32}, nil).Export(wasm.GuardName)
	for _, i := range r.m.Imports {
		if i.Kind != wasm.KindFunction {
			continue
		}
		if builders[i.Module] == nil {
			builders[i.Module] = r.rt.NewHostModuleBuilder(i.Module)
		}
		t := r.m.Types[i.Type]
		answer := api.GoModuleFunc(func(_ context.Context, _ api.Module, stack []uint64) { r.answer(t, stack) })
		builders[i.Module].NewFunctionBuilder().WithGoModuleFunction(answer, t.Params, t.Results).Export(i.Name)
	}
	for _, builder := range builders {
		if module, err := builder.Instantiate(ctx); err == nil {
			opened = append(opened, module)
		}
	}
	return func() {
		for _, module := range opened {
			module.Close(ctx)
		}
	}
}

// answer serves a function of the host.
func (r *fuzzRun) answer(t wasm.FuncType, stack []uint64) {
	r.hosts++
	sum := r.hosts
	if !slices.Contains(t.Params, wV128) {
		for _, v := range known(t.Params, stack[:len(t.Params)]) {
			sum = sum*31 + v
		}
	}
	for i, result := range t.Results {
		stack[i] = sum
		if result == wI32 || result == wF32 {
			stack[i] = uint64(uint32(sum))
		} else if result < wV128 {
			stack[i] = 0
		}
	}
}
