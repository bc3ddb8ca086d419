package wasm

import "fmt"

// Opcodes that the package knows by name.
// Source: WebAssembly Core Specification 2.0, section 5.4, "Instructions".
const (
	opUnreachable  = 0x00
	opNop          = 0x01
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opDrop         = 0x1a
	opSelectTyped  = 0x1c
	opLocalGet     = 0x20
	opLocalSet     = 0x21
	opLocalTee     = 0x22
	opGlobalGet    = 0x23
	opGlobalSet    = 0x24
	opTableGet     = 0x25
	opTableSet     = 0x26
	opFirstLoad    = 0x28
	opLastLoad     = 0x35
	opLastStore    = 0x3e
	opMemorySize   = 0x3f
	opMemoryGrow   = 0x40
	opI32Const     = 0x41
	opI64Const     = 0x42
	opF32Const     = 0x43
	opF64Const     = 0x44
	opFirstNumeric = 0x45
	opLastNumeric  = 0xc4
	opRefNull      = 0xd0
	opRefIsNull    = 0xd1
	opRefFunc      = 0xd2
	opMisc         = 0xfc
	opSIMD         = 0xfd
)

// Instructions behind opMisc.
const (
	miscLastTruncate = 7
	miscMemoryInit   = 8
	miscDataDrop     = 9
	miscMemoryCopy   = 10
	miscMemoryFill   = 11
	miscTableInit    = 12
	miscElemDrop     = 13
	miscTableCopy    = 14
	miscTableGrow    = 15
	miscTableSize    = 16
	miscTableFill    = 17
	miscFirstWide    = 19
	miscLastWide     = 22
)

// Instructions behind opSIMD.
const (
	simdStore          = 11 // behind v128.load …
	simdConst          = 12
	simdShuffle        = 13
	simdFirstLane      = 21 // extract_lane and replace_lane
	simdLastLane       = 34
	simdFirstLoadLane  = 84 // load_lane and store_lane
	simdFirstStoreLane = 88
	simdLastLoadLane   = 91
	simdLoad32Zero     = 92
	simdLoad64Zero     = 93
	simdLast           = 255
)

// An instr is one instruction.
type instr struct {
	op         byte
	sub        uint32 // behind opMisc and opSIMD
	index      uint32 // of the function, local, global, table, label or type, for the instructions that name one
	typed      bool   // the index is that of a type
	start, end int    // in the file
}

// next reads one instruction.
func (r *reader) next(targets *uint32, limits Limits) (i instr) {
	i.start = r.pos
	i.op = r.byte()
	switch op := i.op; {
	case op == opBlock || op == opLoop || op == opIf:
		i.index, i.typed = r.blockType()
	case op == opCall || op == opRefFunc, op == opBr || op == opBrIf, op >= opLocalGet && op <= opTableSet:
		i.index = r.u32()
	case op == opBrTable:
		n := r.count("branch targets of a function", limits.BranchTargets)
		i.index = n
		*targets += n
		r.limit("branch targets of a function", uint64(*targets), limits.BranchTargets, i.start)
		for range n + 1 {
			r.u32()
		}
	case op == opCallIndirect:
		i.index, i.typed = r.u32(), true
		r.u32()
	case op == opSelectTyped:
		for range r.count("types of a select", limits.Results) {
			r.selected()
		}
	case op >= opFirstLoad && op <= opLastStore:
		r.address()
	case op == opMemorySize || op == opMemoryGrow:
		r.zero()
	case op == opI32Const:
		r.skipSigned(32)
	case op == opI64Const:
		r.skipSigned(64)
	case op == opF32Const:
		r.bytes(4)
	case op == opF64Const:
		r.bytes(8)
	case op == opRefNull:
		if _, concrete := r.heapType(); concrete {
			r.unsupported(i.start, "ref.null of a type of the module", typedCalls)
		}
	case op == opMisc:
		i.sub, i.index = r.misc(i.start)
	case op == opSIMD:
		i.sub = r.simd(i.start)
	case op <= 0x01, op == opElse, op == opEnd, op == opReturn, op == 0x1a, op == 0x1b, op == opRefIsNull,
		op >= opFirstNumeric && op <= opLastNumeric: // no immediates
	default:
		r.unknownInstruction(i.start, op)
	}
	i.end = r.pos
	return i
}

