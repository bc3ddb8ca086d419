package guest

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// Functions are the functions that guests may import, by module and name.
type Functions map[string]map[string]api.FunctionDefinition

// NewFunctions makes the functions that guests may import, and the guard that metered ones call. wazero closes them.
func NewFunctions(ctx context.Context, rt wazero.Runtime) (Functions, error) {
	if _, err := instantiateHostModule(ctx, rt, wasm.GuardModule, []hostFunction{guard}); err != nil {
		return nil, err
	}
	functions := make(Functions)
	for name, table := range map[string][]hostFunction{wasiModule: wasiFunctions, sdk.HostModule: whowasmFunctions} {
		module, err := instantiateHostModule(ctx, rt, name, table)
		if err != nil {
			return nil, err
		}
		functions[name] = module.ExportedFunctionDefinitions()
	}
	return functions, nil
}

// guard is called by a guest that has spent its slice of fuel, or has entered a function that takes much of the stack.
var guard = hostFunction{name: wasm.GuardName, params: types("i32"), serve: checkGuest}

func checkGuest(c *Call, _ api.Memory, p params) int64 {
	c.CheckGuest(p.u32(0))
	return 0
}

func instantiateHostModule(
	ctx context.Context, rt wazero.Runtime, name string, table []hostFunction,
) (api.Module, error) {
	builder := rt.NewHostModuleBuilder(name)
	for i := range table {
		table[i].export(builder)
	}
	return builder.Instantiate(ctx)
}

// whowasmFunctions are the import module `whowasm` (ABI.md, "Host functions"). Strings are passed as a pointer and a
// length.
var whowasmFunctions = []hostFunction{
	{"log", types("i32 i32 i32"), 0, wasm.FuelHostCall, hostLog},
	{"deadline_ms", nil, i64, wasm.FuelHostCall, hostDeadline},
	{"aborted", nil, i32, wasm.FuelHostCall, hostAborted},
	{"read", types("i32 i32"), i32, wasm.FuelHostCall, hostRead},
	{"config_get", types("i32 i32"), i64, wasm.FuelHostCall,
		answering(configNameLimit, atOnce((*capability.Call).ConfigGet))},
	{"kv_get", types("i32 i32"), i64, wasm.FuelHostCall,
		answering(keyLimit, atOnce((*capability.Call).KVGet))},
	{"kv_set", types("i32 i32 i32 i32 i64"), i32, wasm.FuelHostCall, hostKVSet},
	{"http_send", types("i32 i32"), i64, wasm.FuelHostCall + fuelHTTP,
		answering(httpLimit, waiting((*capability.Call).HTTPSend))},
	{"jwt_verify", types("i32 i32"), i64, wasm.FuelHostCall + fuelJWT,
		answering(tokenLimit, waiting((*capability.Call).JWTVerify))},
	{"request", types("i32 i32"), i64, wasm.FuelHostCall + fuelHTTP,
		answering(messageLimit, waiting((*capability.Call).Request))},
	{"notify", types("i32 i32"), i32, wasm.FuelHostCall + fuelHTTP,
		answering(messageLimit, waiting(notify))},
}

// What the host does for a guest, in fuel, beside a unit for each byte that goes in or out.
const (
	fuelHTTP = 20_000 // sending something and taking in an answer
	fuelJWT  = 40_000 // checking a signature
)

// How much of what a guest asks for is read: what is longer is refused by its length.
func configNameLimit(l *capability.Limits) int { return l.ConfigName }
func keyLimit(l *capability.Limits) int        { return l.Key }
func httpLimit(l *capability.Limits) int       { return l.HTTPRequest }
func tokenLimit(l *capability.Limits) int      { return l.TokenRequest }
func messageLimit(l *capability.Limits) int    { return l.Message }

// A service answers the bytes that a guest gives it.
type service func(c *Call, in []byte) ([]byte, error)

// answering makes a host function that is given bytes and leaves bytes for the guest to read. Where it fails, they are
// the reason. The limit says how much of the input the service reads at most, which is what the guest pays for.
func answering(limit func(*capability.Limits) int, serve service) func(*Call, api.Memory, params) int64 {
	return func(c *Call, memory api.Memory, p params) int64 {
		in, ok := p.text(memory, 0)
		if !ok {
			return c.leave(nil, errAddress)
		}
		c.Charge(int64(min(len(in), limit(c.granted.Limits()))))
		out, err := serve(c, in)
		result := c.leave(out, err)
		c.Charge(int64(len(c.waiting)))
		return result
	}
}

