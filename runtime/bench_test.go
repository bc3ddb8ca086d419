package runtime_test

import (
	"testing"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// BenchmarkIdentify measures one call in a fresh sandbox: a guest of a few instructions, and one in Go, with an
// instance that is put back into its first state and with a new one.
func BenchmarkIdentify(b *testing.B) {
	for _, guest := range []struct {
		name, file string
		in         *sdk.Input
	}{
		{"small", guestFile("identity"), toolCall(`{}`)},
		{"go", "../cmd/whowasm/demo.wasm", readRequest(b, "mcp-auth")},
	} {
		engine, _ := newEngine(b)
		module, err := engine.LoadFile(b.Context(), guest.file, runtime.Policy{})
		if err != nil {
			b.Fatal(err)
		}
		for _, instance := range []string{"restored", "new"} {
			b.Run(guest.name+"/"+instance, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if instance == "new" {
						module.DropIdle()
					}
					if who, err := module.Identify(b.Context(), guest.in); err != nil || who == nil {
						b.Fatal(who, err)
					}
				}
			})
		}
	}
}
