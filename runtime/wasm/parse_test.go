package wasm_test

import (
	"bytes"
	"strings"
	"testing"
)

// TestWhatWazeroReadsOtherwise holds encodings that wazero reads at another length than the specification has it:
// what follows would be code to wazero and an operand to us, and run unmetered.
func TestWhatWazeroReadsOtherwise(t *testing.T) {
	for name, test := range map[string]struct {
		body []byte
		want string
	}{
		"a vector instruction with a padded number": {append(append([]byte{0xfd, 0x8c, 0}, bytes.Repeat([]byte{1}, 16)...),
			0x1a), "not in its shortest form"},
		"the same with another padding": {append(append([]byte{0xfd, 0x8c, 0x80, 0}, bytes.Repeat([]byte{1},
			16)...), 0x1a), "not in its shortest form"},
		"a block of a reference that may be null": {[]byte{0x02, 0x63, 0x0e, 0, 0, 0x0b}, "type 14 does not exist"},
		"a block of a reference":                  {[]byte{0x02, 0x64, 0x0e, 0, 0, 0x0b}, "type 14 does not exist"},
		"a padded negative block type":            {[]byte{0x02, 0xc0, 0x7f, 0x0b}, "a block type that is not supported"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := meter(moduleWithData(nil, test.body...))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if _, err := meter(moduleWithData(nil, append(append([]byte{0xfd, 0x0c}, make([]byte, 16)...), 0x1a)...)); err != nil {
		t.Error("a vector constant as it should be:", err)
	}
	if _, err := meter(moduleWithData(nil, 0x02, 0x80, 0, 0x0b)); err != nil {
		t.Error("a padded index of a type, which wazero reads as we do:", err)
	}
}

// TestElementKinds has a segment of functions whose kind wazero would take for the type of references, and read
// expressions in place of the functions.
func TestElementKinds(t *testing.T) {
	module := func(kind byte) []byte {
		segment := []byte{1, 1, kind, 1, 0} // one segment, passive, of one function
		head := moduleWithData(nil)
		head = head[:bytes.Index(head, []byte{12, 1, 0, 10})]
		head = append(append(head, 9, byte(len(segment))), segment...)
		return append(head, 10, 4, 1, 2, 0, 0x0b)
	}
	if _, err := meter(module(0)); err != nil {
		t.Error("a segment of functions:", err)
	}
	for _, kind := range []byte{1, 0x6f, 0x70} {
		if _, err := meter(module(kind)); err == nil || !strings.Contains(err.Error(),
			"an element segment of items of kind") {
			t.Errorf("kind %#x: got %v", kind, err)
		}
	}
}
