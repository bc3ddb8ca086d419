package wasm_test

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// planTime is how long reading and rewriting may take for a function as large as the limits allow.
const planTime = 2 * time.Second

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
	pieceCode = "\x41\x00\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x67\x1a" // which is a region of its own behind a br_if
	leaveCode = "\x41\x00\x0d\x00"                                                 // br_if 0
)

// TestPlansTakeLittleTime plans functions that are as hard to plan as the limits allow.
func TestPlansTakeLittleTime(t *testing.T) {
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
