package wasm_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// A dataSegment is an active segment at an address.
type dataSegment struct {
	address int32
	text    string
}

// moduleWithData is a module of a page of memory, the segments, and a function body.
func moduleWithData(segments []dataSegment, body ...byte) []byte {
	section := func(out []byte, id byte, content []byte) []byte {
		return append(binary.AppendUvarint(append(out, id), uint64(len(content))), content...)
	}
	out := []byte("\x00asm\x01\x00\x00\x00")
	out = section(out, 1, []byte{1, 0x60, 0, 0})
	out = section(out, 3, []byte{1, 0})
	out = section(out, 5, []byte{1, 0, 1})
	out = section(out, 7, append([]byte{1, 6}, "memory\x02\x00"...))
	out = section(out, 12, []byte{byte(len(segments))})
	out = section(out, 10, append([]byte{1, byte(len(body) + 2), 0}, append(body, 0x0b)...))
	data := []byte{byte(len(segments))}
	for _, s := range segments {
		data = append(data, 0, 0x41)
		data = append(appendSigned(data, s.address), 0x0b, byte(len(s.text)))
		data = append(data, s.text...)
	}
	return section(out, 11, data)
}

// appendSigned appends a number as signed LEB128, in five bytes.
func appendSigned(b []byte, n int32) []byte {
	for range 4 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n)&0x7f)
}

// TestDataSegmentsAreJoined compares the memory that segments make before and after they are joined.
func TestDataSegmentsAreJoined(t *testing.T) {
	memoryInit := []byte{0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 8, 0, 0}
	for name, test := range map[string]struct {
		segments []dataSegment
		body     []byte
		want     int  // segments that are left
		refused  bool // by wazero: outside memory
	}{
		"in a row":             {segments: []dataSegment{{16, "one"}, {19, "two"}, {22, "three"}}, want: 1},
		"with a small gap":     {segments: []dataSegment{{16, "one"}, {64, "two"}}, want: 1},
		"with a large gap":     {segments: []dataSegment{{16, "one"}, {1000, "two"}}, want: 2},
		"the gap's last byte":  {segments: []dataSegment{{0, "x"}, {65, "y"}}, want: 1},
		"one byte more":        {segments: []dataSegment{{0, "x"}, {66, "y"}}, want: 2},
		"backwards":            {segments: []dataSegment{{64, "two"}, {16, "one"}}, want: 1},
		"one out of its place": {segments: []dataSegment{{19, "two"}, {1000, "far"}, {16, "one"}}, want: 2},
		"at the same place":    {segments: []dataSegment{{16, "one"}, {16, "two"}}, want: 2},
		"over each other":      {segments: []dataSegment{{16, "first"}, {17, "second"}}, want: 2},
		"the last over a join": {segments: []dataSegment{{16, "a"}, {20, "b"}, {16, "cccccc"}}, want: 3},
		"before and within":    {segments: []dataSegment{{60, "0123456789"}, {50, "01234567"}, {72, "xy"}}, want: 1},
		"empty":                {segments: []dataSegment{{16, ""}, {17, "x"}}, want: 1},
		"none":                 {segments: nil, want: 0},
		"at the end":           {segments: []dataSegment{{65530, "abc"}, {65533, "def"}}, want: 1},
		"beyond the end":       {segments: []dataSegment{{65530, "abc"}, {65533, "defg"}}, want: 1, refused: true},
		"empty beyond the end": {segments: []dataSegment{{65530, "abc"}, {65560, ""}}, want: 1, refused: true},
		"above 2 GiB":          {segments: []dataSegment{{-5, "abc"}, {-2, "d"}}, want: 1, refused: true},
		"named by their index": {segments: []dataSegment{{16, "one"}, {19, "two"}}, body: memoryInit, want: 1},
	} {
		t.Run(name, func(t *testing.T) {
			module := moduleWithData(test.segments, test.body...)
			program := programOf(t, module)
			if got := len(program.Data); got != test.want {
				t.Errorf("%d segments, want %d", got, test.want)
			}
			want, wantErr := memoryOf(t, module)
			got, gotErr := memoryOfProgram(t, program)
			if (wantErr != nil) != test.refused || (gotErr != nil) != test.refused || !bytes.Equal(got, want) {
				t.Errorf("plain: %v; metered: %v; the same memory: %v", wantErr, gotErr, bytes.Equal(got, want))
			}
		})
	}
}

