package build

import (
	"bytes"
	"strings"
	"testing"

	"github.com/whowasm/whowasm/sdk/typescript"
)

// sectionsOf returns the contents of a module's sections.
func sectionsOf(t *testing.T, module []byte) map[byte][]byte {
	t.Helper()
	sections, err := split(module)
	if err != nil {
		t.Fatal(err)
	}
	contents := make(map[byte][]byte)
	for _, s := range sections {
		contents[s.id] = s.content
	}
	return contents
}

// TestJoinChangesDataAlone joins bundles of several sizes. What becomes native code stays as it is.
func TestJoinChangesDataAlone(t *testing.T) {
	before := sectionsOf(t, typescript.Engine)
	for _, size := range []int{0, 1, pageBytes - 1, pageBytes, pageBytes + 1, 10 << 20} {
		joined, err := join(typescript.Engine, bytes.Repeat([]byte{'x'}, size))
		if err != nil {
			t.Fatal(size, err)
		}
		after := sectionsOf(t, joined)
		for id, content := range before {
			same := bytes.Equal(content, after[id])
			if changes := id == sectionData || id == sectionMemory && size > 0; same == changes {
				t.Errorf("a bundle of %d bytes: section %d is the same: %v", size, id, same)
			}
		}
		grown := &reader{rest: after[sectionMemory][2:]}
		began := &reader{rest: before[sectionMemory][2:]}
		if more := grown.number() - began.number(); int(more) != (size+pageBytes-1)/pageBytes {
			t.Errorf("a bundle of %d bytes: %d pages more", size, more)
		}
	}
}

func TestEnginesThatCannotBeJoined(t *testing.T) {
	module := func(sections ...string) []byte { return []byte("\x00asm\x01\x00\x00\x00" + strings.Join(sections, "")) }
	const (
		memory        = "\x05\x03\x01\x00\x01"
		global        = "\x06\x06\x01\x7f\x00\x41\x10\x0b"
		mutable       = "\x06\x06\x01\x7f\x01\x41\x10\x0b"
		export        = "\x07\x12\x01\x0ewhowasm_bundle\x03\x00"
		importsGlobal = "\x02\x08\x01\x01e\x01g\x03\x7f\x00"
		data          = "\x0b\x01\x00"
	)
	if _, err := join(module(memory, global, export, data), []byte("bundle")); err != nil {
		t.Error(err)
	}
	for want, engine := range map[string][]byte{
		"it is not a WebAssembly module":                      []byte("export default"),
		"it is cut off":                                       module("\x05\x03\x01"),
		"it has a data count section (12)":                    module(memory, global, export, "\x0c\x01\x00", data),
		"it exports no global whowasm_bundle":                 module(memory, global, data),
		"its global whowasm_bundle is not a constant address": module(memory, mutable, export, data),
		"it has no memory of its own":                         module(global, export, data),
		"it imports something other than functions":           module(importsGlobal, memory, global, export, data),
		"with a bundle of 6 bytes it has more memory":         module("\x05\x04\x01\x01\x01\x01", global, export, data),
		"it has no data":                                      module(memory, global, export),
	} {
		if _, err := join(engine, []byte("bundle")); err == nil || !strings.HasPrefix(err.Error(), "the engine: "+want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
