package runtime_test

import (
	"testing"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// BenchmarkIdentify measures one call in a fresh sandbox: a guest of a few instructions, and one in Go.
func BenchmarkIdentify(b *testing.B) {
	for _, guest := range []struct {
		name, file string
		in         *sdk.Input
	}{
		{"small", guestFile("identity"), toolCall(`{}`)},
		{"go", "../cmd/whowasm/demo.wasm", toolCall(`{"token":"tok-alice-5f2c"}`)},
	} {
		b.Run(guest.name, func(b *testing.B) {
			engine, _ := newEngine(b)
			module, err := engine.LoadFile(b.Context(), guest.file, runtime.Policy{})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if who, err := module.Identify(b.Context(), guest.in); err != nil || who == nil {
					b.Fatal(who, err)
				}
			}
		})
	}
}