func programOf(t *testing.T, module []byte) wasm.Program {
	t.Helper()
	decoded, err := wasm.Decode(module, wasm.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return decoded.Program()
}

// memoryOfProgram begins an instance of a program's metered code as the host does.
func memoryOfProgram(t *testing.T, program wasm.Program) ([]byte, error) {
	t.Helper()
	rt := wazero.NewRuntime(t.Context())
	defer rt.Close(t.Context())
	instantiateGuard(t, rt)
	instance, err := rt.Instantiate(t.Context(), must(t)(meter(program.Code)))
	if err != nil {
		return nil, err
	}
	memory := instance.Memory()
	if memory.Size() != 0 {
		t.Errorf("the memory begins with %d bytes", memory.Size())
	}
	memory.Grow(uint32(program.MemoryBytes >> 16))
	for _, s := range program.Data {
		if !memory.Write(s.Offset, s.Bytes) {
			return nil, errors.New("data outside of memory")
		}
	}
	view, _ := memory.Read(0, memory.Size())
	return bytes.Clone(view), nil
}

func memoryOf(t *testing.T, module []byte) ([]byte, error) {
	t.Helper()
	rt := wazero.NewRuntime(t.Context())
	defer rt.Close(t.Context())
	instantiateGuard(t, rt)
	instance, err := rt.Instantiate(t.Context(), module)
	if err != nil {
		return nil, err
	}
	view, _ := instance.Memory().Read(0, instance.Memory().Size())
	return bytes.Clone(view), nil
}

// TestProgramsOfOneCode shows what modules may differ in that have the same program's code.
func TestProgramsOfOneCode(t *testing.T) {
	code := func(module []byte) string { return string(programOf(t, module).Code) }
	base := moduleWithData([]dataSegment{{16, "one"}})
	larger := bytes.Replace(base, []byte{5, 3, 1, 0, 1}, []byte{5, 3, 1, 0, 9}, 1)
	named := append(bytes.Clone(base), 0, 3, 1, 'x', 1)
	for name, module := range map[string][]byte{
		"data":    moduleWithData([]dataSegment{{99, "another"}}),
		"memory":  larger,
		"a name":  named,
		"nothing": base,
	} {
		if code(module) != code(base) {
			t.Errorf("modules that differ in %s do not have the same code", name)
		}
	}
	if code(moduleWithData([]dataSegment{{16, "one"}}, 0x01)) == code(base) {
		t.Error("modules that differ in an instruction have the same code")
	}
}

// TestLocateFindsTheFilesOffset meters the program of a module whose code is wrong, behind a section that it loses.
func TestLocateFindsTheFilesOffset(t *testing.T) {
	wrong := moduleWithData([]dataSegment{{16, "one"}}, 0x20, 0x07) // local.get 7
	named := append(append(bytes.Clone(wrong[:8]), 0, 5, 4, 'n', 'a', 'm', 'e'), wrong[8:]...)
	offset := func(module []byte) int {
		program := programOf(t, module)
		_, err := meter(program.Code)
		var format *wasm.FormatError
		if !errors.As(program.Locate(err), &format) {
			t.Fatalf("metering gives %v", err)
		}
		return format.Offset
	}
	if at := offset(named); named[at] != 0x20 {
		t.Errorf("the error is said to be at %d, where there is %#x", at, named[at])
	}
	if at := offset(wrong); wrong[at] != 0x20 {
		t.Errorf("the error is said to be at %d, where there is %#x", at, wrong[at])
	}
}
