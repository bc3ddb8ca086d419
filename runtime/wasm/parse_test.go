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
		"a vector instruction with a padded number": {append(append([]byte{0xfd, 0x8c, 0}, bytes.Repeat([]byte{1}, 16)...), 0x1a), "not in its shortest form"},
		"the same with another padding":             {append(append([]byte{0xfd, 0x8c, 0x80, 0}, bytes.Repeat([]byte{1}, 16)...), 0x1a), "not in its shortest form"},
		"a block of a reference that may be null":   {[]byte{0x02, 0x63, 0x0e, 0, 0, 0x0b}, "a block type that is not supported"},
		"a block of a reference":                    {[]byte{0x02, 0x64, 0x0e, 0, 0, 0x0b}, "a block type that is not supported"},
		"a padded negative block type":              {[]byte{0x02, 0xc0, 0x7f, 0x0b}, "a block type that is not supported"},
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
