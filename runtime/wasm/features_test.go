package wasm_test

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// A part is a section of a module.
type part struct {
	id      byte
	content string
}

// moduleOf is a module of sections, in the order in which they stand.
func moduleOf(parts ...part) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, p := range parts {
		out = append(binary.AppendUvarint(append(out, p.id), uint64(len(p.content))), p.content...)
	}
	return out
}

var (
	oneType     = part{1, "\x01\x60\x00\x00"}
	oneFunction = part{3, "\x01\x00"}
	oneMemory   = part{5, "\x01\x00\x01"}
	emptyCode   = part{10, "\x01\x02\x00\x0b"}
)

// withCode is a module of a memory, a table of functions and a function, () -> (), of those bytes.
func withCode(code string) []byte {
	body := "\x00" + code + "\x0b"
	return moduleOf(oneType, oneFunction, part{4, "\x01\x70\x00\x01"}, oneMemory,
		part{10, "\x01" + string(rune(len(body))) + body})
}

// featureCases are modules that use what came after WebAssembly 2.0. Those with an error are not taken.
var featureCases = map[string]struct {
	module []byte
	err    string
	plain  bool // wazero takes it all the same
}{
	// What wazero takes without being asked to.
	"a table with an initialiser": {
		module: moduleOf(oneType, oneFunction, part{4, "\x01\x40\x00\x70\x00\x01\xd2\x00\x0b"}, emptyCode),
	},
	"a table that begins with null": {module: moduleOf(part{4, "\x01\x40\x00\x6f\x00\x01\xd0\x6f\x0b"})},
	"a table of exceptions":         {module: moduleOf(part{4, "\x01\x69\x00\x01"})},
	"a table of functions of a type": {
		module: moduleOf(oneType, oneFunction, part{4, "\x01\x40\x00\x64\x00\x00\x01\xd2\x00\x0b"}, emptyCode),
	},
	"a parameter that is an exception": {module: moduleOf(part{1, "\x01\x60\x01\x69\x00"})},
	"a parameter that is not null":     {module: moduleOf(part{1, "\x01\x60\x02\x64\x70\x63\x6f\x00"})},
	"a type that names one before it":  {module: moduleOf(part{1, "\x02\x60\x00\x00\x60\x01\x63\x00\x00"})},
	"types that name each other": {
		module: moduleOf(part{1, "\x01\x4e\x02\x60\x01\x63\x01\x00\x60\x01\x64\x00\x00"}),
	},
	"a global of a type, null": {module: moduleOf(oneType, part{6, "\x01\x63\x00\x00\xd0\x00\x0b"})},
	"a global of a type, a function": {
		module: moduleOf(oneType, oneFunction, part{6, "\x01\x64\x00\x00\xd2\x00\x0b"}, emptyCode),
	},
	"a global that is an exception": {module: moduleOf(part{6, "\x01\x69\x01\xd0\x69\x0b"})},
	"a local of a type": {
		module: moduleOf(oneType, oneFunction, part{10, "\x01\x05\x01\x01\x63\x00\x0b"}),
	},
	"a block of a type":         {module: withCode("\x02\x63\x00\x00\x0b\x1a")},
	"a block of an exception":   {module: withCode("\x02\x69\xd0\x69\x0b\x1a")},
	"null that is an exception": {module: withCode("\xd0\x69\x1a")},
	"elements of functions, not null": {
		module: moduleOf(oneType, oneFunction, part{9, "\x01\x05\x64\x70\x01\xd2\x00\x0b"}, emptyCode),
	},
	"elements of a type": {
		module: moduleOf(oneType, oneFunction, part{9, "\x01\x05\x63\x00\x01\xd0\x00\x0b"}, emptyCode),
	},
	"select of functions":               {module: withCode("\xd0\x70\xd0\x70\x41\x00\x1c\x01\x70\x1a")},
	"a table of a type, no initialiser": {module: moduleOf(oneType, part{4, "\x01\x64\x00\x00\x01"}), err: ""},

	// What it refuses, and so do we.
	"an initialiser that is a number": {
		module: moduleOf(part{4, "\x01\x40\x00\x70\x00\x01\x41\x00\x0b"}),
		err:    "const expression type mismatch",
	},
	"a table of numbers": {
		module: moduleOf(part{4, "\x01\x7f\x00\x01"}),
		err:    "i32 is not a type of references",
	},
	"a type that names one behind it": {
		module: moduleOf(part{1, "\x02\x60\x01\x63\x01\x00\x60\x00\x00"}),
		err:    "type 1 does not exist",
	},
	"a global of a type that is not": {
		module: moduleOf(oneType, part{6, "\x01\x63\x01\x00\xd0\x70\x0b"}),
		err:    "type 1 does not exist",
	},
	"a local of a type that is not": {
		module: moduleOf(oneType, oneFunction, part{10, "\x01\x05\x01\x01\x63\x01\x0b"}),
		err:    "type 1 does not exist",
	},
	"a block of a type that is not": {
		module: withCode("\x02\x63\x01\x00\x0b\x1a"),
		err:    "type 1 does not exist",
	},
	"null of a type": {module: withCode("\xd0\x00\x1a"), err: "typed function references"},
	"a call of a reference": {
		module: withCode("\xd0\x70\x14\x00"),
		err:    "typed function references",
	},
	"a value that is not null": {
		module: withCode("\xd0\x70\xd4\x1a"),
		err:    "typed function references",
	},
	"a tail call":           {module: withCode("\x12\x00"), err: "tail calls"},
	"an indirect tail call": {module: withCode("\x41\x00\x13\x00\x00"), err: "tail calls"},
	"try_table":             {module: withCode("\x1f\x40\x00\x0b"), err: "exception handling"},
	"try":                   {module: withCode("\x06\x40\x0b"), err: "exception handling"},
	"a tag": {
		module: moduleOf(oneType, part{13, "\x01\x00\x00"}),
		err:    "exception handling",
	},
	"an imported tag": {
		module: moduleOf(oneType, part{2, "\x01\x01a\x01b\x04\x00\x00"}),
		err:    "exception handling",
	},
	"an exported tag": {
		module: moduleOf(part{7, "\x01\x01a\x04\x00"}),
		err:    "exception handling",
	},
	"a structure": {module: moduleOf(part{1, "\x01\x5f\x00"}), err: "garbage collection"},
	"an array": {
		module: moduleOf(part{1, "\x01\x5e\x7f\x00"}),
		err:    "garbage collection",
	},
	"a parameter of any type": {
		module: moduleOf(part{1, "\x01\x60\x01\x6e\x00"}),
		err:    "garbage collection",
	},
	"a reference to any structure": {
		module: moduleOf(part{1, "\x01\x60\x01\x63\x6b\x00"}),
		err:    "garbage collection",
	},
	"struct.new": {module: withCode("\xfb\x00\x00\x1a"), err: "garbage collection"},
	"a shared memory": {
		module: moduleOf(part{5, "\x01\x03\x01\x01"}),
		err:    "shared memory and atomics (threads)",
	},
	"an imported shared memory": {
		module: moduleOf(part{2, "\x01\x01a\x01b\x02\x03\x01\x01"}),
		err:    "shared memory and atomics (threads)",
	},
	"an atomic instruction": {
		module: withCode("\xfe\x03\x00"),
		err:    "shared memory and atomics (threads)",
	},
	"a 64-bit memory": {module: moduleOf(part{5, "\x01\x04\x01"}), err: "memory64"},
	"a 64-bit table":  {module: moduleOf(part{4, "\x01\x70\x04\x01"}), err: "memory64"},
	"pages of one byte": {
		module: moduleOf(part{5, "\x01\x08\x01\x00"}),
		err:    "custom page sizes",
	},
	"two memories": {
		module: moduleOf(part{5, "\x02\x00\x01\x00\x01"}),
		err:    "multi-memory",
	},
	"the size of a second memory": {module: withCode("\x3f\x01\x1a"), err: "multi-memory"},
	"a relaxed vector instruction": {
		module: withCode(strings.Repeat("\xfd\x0c"+strings.Repeat("\x00", 16), 2) + "\xfd\x80\x02\x1a"),
		err:    "relaxed SIMD",
	},
	"a sum in a constant expression": {
		module: moduleOf(part{6, "\x01\x7f\x00\x41\x01\x41\x02\x6a\x0b"}),
		err:    "extended constants",
	},
	"a sum in the address of data": {
		module: moduleOf(oneMemory, part{11, "\x01\x00\x41\x01\x41\x02\x6a\x0b\x01x"}),
		err:    "extended constants",
	},
	"a 128-bit sum":                    {module: withCode("\xfc\x13\x1a"), err: "wide arithmetic"},
	"a component":                      {module: []byte("\x00asm\x0d\x00\x01\x00"), err: "component"},
	"an instruction that nobody knows": {module: withCode("\xff"), err: "unknown instruction 0xff"},
	"a table of a function that is not": {
		module: moduleOf(oneType, part{4, "\x01\x40\x00\x70\x00\x01\xd2\x00\x0b"}),
		err:    "function 0 does not exist",
	},
	"a table that begins with a global": {
		module: moduleOf(part{4, "\x01\x40\x00\x70\x00\x01\x23\x00\x0b"}, part{6, "\x01\x70\x00\xd0\x70\x0b"}),
		err:    "global 0 does not exist",
	},
	"an imported table with initialiser": {
		module: moduleOf(oneType, part{2, "\x02\x01a\x01f\x00\x00\x01a\x01t\x01\x40\x00\x70\x00\x01\xd2\x00\x0b"}),
		err:    "unknown value type 0x40",
		plain:  true,
	},
	"a select that wazero reads two ways": {
		module: withCode("\xd0\x70\xd0\x70\x41\x00\x1c\x01\x63\x00\x1a"),
		err:    "select on a typed reference",
		plain:  true,
	},
	"an address in a second memory": {module: withCode("\x41\x00\x28\x42\x00\x1a"), err: "multi-memory"},
}

