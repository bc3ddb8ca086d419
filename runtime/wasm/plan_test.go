package wasm_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// planTime is how long reading and rewriting may take for a function as large as the limits allow. It takes a second at
// most; where it grew with the square of the code it would be hours.
const planTime = time.Minute

// fill repeats code until a function is as large as the limits allow, with a beginning and an end.
func fill(begin, code, end string) string {
	n := (1<<20 - 64 - len(begin) - len(end)) / len(code)
	return begin + string(bytes.Repeat([]byte(code), n)) + end
}

func repeat(code string, n int) string { return string(bytes.Repeat([]byte(code), n)) }

// oneOf is a module of one function, () -> (), with that code.
func oneOf(code string) []byte {
	return moduleOf(oneType, oneFunction, oneMemory, part{10, "\x01" + lengthOf("\x00"+code+"\x0b")})
}

// branches are br_ifs to labels from one depth to another.
func branches(from, to, step int) (code string) {
	var out []byte
	for depth := from; depth != to; depth += step {
		out = binary.AppendUvarint(append(out, 0x41, 0, 0x0d), uint64(depth))
	}
	return string(out)
}

const (
	// which is a region of its own behind a br_if
	pieceCode = "\x41\x00\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x1a"
	leaveCode = "\x41\x00\x0d\x00" // br_if 0
)

