package wasm

import "fmt"

// A feature is a proposal or a later version of WebAssembly that is not supported, and how to build without it.
type feature struct{ name, cure string }

var (
	threads = feature{"shared memory and atomics (threads)",
		"build without: no -pthread in C and C++, no +atomics among Rust's target features"}
	memory64    = feature{"64-bit memories and tables (memory64)", "build for wasm32"}
	multiMemory = feature{"more than one memory (multi-memory)", "join them with wasm-opt --multi-memory-lowering"}
	pageSizes   = feature{"pages of another size than 64 KiB (custom page sizes)", "build without"}
	relaxedSIMD = feature{"relaxed SIMD", "build without -mrelaxed-simd (in Rust without +relaxed-simd)"}
	exceptions  = feature{"exception handling",
		"build without: -fno-exceptions or -fignore-exceptions in C++, no -fwasm-exceptions"}
	tailCalls  = feature{"tail calls", "build without -mtail-call (in Rust without +tail-call)"}
	typedCalls = feature{"instructions on typed function references", "build without"}
	garbage    = feature{"types and instructions for garbage collection (GC)",
		"build for wasm32-wasip1 with a compiler whose programs bring their own"}
	extendedConst = feature{"arithmetic in constant expressions (extended constants)", "build without -mextended-const"}
	wideNumbers   = feature{"128-bit arithmetic (wide arithmetic)", "build without -mwide-arithmetic"}
	typedSelect   = feature{"select on a typed reference", "use an if, or funcref or externref"}
)

// unsupported refuses what is at an offset because it needs a feature.
func (r *reader) unsupported(offset int, what string, f feature) {
	r.fail(offset, fmt.Sprintf("%s: %s, which is not supported; %s", what, f.name, f.cure))
}

// unknownInstruction refuses an instruction, with the name of the feature that it belongs to.
func (r *reader) unknownInstruction(offset int, op byte) {
	what := fmt.Sprintf("instruction %#x", op)
	switch op {
	case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f:
		r.unsupported(offset, what, exceptions)
	case 0x12, 0x13:
		r.unsupported(offset, what, tailCalls)
	case 0x14, 0x15, 0xd4, 0xd5, 0xd6:
		r.unsupported(offset, what, typedCalls)
	case 0xd3, 0xfb:
		r.unsupported(offset, what, garbage)
	case 0xfe:
		r.unsupported(offset, what, threads)
	}
	r.fail(offset, "unknown "+what)
}

// notConstant refuses an instruction in a constant expression.
func (r *reader) notConstant(offset int, op byte) {
	what := fmt.Sprintf("instruction %#x in a constant expression", op)
	switch op {
	case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e:
		r.unsupported(offset, what, extendedConst)
	case 0xfb:
		r.unsupported(offset, what, garbage)
	}
	r.fail(offset, what)
}

// unknownItem refuses a kind of import or export.
func (r *reader) unknownItem(offset int, what string, kind byte) {
	what = fmt.Sprintf("%s of kind %d", what, kind)
	if kind == kindTag {
		r.unsupported(offset, what, exceptions)
	}
	r.fail(offset, "unknown "+what)
}

// kindTag is an import or export of a tag.
const kindTag = 4
