package peers

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"

	extism "github.com/extism/go-sdk"
	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// A way is one way of asking who a caller is.
type way func(context.Context) (*sdk.Identity, error)

func bench(b *testing.B, name string, w way) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if who, err := w(b.Context()); err != nil || who == nil {
				b.Fatal(who, err)
			}
		}
	})
}

// BenchmarkSmall asks a guest of a few instructions, which answers the same to everybody.
func BenchmarkSmall(b *testing.B) {
	in := input(b, "token")
	bench(b, "go-callback", func(context.Context) (*sdk.Identity, error) {
		return &sdk.Identity{UserID: "u-1", UserName: "One", UserData: map[string]any{"role": "admin"}}, nil
	})
	benchOurs(b, "../guests/identity.wasm", in)
	benchPlain(b, "../guests/identity.wasm", in)
	benchExtism(b, in)
}

// BenchmarkGo asks a guest in Go, the demo's module.
func BenchmarkGo(b *testing.B) {
	in := input(b, "token")
	benchOurs(b, "../../cmd/whowasm/demo.wasm", in)
	benchPlain(b, "../../cmd/whowasm/demo.wasm", in)
}

// BenchmarkZig and BenchmarkRust ask guests with 1 MiB of memory, whose allocators grow it in the first call.
func BenchmarkZig(b *testing.B) {
	in := input(b, "token")
	benchOurs(b, "zig/identify.wasm", in)
	benchPlain(b, "zig/identify.wasm", in)
}

func BenchmarkRust(b *testing.B) {
	in := input(b, "token")
	benchOurs(b, "rust/identify.wasm", in)
	benchPlain(b, "rust/identify.wasm", in)
}

func benchOurs(b *testing.B, path string, in *sdk.Input) {
	engine, err := runtime.New(b.Context(), runtime.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close(context.WithoutCancel(b.Context()))
	for name, keep := range map[string]bool{"whowasm/fresh-sandbox": false, "whowasm/same-instance": true} {
		module, err := engine.LoadFile(b.Context(), path, runtime.Policy{KeepState: keep})
		if err != nil {
			b.Fatal(err)
		}
		bench(b, name, func(ctx context.Context) (*sdk.Identity, error) { return module.Identify(ctx, in) })
	}
}

func benchPlain(b *testing.B, path string, in *sdk.Input) {
	for name, check := range map[string]bool{"wazero": false, "wazero-with-its-check": true} {
		p, err := newPlain(b.Context(), path, check)
		if err != nil {
			b.Fatal(err)
		}
		defer p.wazero.Close(context.WithoutCancel(b.Context()))
		bench(b, name+"/new-instance", func(ctx context.Context) (*sdk.Identity, error) {
			guest, err := p.instance(ctx)
			if err != nil {
				return nil, err
			}
			who, err := ask(ctx, guest, in)
			return who, errors.Join(err, guest.Close(ctx))
		})
		guest, err := p.instance(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		bench(b, name+"/same-instance", func(ctx context.Context) (*sdk.Identity, error) { return ask(ctx, guest, in) })
	}
}

func benchExtism(b *testing.B, in *sdk.Input) {
	ctx := b.Context()
	manifest := extism.Manifest{Wasm: []extism.Wasm{extism.WasmFile{Path: "extism.wasm"}}}
	compiled, err := extism.NewCompiledPlugin(ctx, manifest, extism.PluginConfig{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer compiled.Close(context.WithoutCancel(ctx))
	newPlugin := func() (*extism.Plugin, error) {
		return compiled.Instance(ctx, extism.PluginInstanceConfig{ModuleConfig: wazero.NewModuleConfig()})
	}
	call := func(plugin *extism.Plugin) (who *sdk.Identity, err error) {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		_, answer, err := plugin.Call("identify", text)
		if err != nil {
			return nil, err
		}
		return who, json.Unmarshal(answer, &who)
	}
	bench(b, "extism/new-instance", func(ctx context.Context) (*sdk.Identity, error) {
		plugin, err := newPlugin()
		if err != nil {
			return nil, err
		}
		who, err := call(plugin)
		return who, errors.Join(err, plugin.Close(ctx))
	})
	plugin, err := newPlugin()
	if err != nil {
		b.Fatal(err)
	}
	bench(b, "extism/same-instance", func(context.Context) (*sdk.Identity, error) { return call(plugin) })
}

// input reads one of the golden requests.
func input(b *testing.B, name string) *sdk.Input {
	text, err := os.ReadFile("../requests/" + name + ".json")
	if err != nil {
		b.Fatal(err)
	}
	in := new(sdk.Input)
	if err := json.Unmarshal(text, in); err != nil {
		b.Fatal(err)
	}
	return in
}