// TestPlansTakeLittleTime plans functions that are as hard to plan as the limits allow.
func TestPlansTakeLittleTime(t *testing.T) {
	if testing.Short() {
		t.Skip("a bound on time is for a machine that does nothing else")
	}
	deep := 9_990
	blocks, loops, ends := repeat("\x02\x40", deep), repeat("\x03\x40", deep), repeat("\x0b", deep)
	inward := repeat("\x02\x40"+leaveCode+pieceCode, deep)
	for name, code := range map[string]string{
		"blocks within deep blocks":       fill(blocks, "\x02\x40"+leaveCode+"\x0b", ends),
		"ifs within deep blocks":          fill(blocks, "\x41\x00\x04\x40\x0b", ends),
		"ifs with else in deep blocks":    fill(blocks, "\x41\x00\x04\x40\x05\x0b", ends),
		"ifs within deep ifs":             fill(repeat("\x41\x00\x04\x40", deep), "\x41\x00\x04\x40\x0b", ends),
		"branches out of deep loops":      fill("\x02\x40"+loops, branches(deep, deep-1, -1), ends+"\x0b"),
		"branches out of every loop":      fill(loops, branches(0, deep, 1), ends),
		"branches inward, then outward":   fill(loops, branches(deep-1, 0, -1), ends),
		"branches to deep blocks":         fill(blocks, branches(0, deep, 1), ends),
		"regions in regions":              fill("", leaveCode+pieceCode, ""),
		"regions in deep blocks":          fill(inward, leaveCode+pieceCode, branches(0, deep, 1)+ends),
		"regions in deep blocks, outward": fill(inward, leaveCode+pieceCode, branches(deep-1, 0, -1)+ends),
		"regions in blocks, branches":     fill(inward+repeat(leaveCode+pieceCode, 20_000), branches(0, deep, 1), ends),
		"loops":                           fill("", "\x03\x40\x0b", ""),
		"loops around switches":           fill("", "\x03\x40\x02\x40\x02\x40\x41\x00\x0e\x01\x00\x01\x0b\x0b\x0b", ""),
		"a large switch":                  blocks + "\x41\x00" + largeTable(49_999, deep) + ends,
		"a large switch in loops":         loops + "\x41\x00" + largeTable(49_999, deep) + ends,
		"many switches":                   blocks + repeat("\x02\x40\x41\x00\x0e\x01\x87\x27\x88\x27\x0b", 49_000) + ends,
		"straight code":                   fill("", "\x41\x00\x1a", ""),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			m, err := wasm.Decode(oneOf(code), wasm.Limits{})
			if err == nil {
				_, err = m.Metered(nil)
			}
			took := time.Since(start)
			if err != nil {
				t.Log(err)
			}
			if t.Log(took); took > planTime {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// largeTable is a br_table with so many targets, of so many labels.
func largeTable(targets, labels int) string {
	out := binary.AppendUvarint([]byte{0x0e}, uint64(targets))
	for n := range targets + 1 {
		out = binary.AppendUvarint(out, uint64((n*7919)%labels))
	}
	return string(out)
}

// TestCharges calls a function, (i32) -> (), and compares what it is charged with what it executes.
func TestCharges(t *testing.T) {
	for name, test := range map[string]struct {
		code     string
		argument uint64
		executed int64
		charged  int64
	}{
		"nothing":       {"", 0, 0, wasm.FuelFunction},
		"straight code": {"\x20\x00\x67\x67\x1a", 0, 3, wasm.FuelFunction + 3},
		"the longer side of an if": {"\x20\x00\x04\x40\x20\x00\x67\x67\x1a\x05\x20\x00\x1a\x0b", 1, 5, wasm.FuelFunction +
			5},
		"the shorter side of an if": {"\x20\x00\x04\x40\x20\x00\x67\x67\x1a\x05\x20\x00\x1a\x0b", 0, 3, wasm.FuelFunction +
			5},
		"an early return, taken":     {"\x20\x00\x04\x40\x0f\x0b" + longCode, 1, 3, wasm.FuelFunction + 3},
		"an early return, not taken": {"\x20\x00\x04\x40\x0f\x0b" + longCode, 0, 102, wasm.FuelFunction + 3 + 100},
		"a loop":                     {"\x03\x40\x20\x00\x41\x01\x6b\x22\x00\x0d\x00\x0b", 10, 50, wasm.FuelFunction + 50},
		"a loop that is left": {"\x02\x40\x03\x40\x20\x00\x45\x0d\x01\x20\x00\x41\x01\x6b\x21\x00\x0c\x00\x0b\x0b",
			3, 27, wasm.FuelFunction + 32},
		"a case of a switch":           {switchCode, 0, 4, wasm.FuelFunction + 2 + 2},
		"the default case of a switch": {switchCode, 9, 102, wasm.FuelFunction + 4 + 100},
	} {
		t.Run(name, func(t *testing.T) {
			code := moduleOf(part{1, "\x01\x60\x01\x7f\x00"}, oneFunction, part{7, "\x01\x01f\x00\x00"},
				part{10, "\x01" + lengthOf("\x00"+test.code+"\x0b")})
			charged, executed := charges(t, code, test.argument)
			if executed != test.executed || charged != test.charged {
				t.Errorf("it is charged %d for %d, want %d for %d", charged, executed, test.charged, test.executed)
			}
		})
	}
}

var (
	longCode   = "\x41\x00" + repeat("\x67", 99) + "\x1a"
	switchCode = "\x02\x40\x02\x40\x20\x00\x0e\x01\x00\x01\x0b\x20\x00\x1a\x0f\x0b" + longCode
)

// charges runs a module, and returns what it is charged and what it executes.
func charges(t *testing.T, code []byte, argument uint64) (charged, executed int64) {
	t.Helper()
	m, metered, err := decodeAndMeter(code)
	if err != nil {
		t.Fatal(err)
	}
	witness, err := wasm.WitnessMetered(metered.Wasm, len(m.Functions))
	if err != nil {
		t.Fatal(err)
	}
	j := newJudge(t.Context())
	r := &fuzzRun{rt: j.interpreter, m: m, code: witness, budget: fuzzWitness}
	instantiated := r.with(t.Context(), func(ctx context.Context) {
		if _, err := r.module.ExportedFunction("f").Call(ctx, argument); err != nil {
			t.Error(err)
		}
		charged = r.given - int64(r.module.ExportedGlobal(wasm.FuelGlobal).Get())
		executed = r.witnessed(wasm.CodeGlobal)
	})
	if !instantiated {
		t.Fatal(r.refused)
	}
	return charged, executed
}

// TestUnwindingIsChecked lets recursion end: no function may execute much behind its call without a check.
func TestUnwindingIsChecked(t *testing.T) {
	call := "\x20\x00\x04\x40\x20\x00\x41\x01\x6b\x10\x00\x0b" // if n > 0 { f(n - 1) }
	leaf := "\x10\x01"
	for name, behind := range map[string]string{
		"code":           repeat(longCode, 3),
		"much code":      repeat(longCode, 30),
		"a call":         repeat(longCode, 6) + leaf,
		"calls":          repeat(leaf, 40),
		"code and calls": repeat("\x41\x00\x67\x67\x67\x67\x67\x67\x1a"+leaf, 40),
		"an if":          "\x20\x00\x04\x40" + repeat(longCode, 6) + "\x0b",
	} {
		t.Run(name, func(t *testing.T) {
			body := lengthOf("\x00" + call + behind + "\x0b")
			code := moduleOf(part{1, "\x02\x60\x01\x7f\x00\x60\x00\x00"}, part{3, "\x02\x00\x01"}, part{7, "\x01\x01f\x00\x00"},
				part{10, "\x02" + body + lengthOf("\x00\x41\x00\x67\x67\x67\x67\x1a\x0b")})
			m, metered, err := decodeAndMeter(code)
			if err != nil {
				t.Fatal(err)
			}
			witness, err := wasm.WitnessMetered(metered.Wasm, len(m.Functions))
			if err != nil {
				t.Fatal(err)
			}
			r := &fuzzRun{rt: newJudge(t.Context()).interpreter, m: m, code: witness, budget: 1 << 40}
			r.with(t.Context(), func(ctx context.Context) {
				if _, err := r.module.ExportedFunction("f").Call(ctx, 100); err != nil {
					t.Error(err)
				}
			})
			if r.over > 0 {
				t.Errorf("it executes %d more than may be before the guard has its chance", r.over)
			}
		})
	}
}