// misc reads what follows opMisc: the instruction, and the first index that it names.
func (r *reader) misc(start int) (sub, index uint32) {
	sub = r.u32()
	switch sub {
	case miscMemoryInit:
		index = r.u32()
		r.zero()
	case miscMemoryCopy:
		r.zero()
		r.zero()
	case miscMemoryFill:
		r.zero()
	case miscTableInit, miscTableCopy:
		index = r.u32()
		r.u32()
	case miscDataDrop, miscElemDrop, miscTableGrow, miscTableSize, miscTableFill:
		index = r.u32()
	default:
		switch {
		case sub >= miscFirstWide && sub <= miscLastWide:
			r.unsupported(start, fmt.Sprintf("instruction 0xfc %d", sub), wideNumbers)
		case sub > miscLastTruncate:
			r.fail(start, fmt.Sprintf("unknown instruction 0xfc %d", sub))
		}
	}
	return sub, index
}

// simd reads what follows opSIMD.
func (r *reader) simd(start int) uint32 {
	sub := r.vectorOpcode()
	switch {
	case sub > simdLast:
		r.fail(start, fmt.Sprintf("unknown vector instruction 0xfd %d", sub))
	case sub <= simdStore, sub == simdLoad32Zero, sub == simdLoad64Zero:
		r.address()
	case sub == simdConst, sub == simdShuffle:
		r.bytes(16)
	case sub >= simdFirstLane && sub <= simdLastLane:
		r.byte()
	case sub >= simdFirstLoadLane && sub <= simdLastLoadLane:
		r.address()
		r.byte()
	}
	return sub
}

// zero reads the index of the one memory that there is.
func (r *reader) zero() {
	if start := r.pos; r.byte() != 0 {
		r.unsupported(start, "a memory other than the first", multiMemory)
	}
}

// memoryBit in the alignment of an access says that the index of a memory follows.
const memoryBit = 1 << 6

// address reads the alignment and the offset of an access to memory.
func (r *reader) address() {
	start := r.pos
	if r.u32()&memoryBit != 0 {
		r.unsupported(start, "a memory other than the first", multiMemory)
	}
	r.u32()
}

// selected reads the type of a select. A typed reference is refused: it has several bytes, which wazero checks, but its
// compiler goes on behind the first, and would run what nobody has checked.
func (r *reader) selected() {
	start := r.pos
	if t, _, _ := r.valueType(); t == typeRef || t == typeRefNull {
		r.unsupported(start, "the type of a select", typedSelect)
	}
}

// vectorOpcode reads what follows opSIMD: one byte, as wazero does, though the specification has a number of any
// length. To read on at another place than wazero would be to let it run code that nobody has seen.
func (r *reader) vectorOpcode() uint32 {
	start := r.pos
	op := r.byte()
	if op < 0x80 {
		return uint32(op)
	}
	if next := r.byte(); next > 1 && next < 0x80 {
		r.unsupported(start, fmt.Sprintf("vector instruction %#x", uint32(op&0x7f)|uint32(next)<<7), relaxedSIMD)
	} else if next != 1 {
		r.fail(start, "a vector instruction whose number is not in its shortest form")
	}
	return uint32(op)
}

// blockType reads the type of a block: none, a value, or the index of a type. Of a reference to a type of the module it
// returns that type's index.
func (r *reader) blockType() (index uint32, indexed bool) {
	start := r.pos
	first := r.byte()
	if first == typeEmpty {
		return 0, false
	}
	if first > typeEmpty && first < 0x80 {
		r.pos = start
		_, index, concrete := r.valueType()
		return index, concrete
	}
	r.pos = start
	r.skipSigned(33)
	if r.data[r.pos-1]&0x40 != 0 { // a negative number
		r.fail(start, "a block type that is not supported")
	}
	return low32(r.data[start:r.pos]), true
}