// errAddress is a text of a guest that is not where the guest says.
var errAddress = &capability.Error{Code: sdk.CodeInvalid, Reason: "an address outside of memory"}

// atOnce is for what the host does not wait for.
func atOnce(get func(*capability.Call, []byte) ([]byte, error)) service {
	return func(c *Call, in []byte) ([]byte, error) { return get(&c.granted, in) }
}

// waiting is for what the host may wait for: others have the call's turn meanwhile, and the context ends with the call
// and with the module.
func waiting(ask func(granted *capability.Call, ctx context.Context, in []byte) ([]byte, error)) service {
	return func(c *Call, in []byte) (out []byte, err error) {
		ctx, cancel := context.WithCancel(c.Context())
		defer cancel()
		defer context.AfterFunc(c.Life().Module(), cancel)()
		if end := c.Outside(func() { out, err = ask(&c.granted, ctx, in) }); end != nil {
			return nil, end
		}
		return out, err
	}
}

func notify(granted *capability.Call, ctx context.Context, message []byte) ([]byte, error) {
	return nil, granted.Notify(ctx, message)
}

// leave leaves bytes or a reason for the guest to read, and returns how many they are or the reason's code. A call that
// is over does not go on.
func (c *Call) leave(out []byte, err error) int64 {
	c.waiting = out
	if err == nil {
		return int64(len(out))
	}
	var known *capability.Error
	if !errors.As(err, &known) {
		if end := c.Life().Ended(time.Now()); end != nil {
			panic(sandbox.StopWith(end))
		}
		known = &capability.Error{Code: sdk.CodeUnavailable, Reason: "it did not work"}
	}
	c.waiting = []byte(known.Reason)
	return known.Code
}

// hostRead copies what is waiting, as far as there is room for it; the rest goes on waiting.
func hostRead(c *Call, memory api.Memory, p params) int64 {
	n := min(p.u32(1), uint32(min(len(c.waiting), maxRead)))
	room, ok := memory.Read(p.u32(0), n)
	if !ok {
		return sdk.CodeInvalid
	}
	for len(room) > 0 {
		c.Charge(int64(min(len(room), bulkBytes)))
		copied := copy(room[:min(len(room), bulkBytes)], c.waiting)
		room, c.waiting = room[copied:], c.waiting[copied:]
	}
	return int64(n)
}

// maxRead is the most that one read can say it has copied: its result has a sign.
const maxRead = 1<<31 - 1

func hostKVSet(c *Call, memory api.Memory, p params) int64 {
	key, ok := p.text(memory, 0)
	value, ok2 := p.text(memory, 2)
	if !ok || !ok2 {
		return c.leave(nil, errAddress)
	}
	limits := c.granted.Limits()
	c.Charge(int64(min(len(key), limits.Key) + min(len(value), limits.Value)))
	return c.leave(nil, c.granted.KVSet(key, value, p.i64(4)))
}

// hostLog writes a record. Of a message that does not fit into what may still be logged, nothing is read.
func hostLog(c *Call, memory api.Memory, p params) int64 {
	message, ok := p.text(memory, 1)
	if !ok {
		return 0
	}
	level := slog.LevelInfo
	switch p.u32(0) {
	case sdk.LevelDebug:
		level = slog.LevelDebug
	case sdk.LevelWarn:
		level = slog.LevelWarn
	case sdk.LevelError:
		level = slog.LevelError
	}
	if !c.countLog(len(message) + lineBytes) {
		return 0
	}
	c.Charge(int64(len(message)))
	c.log(level, message)
	return 0
}

// hostDeadline answers the milliseconds that are left to the call, the begun one included: a guest that waits for so
// long does not end before the host stops it.
func hostDeadline(c *Call, _ api.Memory, _ params) int64 {
	if deadline, ok := c.Context().Deadline(); ok {
		left := max(time.Until(deadline), 0)
		return int64((left + time.Millisecond - 1) / time.Millisecond)
	}
	return 0
}

func hostAborted(c *Call, _ api.Memory, _ params) int64 {
	if c.Life().Ended(time.Now()) != nil {
		return 1
	}
	return 0
}
