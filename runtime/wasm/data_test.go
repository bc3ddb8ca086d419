package wasm_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/tetratelabs/wazero"
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
		want     byte // segments that are left
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
		"named by their index": {segments: []dataSegment{{16, "one"}, {19, "two"}}, body: memoryInit, want: 2},
	} {
		t.Run(name, func(t *testing.T) {
			module := moduleWithData(test.segments, test.body...)
			metered, err := meter(module)
			if err != nil {
				t.Fatal(err)
			}
			if got := dataCount(t, metered); got != test.want {
				t.Errorf("%d segments, want %d", got, test.want)
			}
			want, wantErr := memoryOf(t, module)
			got, gotErr := memoryOf(t, metered)
			if (wantErr != nil) != test.refused || (gotErr != nil) != test.refused || !bytes.Equal(got, want) {
				t.Errorf("plain: %v; metered: %v; the same memory: %v", wantErr, gotErr, bytes.Equal(got, want))
			}
		})
	}
}

// dataCount returns how many segments a module has.
func dataCount(t *testing.T, module []byte) byte {
	t.Helper()
	for at := 8; at < len(module); {
		size, n := binary.Uvarint(module[at+1:])
		if module[at] == 11 {
			return module[at+1+n]
		}
		at += 1 + n + int(size)
	}
	return 0
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
