package native

import (
	"errors"
	"os"
	"testing"
)

// TestFramesAreKnown fails when wazero writes another machine code, or another format of files, than is read here.
func TestFramesAreKnown(t *testing.T) {
	for path, largest := range map[string]int64{
		"../../../testdata/guests/identity.wasm":          64,
		"../../../testdata/hostile/leaf-large.wasm":       1400 * 16,
		"../../../testdata/hostile/recursion-merges.wasm": 100 * 100 * 8,
		"../../../cmd/whowasm/demo.wasm":                  3 << 10,
	} {
		code, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		a, err := job{Dir: t.TempDir()}.run(t.Context(), code)
		if err != nil {
			t.Fatal(path, err)
		}
		if !a.Compiled() {
			t.Skip("wazero has no compiler for this machine")
		}
		if a.Unmeasured != "" {
			t.Errorf("%s: %s", path, a.Unmeasured)
		}
		frames, err := nativeFrames(a.native)
		if err != nil {
			t.Fatal(path, err)
		}
		found := int64(0)
		for _, frame := range frames {
			found = max(found, frame)
		}
		if found < largest || found > 4*largest+1024 {
			t.Errorf("%s: a function takes %d bytes, expected are %d and more", path, found, largest)
		}
	}
}

func TestFramesOfOtherCode(t *testing.T) {
	for _, required := range []func([]byte) (int64, error){requiredAMD64, requiredARM64} {
		for _, code := range [][]byte{nil, {0x55}, {0x55, 0x48, 0x89, 0xe5, 0x48, 0x81, 0xec}, make([]byte, 100)} {
			if _, err := required(code); !errors.Is(err, errPrologue) {
				t.Errorf("%x: %v", code, err)
			}
		}
	}
	for _, text := range []string{"", "WAZEVO", "WAZEVO\xff", "WAZEVO\x00\xff\xff\xff\xff",
		"WAZEVO\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff",
		"WAZEVO\x00\x01\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00x"} {
		if _, _, err := parseNative([]byte(text)); !errors.Is(err, errNativeFormat) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
