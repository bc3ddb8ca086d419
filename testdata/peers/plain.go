// Package peers compares whowasm with what one would use or build instead, on the same guests in the same run. It is
// a module of its own, so that what it compares with is no dependency of whowasm.
//
//	go test -bench . -count 6
//	go test -run PlainWazero -v
package peers

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/whowasm/whowasm/sdk"
)

// plain is a reactor on wazero as it comes: what a Go team writes in an afternoon.
type plain struct {
	wazero   wazero.Runtime
	compiled wazero.CompiledModule
}

// newPlain compiles a module. With check, wazero looks in each loop whether the context has ended.
func newPlain(ctx context.Context, path string, check bool) (*plain, error) {
	code, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &plain{wazero: wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCloseOnContextDone(check))}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, p.wazero); err != nil {
		return nil, err
	}
	if p.compiled, err = p.wazero.CompileModule(ctx, code); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *plain) instance(ctx context.Context) (api.Module, error) {
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions(sdk.ExportInitialize).
		WithStderr(io.Discard).WithSysWalltime().WithSysNanotime()
	return p.wazero.InstantiateModule(ctx, p.compiled, config)
}

// ask writes the input as JSON into an instance and reads the identity from it.
func ask(ctx context.Context, guest api.Module, in *sdk.Input) (*sdk.Identity, error) {
	input, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	ptr, err := guest.ExportedFunction(sdk.ExportAlloc).Call(ctx, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if !guest.Memory().Write(uint32(ptr[0]), input) {
		return nil, errors.New("no room")
	}
	answer, err := guest.ExportedFunction(sdk.ExportIdentify).Call(ctx, ptr[0], uint64(len(input)))
	if err != nil {
		return nil, err
	}
	view, ok := guest.Memory().Read(uint32(answer[0]>>32), uint32(answer[0]))
	if !ok {
		return nil, errors.New("the answer is outside memory")
	}
	var who *sdk.Identity
	return who, json.Unmarshal(view, &who)
}
