package runtime

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/whowasm/whowasm/runtime/capability"
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
	export("read", str(), one(i32), hostRead)

	export("config_get", str(), one(i64), answering(0, func(c *call, name []byte) ([]byte, error) {
		return c.granted.ConfigGet(name)
	}))
	export("kv_get", str(), one(i64), answering(0, func(c *call, key []byte) ([]byte, error) {
		return c.granted.KVGet(key)
	}))
	export("kv_set", str(i32, i32, i64), one(i32), hostKVSet)
	export("http_send", str(), one(i64), answering(fuelHTTP, waiting((*capability.Call).HTTPSend)))
	export("jwt_verify", str(), one(i64), answering(fuelJWT, waiting((*capability.Call).JWTVerify)))
	export("request", str(), one(i64), answering(fuelHTTP, waiting((*capability.Call).Request)))
	notify := answering(fuelHTTP, waiting(func(granted *capability.Call, ctx context.Context, message []byte) ([]byte, error) {
		return nil, granted.Notify(ctx, message)
	}))
	export("notify", str(), one(i32), func(c *call, mod api.Module, stack []uint64) {
		notify(c, mod, stack)
		stack[0] = api.EncodeI32(int32(stack[0]))
	})
}

// What the host does for a guest, in fuel, beside a unit for each byte that goes in or out.
const (
	fuelHTTP = 20_000 // sending something and taking in an answer
	fuelJWT  = 40_000 // checking a signature
)

// answering makes a host function that is given bytes and leaves bytes for the guest to read. Where it fails, they are the
// reason.
func answering(fuel int64, serve func(c *call, in []byte) ([]byte, error)) hostFunction {
	return func(c *call, mod api.Module, stack []uint64) {
		in, ok := mod.Memory().Read(uint32(stack[0]), uint32(stack[1]))
		if !ok {
			stack[0] = api.EncodeI64(c.leave(nil, errAddress))
			return
		}
		c.charge(fuel + int64(len(in)))
		out, err := serve(c, in)
		stack[0] = api.EncodeI64(c.leave(out, err))
		c.charge(int64(len(c.waiting)))
	}
}

// errAddress is a text of a guest that is not where the guest says.
var errAddress = &capability.Error{Code: sdk.CodeInvalid, Reason: "an address outside of memory"}

// waiting is for what the host may wait for: others have the call's turn meanwhile, and the context ends with the call and
// with the module.
func waiting(ask func(granted *capability.Call, ctx context.Context, in []byte) ([]byte, error)) func(*call, []byte) ([]byte, error) {
	return func(c *call, in []byte) (out []byte, err error) {
		ctx, cancel := context.WithCancel(c.ctx)
		defer cancel()
		defer context.AfterFunc(c.module.running, cancel)()
		if end := c.outside(func() { out, err = ask(&c.granted, ctx, in) }); end != nil {
			return nil, end
		}
		return out, err
	}
}

// leave leaves bytes or a reason for the guest to read, and returns how many they are or the reason's code. A call that is
// over does not go on.
func (c *call) leave(out []byte, err error) int64 {
	c.waiting = out
	if err == nil {
		return int64(len(out))
	}
	var known *capability.Error
	if !errors.As(err, &known) {
		if end := c.ended(time.Now()); end != nil {
			panic(end)
		}
		known = &capability.Error{Code: sdk.CodeUnavailable, Reason: "it did not work"}
	}
	c.waiting = []byte(known.Reason)
	return known.Code
}

// hostRead copies what is waiting, as far as there is room for it; the rest goes on waiting.
func hostRead(c *call, mod api.Module, stack []uint64) {
	n := min(uint64(uint32(stack[1])), uint64(len(c.waiting)))
	c.charge(int64(n))
	if !mod.Memory().Write(uint32(stack[0]), c.waiting[:n]) {
		stack[0] = api.EncodeI32(sdk.CodeInvalid)
		return
	}
	c.waiting = c.waiting[n:]
	stack[0] = n
}

func hostKVSet(c *call, mod api.Module, stack []uint64) {
	key, ok := mod.Memory().Read(uint32(stack[0]), uint32(stack[1]))
	value, ok2 := mod.Memory().Read(uint32(stack[2]), uint32(stack[3]))
	if !ok || !ok2 {
		stack[0] = api.EncodeI32(int32(c.leave(nil, errAddress)))
		return
	}
	c.charge(int64(len(key) + len(value)))
	stack[0] = api.EncodeI32(int32(c.leave(nil, c.granted.KVSet(key, value, int64(stack[4])))))
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
	c.charge(int64(len(message)))
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
	if c.ended(time.Now()) != nil {
		stack[0] = 1
	}
}
