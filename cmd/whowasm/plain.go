package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// A plainModule is a module on wazero as it comes, with nothing of package runtime: what bench compares with. It runs
// one call at a time, and nothing bounds it.
type plainModule struct {
	wazero   wazero.Runtime
	compiled wazero.CompiledModule
	out      bytes.Buffer
	in       bytes.Reader
}

// newPlain compiles a module, as it is or metered.
func newPlain(ctx context.Context, code []byte, metered bool) (*plainModule, error) {
	if metered {
		decoded, err := wasm.Decode(code, wasm.Limits{})
		if err != nil {
			return nil, err
		}
		rewritten, err := decoded.Metered(nil)
		if err != nil {
			return nil, err
		}
		code = rewritten.Wasm
	}
	p := &plainModule{wazero: wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithDebugInfoEnabled(false))}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, p.wazero); err != nil {
		return nil, err
	}
	var refilled api.Module
	var fuel api.MutableGlobal
	refill := api.GoModuleFunc(func(_ context.Context, guest api.Module, _ []uint64) {
		if guest != refilled {
			refilled, fuel = guest, guest.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal)
		}
		fuel.Set(40_000) // a slice, as package runtime gives
	})
	guard := p.wazero.NewHostModuleBuilder(wasm.GuardModule)
	guard.NewFunctionBuilder().WithGoModuleFunction(refill, []api.ValueType{api.ValueTypeI32}, nil).Export(wasm.GuardName)
	if _, err := guard.Instantiate(ctx); err != nil {
		return nil, err
	}
	var err error
	if p.compiled, err = p.wazero.CompileModule(ctx, code); err != nil {
		return nil, err
	}
	return p, p.instantiateHost(ctx)
}

// instantiateHost makes the host functions that the module imports. They answer what the host answers without a
// policy: not permitted.
func (p *plainModule) instantiateHost(ctx context.Context) error {
	host := p.wazero.NewHostModuleBuilder(sdk.HostModule)
	for _, f := range p.compiled.ImportedFunctions() {
		if module, name, _ := f.Import(); module == sdk.HostModule {
			refuse := api.GoFunc(func(_ context.Context, stack []uint64) {
				if len(f.ResultTypes()) > 0 {
					code := int64(sdk.CodeNotPermitted)
					stack[0] = uint64(code)
				}
			})
			host.NewFunctionBuilder().WithGoFunction(refuse, f.ParamTypes(), f.ResultTypes()).Export(name)
		}
	}
	_, err := host.Instantiate(ctx)
	return err
}

func (p *plainModule) close(ctx context.Context) { _ = p.wazero.Close(ctx) }

// instantiate makes an instance, and initialises it.
func (p *plainModule) instantiate(ctx context.Context) (api.Module, error) {
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions(wasm.StartName, sdk.ExportInitialize).
		WithStdin(&p.in).WithStdout(&p.out).WithStderr(io.Discard).
		WithSysWalltime().WithSysNanotime()
	return p.wazero.InstantiateModule(ctx, p.compiled, config)
}

// identify asks an instance. An instance of a command is of no use after it.
func (p *plainModule) identify(ctx context.Context, guest api.Module, in *sdk.Input) (*sdk.Identity, error) {
	input, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	answer, err := p.ask(ctx, guest, input)
	if err != nil {
		return nil, err
	}
	var identity *sdk.Identity
	return identity, json.Unmarshal(answer, &identity)
}

func (p *plainModule) ask(ctx context.Context, guest api.Module, input []byte) ([]byte, error) {
	if start := guest.ExportedFunction(sdk.ExportStart); start != nil {
		p.in.Reset(input)
		p.out.Reset()
		_, err := start.Call(ctx)
		var exit *sys.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 0 {
			err = nil
		}
		return p.out.Bytes(), err
	}
	ptr, err := guest.ExportedFunction(sdk.ExportAlloc).Call(ctx, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if !guest.Memory().Write(uint32(ptr[0]), input) {
		return nil, fmt.Errorf("%s gave room outside memory", sdk.ExportAlloc)
	}
	answer, err := guest.ExportedFunction(sdk.ExportIdentify).Call(ctx, ptr[0], uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if answer[0] == 0 {
		return []byte("null"), nil
	}
	view, ok := guest.Memory().Read(uint32(answer[0]>>32), uint32(answer[0]))
	if !ok {
		return nil, errors.New("the answer is outside memory")
	}
	return view, nil
}
