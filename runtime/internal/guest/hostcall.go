package guest

import (
	"context"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/panics"
)

// A hostFunction is a function of the host that guests may call: the guard, one of WASI, or one of the import module
// `whowasm`. Guests reach it through Call alone, which knows wazero's calling convention, so that no other code need
// know it.
type hostFunction struct {
	name   string
	params []api.ValueType // i32 and i64 only
	result api.ValueType   // 0 for none
	fuel   int64           // the price of each call; serve charges for what it does beside
	serve  func(c *Call, memory api.Memory, p params) int64
}

const (
	i32 = api.ValueTypeI32
	i64 = api.ValueTypeI64
)

// types reads parameter types: "i32 i64".
func types(text string) (list []api.ValueType) {
	for _, name := range strings.Fields(text) {
		list = append(list, map[string]api.ValueType{"i32": i32, "i64": i64}[name])
	}
	return list
}

// export adds the function to a module of the host.
func (f *hostFunction) export(module wazero.HostModuleBuilder) {
	var results []api.ValueType
	if f.result != 0 {
		results = []api.ValueType{f.result}
	}
	module.NewFunctionBuilder().WithGoModuleFunction(f, f.params, results).Export(f.name)
}

// Call implements api.GoModuleFunction. It is the one way from a guest into the host: it decodes parameters, charges
// for the call, and encodes the result. A guest pays here, however it found the function: also through a table.
func (f *hostFunction) Call(ctx context.Context, mod api.Module, stack []uint64) {
	c := callOf(ctx)
	defer c.unexpected(f)
	p := f.decode(stack)
	if f.fuel > 0 {
		c.Charge(f.fuel)
	}
	f.encode(stack, f.serve(c, mod.Memory(), p))
}

// decode clears the upper half of each i32, which wazero leaves as an earlier value made it: a guest decides what is
// there.
func (f *hostFunction) decode(stack []uint64) params {
	for i, t := range f.params {
		if t == i32 {
			stack[i] = uint64(uint32(stack[i]))
		}
	}
	return params{stack}
}

func (f *hostFunction) encode(stack []uint64, result int64) {
	switch f.result {
	case i32:
		stack[0] = uint64(uint32(result))
	case i64:
		stack[0] = uint64(result)
	}
}

// unexpected is deferred. A panic with which the host ends a guest goes on; any other one is a fault of the host, which
// is logged and becomes the error of this call.
func (c *Call) unexpected(f *hostFunction) {
	switch reason := recover().(type) {
	case nil:
	case sandbox.Stop, *sys.ExitError:
		panic(reason)
	default:
		panic(panics.Caught(c.logger, "serving a guest's "+f.name, reason))
	}
}

// params are the parameters of one call of a host function.
type params struct{ values []uint64 }

func (p params) u32(i int) uint32 { return uint32(p.values[i]) }
func (p params) i64(i int) int64  { return int64(p.values[i]) }

// text returns the bytes that a pointer and a length say where to find, and false where memory has none there.
func (p params) text(memory api.Memory, i int) ([]byte, bool) {
	return memory.Read(p.u32(i), p.u32(i+1))
}

// bulkBytes is how much a host function does between two looks at the fuel.
const bulkBytes = 64 << 10