// TestWhatWazeroTakes compares whether wazero takes modules with later features as they are and metered. What it
// refuses is refused with a sentence that names the feature.
func TestWhatWazeroTakes(t *testing.T) {
	rt := wazero.NewRuntime(t.Context())
	t.Cleanup(func() { rt.Close(context.Background()) })
	for name, test := range featureCases {
		t.Run(name, func(t *testing.T) {
			plain := compiles(rt, test.module)
			code, err := meter(test.module)
			if err == nil {
				err = compiles(rt, code)
			}
			if (plain == nil) != (err == nil) && !test.plain {
				t.Errorf("plain %v, metered %v", plain, err)
			}
			if test.plain && plain != nil {
				t.Errorf("wazero refuses it: %v", plain)
			}
			if test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("got %v, want %q", err, test.err)
			}
		})
	}
}

// TestTableInitialiser calls the function that a table begins with.
func TestTableInitialiser(t *testing.T) {
	module := func(function string) []byte {
		return moduleOf(part{1, "\x02\x60\x00\x01\x7f\x60\x00\x00"}, part{2, "\x01\x01a\x01f\x00\x00"},
			part{3, "\x02\x00\x00"},
			part{4, "\x01\x40\x00\x70\x00\x02\xd2" + function + "\x0b"}, part{7, "\x01\x01f\x00\x02"},
			part{10, "\x02\x04\x00\x41\x07\x0b\x07\x00\x41\x01\x11\x00\x00\x0b"})
	}
	for function, want := range map[string]uint64{"\x00": 3, "\x01": 7} {
		code, err := meter(module(function))
		if err != nil {
			t.Fatal(err)
		}
		rt := wazero.NewRuntime(t.Context())
		instantiateGuard(t, rt)
		host := rt.NewHostModuleBuilder("a").NewFunctionBuilder().WithFunc(func() uint32 { return 3 }).Export("f")
		if _, err := host.Instantiate(t.Context()); err != nil {
			t.Fatal(err)
		}
		guest, err := rt.Instantiate(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		got, err := guest.ExportedFunction("f").Call(t.Context())
		if err != nil || got[0] != want {
			t.Errorf("function %q: got %v, %v, want %d", function, got, err, want)
		}
		rt.Close(t.Context())
	}
}

// TestOffsetsAreOfTheFile has one byte that is wrong in each section, and looks where the error says that it is.
func TestOffsetsAreOfTheFile(t *testing.T) {
	for name, test := range map[string]struct {
		module []byte
		wrong  string // the bytes that begin with it
	}{
		"data":          {moduleOf(oneMemory, part{11, "\x02\x00\x41\x00\x0b\x01x\x00\x41\x7f\x6a\x0b\x00"}), "\x6a\x0b\x00"},
		"global":        {moduleOf(part{6, "\x01\x70\x00\xd2\x05\x0b"}), "\xd2\x05"},
		"export":        {moduleOf(part{7, "\x01\x01a\x00\x09"}), "\x09"},
		"start":         {moduleOf(oneType, oneFunction, part{8, "\x07"}, emptyCode), "\x07"},
		"element":       {moduleOf(oneType, oneFunction, part{9, "\x01\x01\x00\x02\x00\x2a"}, emptyCode), "\x2a"},
		"table":         {moduleOf(part{4, "\x01\x40\x00\x70\x00\x01\xd2\x05\x0b"}), "\xd2\x05"},
		"element value": {moduleOf(oneType, oneFunction, part{9, "\x01\x05\x70\x01\xd2\x2a\x0b"}, emptyCode), "\xd2\x2a"},
	} {
		_, err := meter(test.module)
		var format *wasm.FormatError
		if !errors.As(err, &format) {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		if want := strings.LastIndex(string(test.module), test.wrong); format.Offset != want || format.Section == "" {
			t.Errorf("%s: %v, want offset %d", name, err, want)
		}
	}
}
