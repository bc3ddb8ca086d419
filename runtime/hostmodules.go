package runtime

import (
	"context"
	"log/slog"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// hostFunctions are the functions that guests may import, by module and name.
type hostFunctions map[string]map[string]api.FunctionDefinition

// instantiateHostModules makes the functions that guests may import, and the guard that metered ones call.
func instantiateHostModules(ctx context.Context, rt wazero.Runtime) (hostFunctions, error) {
	_, err := rt.NewHostModuleBuilder(wasm.GuardModule).NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(guard), []api.ValueType{i32}, nil).Export(wasm.GuardName).Instantiate(ctx)
	if err != nil {
		return nil, err
	}
	wasi := rt.NewHostModuleBuilder(wasi_snapshot_preview1.ModuleName)
	wasi_snapshot_preview1.NewFunctionExporter().ExportFunctions(wasi)
	overrideWASI(wasi)

	whowasm := rt.NewHostModuleBuilder(sdk.HostModule)
	exportHostFunctions(whowasm)

	functions := make(hostFunctions)
	for _, builder := range []wazero.HostModuleBuilder{wasi, whowasm} {
		module, err := builder.Instantiate(ctx)
		if err != nil {
			return nil, err
		}
		functions[module.Name()] = module.ExportedFunctionDefinitions()
	}
	return functions, nil
}

const (
	i32 = api.ValueTypeI32
	i64 = api.ValueTypeI64
)

// exportHostFunctions makes the import module `whowasm` (ABI.md, "Host functions"). Strings are passed as a
// pointer and a length.
func exportHostFunctions(module wazero.HostModuleBuilder) {
	export := func(name string, params, results []api.ValueType, f hostFunction) {
		module.NewFunctionBuilder().WithGoModuleFunction(f, params, results).Export(name)
	}
	str := func(more ...api.ValueType) []api.ValueType { return append([]api.ValueType{i32, i32}, more...) }
	one := func(t api.ValueType) []api.ValueType { return []api.ValueType{t} }

	export("log", append(one(i32), str()...), nil, hostLog)
	export("deadline_ms", nil, one(i64), hostDeadline)
	export("aborted", nil, one(i32), hostAborted)

	// Capabilities: no policy can grant them yet.
	export("read", str(), one(i32), notPermitted)
	for _, name := range []string{"config_get", "http_send", "kv_get", "jwt_verify", "request"} {
		export(name, str(), one(i64), notPermitted)
	}
	export("kv_set", str(i32, i32, i64), one(i32), notPermitted)
	export("notify", str(), one(i32), notPermitted)
}

// A hostFunction serves a guest within one of its calls.
type hostFunction func(c *call, mod api.Module, stack []uint64)

// Call implements api.GoModuleFunction.
func (f hostFunction) Call(ctx context.Context, mod api.Module, stack []uint64) {
	f(ctx.Value(callKey{}).(*call), mod, stack)
}

func hostLog(c *call, mod api.Module, stack []uint64) {
	message, ok := mod.Memory().Read(uint32(stack[1]), uint32(stack[2]))
	if !ok {
		return
	}
	level := slog.LevelInfo
	switch uint32(stack[0]) {
	case sdk.LevelDebug:
		level = slog.LevelDebug
	case sdk.LevelWarn:
		level = slog.LevelWarn
	case sdk.LevelError:
		level = slog.LevelError
	}
	c.charge(mod, int64(len(message)))
	c.log(level, message)
}

// hostDeadline answers the milliseconds that are left to the call.
func hostDeadline(c *call, _ api.Module, stack []uint64) {
	stack[0] = 0
	if deadline, ok := c.ctx.Deadline(); ok {
		stack[0] = uint64(max(time.Until(deadline).Milliseconds(), 0))
	}
}

func hostAborted(c *call, _ api.Module, stack []uint64) {
	stack[0] = 0
	if c.ctx.Err() != nil {
		stack[0] = 1
	}
}

func notPermitted(_ *call, _ api.Module, stack []uint64) {
	stack[0] = api.EncodeI64(sdk.CodeNotPermitted)
}
