package wasm_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// TestBulkOperationsInSteps fills, copies and initialises memory by lengths of up to several steps, plain and metered,
// at any addresses, and compares what is in memory and what traps.
func TestBulkOperationsInSteps(t *testing.T) {
	segment := make([]byte, 200_000)
	for i := range segment {
		segment[i] = byte(i*7 + i>>8)
	}
	code := bulkModule(segment)
	metered, err := meter(code)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	plain, rewritten := instance(t, code), instance(t, metered)
	traps := 0
	for range 3000 {
		name := []string{"fill", "copy", "init", "init"}[random.IntN(4)]
		args := []uint64{number(random), number(random), number(random)}
		if name == "copy" && random.IntN(2) == 0 {
			args[1] = (args[0] + uint64(random.IntN(200_000))) % (4 << 16) // they overlap
		}
		want, got := trapOf(t, plain, name, args), trapOf(t, rewritten, name, args)
		if want != got {
			t.Fatalf("%s %v: plain %q, metered %q", name, args, want, got)
		}
		if want != "" {
			traps++
		}
	}
	if traps < 300 || traps > 2700 {
		t.Errorf("%d of 3000 trap: the test is of no use", traps)
	}
	compareMemory(t, plain, rewritten)
	for _, guest := range []api.Module{plain, rewritten} {
		if trap := trapOf(t, guest, "drop", nil); trap != "" {
			t.Fatal(trap)
		}
	}
	for _, args := range [][]uint64{{0, 0, 0}, {0, 0, 1}, {0, 0, 100_000}, {0, 200_000, 0}} {
		if want, got := trapOf(t, plain, "init", args), trapOf(t, rewritten, "init", args); want != got {
			t.Errorf("init %v of a dropped segment: plain %q, metered %q", args, want, got)
		}
	}
	compareMemory(t, plain, rewritten)
}

// number is an address or a length in or around four pages of memory.
func number(random *rand.Rand) uint64 {
	switch random.IntN(12) {
	case 0:
		return uint64(random.Uint32())
	case 1:
		return 4 << 16
	case 2:
		return 0
	case 3, 4, 5:
		return uint64(random.IntN(1000))
	}
	return uint64(random.IntN(270_000))
}

func instance(t *testing.T, code []byte) api.Module {
	t.Helper()
	rt := wazero.NewRuntime(t.Context())
	t.Cleanup(func() { rt.Close(t.Context()) })
	instantiateGuard(t, rt)
	guest, err := rt.Instantiate(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return guest
}

func trapOf(t *testing.T, guest api.Module, name string, args []uint64) string {
	t.Helper()
	if _, err := guest.ExportedFunction(name).Call(t.Context(), args...); err != nil {
		return trap(err)
	}
	return ""
}

func compareMemory(t *testing.T, plain, metered api.Module) {
	t.Helper()
	want, _ := plain.Memory().Read(0, plain.Memory().Size())
	got, _ := metered.Memory().Read(0, metered.Memory().Size())
	if !bytes.Equal(want, got) {
		t.Fatal("their memory differs")
	}
}

// bulkModule exports fill, copy, init and drop, of four pages of memory and a passive data segment.
func bulkModule(segment []byte) []byte {
	operands := "\x20\x00\x20\x01\x20\x02"
	bodies := []string{operands + "\xfc\x0b\x00", operands + "\xfc\x0a\x00\x00", operands + "\xfc\x08\x00\x00",
		"\xfc\x09\x00"}
	code, exports := []byte{byte(len(bodies))}, []byte{byte(len(bodies) + 1), 6}
	exports = append(exports, "memory\x02\x00"...)
	for i, name := range []string{"fill", "copy", "init", "drop"} {
		code = append(append(code, byte(len(bodies[i])+2), 0), bodies[i]+"\x0b"...)
		exports = append(append(append(exports, byte(len(name))), name...), 0, byte(i))
	}
	data := append(binary.AppendUvarint([]byte{1, 1}, uint64(len(segment))), segment...)
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, section := range []struct {
		id      byte
		content []byte
	}{
		{1, []byte{2, 0x60, 3, 0x7f, 0x7f, 0x7f, 0, 0x60, 0, 0}},
		{3, []byte{4, 0, 0, 0, 1}},
		{5, []byte{1, 1, 4, 4}},
		{7, exports}, {12, []byte{1}}, {10, code}, {11, data},
	} {
		out = append(binary.AppendUvarint(append(out, section.id), uint64(len(section.content))), section.content...)
	}
	return out
}

// TestWhatFailsCostsLittle asks for more memory than there can be and for operations that trap: each costs no more than
// a step.
func TestWhatFailsCostsLittle(t *testing.T) {
	metered, err := meter(bulkModule(make([]byte, 200_000)))
	if err != nil {
		t.Fatal(err)
	}
	guest := instance(t, metered)
	fuel := guest.ExportedGlobal(wasm.FuelGlobal).(api.MutableGlobal)
	for _, name := range []string{"fill", "copy", "init"} {
		for _, length := range []uint64{1 << 20, 1<<32 - 1} {
			fuel.Set(1 << 40)
			if trapOf(t, guest, name, []uint64{0, 0, length}) == "" {
				t.Fatalf("%s of %d bytes does not trap", name, length)
			}
			if charged := 1<<40 - int64(fuel.Get()); charged > 10_000 {
				t.Errorf("%s", fmt.Sprint(name, " of ", length, " bytes, which traps, costs ", charged))
			}
		}
	}
}
