package wasm

import "fmt"

// A shape is what a first look at a function finds.
type shape struct {
	// regions are what is charged at once: the function outside its loops, and then each loop outside the
	// loops in it, in the order of their heads.
	regions []int64
	// calls is true when it may call functions of the module, and so itself.
	calls bool
}

// look reads a function's code, checks it against the limits, and sums up what each region costs.
func (w *rewriter) look(f function, t FuncType) shape {
	m := w.Module
	s := shape{regions: []int64{FuelFunction}}
	locals := uint32(len(t.Params)) + f.count
	r := m.reader(f)
	var targets uint32
	current := []int{0} // the region at each level of nesting
	deepest := 0
	for {
		i := r.next(&targets, m.limits)
		top := current[len(current)-1]
		s.regions[top]++
		if i.typed && i.index >= uint32(len(m.Types)) { // the rewriter adds types
			r.fail(i.start, fmt.Sprintf("type %d does not exist", i.index))
		}
		switch i.op {
		case opBlock, opIf:
			current = append(current, top)
		case opLoop:
			s.regions = append(s.regions, 0)
			current = append(current, len(s.regions)-1)
		case opEnd:
			current = current[:len(current)-1]
			if len(current) == 0 {
				if r.more() {
					r.fail(i.end, "code after the end of the function")
				}
				return s
			}
		case opCall:
			m.checkIndex(r, KindFunction, i.index)
			s.calls = true
			if i.index < m.hostFunctions {
				s.regions[top] += FuelHostCall
			}
		case opRefFunc:
			m.checkIndex(r, KindFunction, i.index)
			if !w.declared[i.index] {
				r.fail(i.start, fmt.Sprintf("a reference to function %d, which is not declared", i.index))
			}
		case opGlobalGet, opGlobalSet:
			m.checkIndex(r, KindGlobal, i.index)
		case opLocalGet, opLocalSet, opLocalTee:
			if i.index >= locals {
				r.fail(i.start, fmt.Sprintf("local %d does not exist", i.index))
			}
		case opCallIndirect:
			s.calls = true
			if m.hostInTable {
				s.regions[top] += FuelHostCall
			}
		case opMisc:
			if (i.sub == miscMemoryFill || i.sub == miscMemoryCopy) && !m.hasMemory {
				r.fail(i.start, "an instruction on a memory that does not exist")
			}
		}
		if len(current) > deepest {
			deepest = len(current)
			r.limit("levels of nesting", uint64(deepest), m.limits.Nesting, i.start)
		}
	}
}

// meter rewrites the code of a function, the module's own one of that index.
func (w *rewriter) meter(index int, f function) []byte {
	t := w.Types[w.Functions[index]]
	s := w.look(f, t)
	frame, told := w.frame(index, f, t, s.calls)
	w.metered.Frames = append(w.metered.Frames, frame)
	if frame != AnyFrame {
		s.regions[0] += frame >> stackShift
	}
	w.scratch = uint32(len(t.Params)) + f.count
	out := w.charge(make([]byte, 0, 2*(f.end-f.start)+64), s.regions[0])
	if told {
		out = w.callGuard(out, ReasonStack)
	}
	return w.copyBody(out, f, s.regions[1:])
}

// copyBody copies a function's instructions. Loops are what each of its loops is charged.
func (w *rewriter) copyBody(out []byte, f function, loops []int64) []byte {
	r := w.reader(f)
	jumps := w.newJumps(f)
	var targets uint32
	for r.more() {
		i := r.next(&targets, w.limits)
		raw := w.file[i.start:i.end]
		switch i.op {
		case opBr:
			if depth, ok := jumps.shorter(i); ok {
				out = uleb(append(out, opBr), depth)
			} else {
				out = append(out, raw...)
			}
		case opLoop:
			out = w.charge(append(out, raw...), loops[0])
			loops = loops[1:]
		case opCall:
			out = uleb(append(out, opCall), w.function(i.index))
		case opRefFunc:
			out = uleb(append(out, opGlobalGet), w.reference(i.index))
		case opMemoryGrow:
			out = append(w.callHelper(out, helperPages), raw...)
		case opMisc:
			out = w.bulk(out, i, raw)
		case opTableSet:
			w.metered.Fresh = "it changes a table"
			out = append(out, raw...)
		default:
			out = append(out, raw...)
		}
		jumps.follow(i)
	}
	return out
}

// withScratch adds a local of type i64 to a function's locals, as they are in the file.
func withScratch(locals []byte) []byte {
	r := &reader{data: locals, end: len(locals)}
	out := uleb(nil, r.u32()+1)
	out = append(out, locals[r.pos:]...)
	return append(out, 1, typeI64)
}

// bulk writes an instruction that may take long.
func (w *rewriter) bulk(out []byte, i instr, raw []byte) []byte {
	switch i.sub {
	case miscTableInit, miscTableCopy, miscTableGrow, miscTableFill:
		w.metered.Fresh = "it changes a table"
	case miscDataDrop, miscElemDrop:
		w.metered.Fresh = "it drops a segment"
	}
	w.namesSegments = w.namesSegments || i.sub == miscMemoryInit || i.sub == miscDataDrop
	switch i.sub {
	case miscMemoryFill:
		return w.callHelper(out, helperFill)
	case miscMemoryCopy:
		return w.callHelper(out, helperCopy)
	case miscMemoryInit:
		out = w.callHelper(out, helperBytes)
	case miscTableInit, miscTableCopy, miscTableGrow, miscTableFill:
		out = w.callHelper(out, helperElements)
	}
	return append(out, raw...)
}

func (w *rewriter) callHelper(out []byte, helper uint32) []byte {
	return uleb(append(out, opCall), w.helpers+helper)
}

// charge takes a cost from the fuel, and calls the guard when that is spent: fuel -= cost; if fuel < 0 { guard() }.
func (w *rewriter) charge(out []byte, cost int64) []byte {
	out = uleb(append(out, opGlobalGet), w.fuel)
	out = sleb(append(out, opI64Const), cost)
	out = append(out, i64Sub)
	out = uleb(append(out, opLocalTee), w.scratch) // to compare it without loading it again
	out = uleb(append(out, opGlobalSet), w.fuel)
	out = uleb(append(out, opLocalGet), w.scratch)
	return w.guardIfNegative(out)
}

// guardIfNegative calls the guard if the i64 on the stack is below zero.
func (w *rewriter) guardIfNegative(out []byte) []byte {
	out = append(out, opI64Const, 0, i64LtS, opIf, typeEmpty)
	return append(w.callGuard(out, ReasonFuel), opEnd)
}

func (w *rewriter) callGuard(out []byte, reason byte) []byte {
	return uleb(append(out, opI32Const, reason, opCall), w.guard)
}

// Numeric instructions of the code that is added.
const (
	i32Eqz        = 0x45
	i32LtU        = 0x49
	i32GtU        = 0x4b
	i32Add        = 0x6a
	i32Sub        = 0x6b
	i64LtS        = 0x53
	i64GtU        = 0x56
	i64Add        = 0x7c
	i64Sub        = 0x7d
	i64Mul        = 0x7e
	i64Shl        = 0x86
	i64ShrU       = 0x88
	i64ExtendI32U = 0xad
)

// A helperBody is a function that is added to a module.
type helperBody struct{ locals, code []byte }

// helperBodies writes the helpers, in the order of their indices.
func (w *rewriter) helperBodies() [helperCount]helperBody {
	charge := func(convert ...byte) helperBody {
		return helperBody{[]byte{0}, append(w.chargeLocal(nil, 0, convert...), opLocalGet, 0, opEnd)}
	}
	nothing := helperBody{[]byte{0}, []byte{opUnreachable, opEnd}}
	helpers := [helperCount]helperBody{
		helperElements: charge(),
		helperBytes:    charge(opI64Const, bulkShift, i64ShrU),
		helperPages:    charge(append(sleb([]byte{opI64Const}, FuelPage), i64Mul)...),
		helperFill:     nothing,
		helperCopy:     nothing,
		helperCode:     {[]byte{0}, []byte{opEnd}},
		helperStart:    nothing,
	}
	if w.hasStart {
		helpers[helperStart] = helperBody{[]byte{0}, append(uleb([]byte{opCall}, w.function(w.startFunc)), opEnd)}
	}
	if w.hasMemory {
		scratch := []byte{1, 1, typeI64}
		w.scratch = localScratch
		helpers[helperFill] = helperBody{scratch, w.fillBody()}
		helpers[helperCopy] = helperBody{scratch, w.copyHelperBody()}
	}
	return helpers
}

// chargeLocal charges for a local of type i32: convert turns it, as an i64, into fuel.
func (w *rewriter) chargeLocal(out []byte, local byte, convert ...byte) []byte {
	out = uleb(append(out, opGlobalGet), w.fuel)
	out = append(out, opLocalGet, local, i64ExtendI32U)
	out = append(out, convert...)
	out = append(out, i64Sub)
	out = uleb(append(out, opGlobalSet), w.fuel)
	return w.guardIfNegative(uleb(append(out, opGlobalGet), w.fuel))
}

// The locals of fill and copy: the target, the value or the source, the length, and the one for charging.
const (
	localTarget  = 0
	localSource  = 1
	localLength  = 2
	localScratch = 3
)

// whole writes: if an address and the length lie beyond memory, or the length is a chunk or less, do the
// instruction as it is, and return. It traps there before it writes anything.
func (w *rewriter) whole(out []byte, op []byte, addresses ...byte) []byte {
	out = append(out, opLocalGet, localLength)
	out = sleb(append(out, opI32Const), bulkChunk)
	out = append(out, i32GtU, i32Eqz)
	for _, address := range addresses {
		out = append(out, opLocalGet, address, i64ExtendI32U, opLocalGet, localLength, i64ExtendI32U, i64Add)
		out = append(out, opMemorySize, 0, i64ExtendI32U, opI64Const, 16, i64Shl, i64GtU, 0x72) // i32.or
	}
	out = append(out, opIf, typeEmpty)
	out = w.chargeLocal(out, localLength, opI64Const, bulkShift, i64ShrU)
	out = append(out, opLocalGet, localTarget, opLocalGet, localSource, opLocalGet, localLength)
	out = append(out, op...)
	return append(out, opReturn, opEnd)
}

// chunked writes a loop that does the instruction on one chunk after the other while more than a chunk is left.
// step writes what follows each.
func (w *rewriter) chunked(out []byte, operands func([]byte) []byte, op []byte, step func([]byte) []byte) []byte {
	out = append(out, opLoop, typeEmpty)
	out = w.charge(out, bulkChunk>>bulkShift)
	out = append(operands(out), op...)
	out = step(out)
	out = append(out, opLocalGet, localLength)
	out = append(sleb(append(out, opI32Const), bulkChunk), i32Sub, opLocalTee, localLength)
	out = append(sleb(append(out, opI32Const), bulkChunk), i32GtU, opBrIf, 0, opEnd)
	return out
}

func chunk(out []byte) []byte { return sleb(append(out, opI32Const), bulkChunk) }

// advance adds a chunk to a local.
func advance(out []byte, local byte) []byte {
	return append(chunk(append(out, opLocalGet, local)), i32Add, opLocalSet, local)
}

// fillBody is memory.fill in chunks.
func (w *rewriter) fillBody() []byte {
	fill := []byte{opMisc, miscMemoryFill, 0}
	out := w.whole(nil, fill, localTarget)
	out = w.chunked(out, func(out []byte) []byte {
		return chunk(append(out, opLocalGet, localTarget, opLocalGet, localSource))
	}, fill, func(out []byte) []byte { return advance(out, localTarget) })
	return w.rest(out, fill)
}

// rest does the instruction on what is left, a chunk at most.
func (w *rewriter) rest(out, op []byte) []byte {
	out = append(out, opLocalGet, localTarget, opLocalGet, localSource, opLocalGet, localLength)
	return append(append(out, op...), opEnd)
}

// copyHelperBody is memory.copy in chunks: from the front when the target is below the source, from the back
// otherwise, so that nothing is overwritten before it is read.
func (w *rewriter) copyHelperBody() []byte {
	op := []byte{opMisc, miscMemoryCopy, 0, 0}
	out := w.whole(nil, op, localTarget, localSource)
	out = append(out, opLocalGet, localTarget, opLocalGet, localSource, i32LtU, opIf, typeEmpty)
	out = w.chunked(out, func(out []byte) []byte {
		return chunk(append(out, opLocalGet, localTarget, opLocalGet, localSource))
	}, op, func(out []byte) []byte { return advance(advance(out, localTarget), localSource) })
	out = append(out, opElse)
	out = w.chunked(out, func(out []byte) []byte {
		return chunk(lastChunk(lastChunk(out, localTarget), localSource))
	}, op, func(out []byte) []byte { return out })
	return w.rest(append(out, opEnd), op)
}

// lastChunk is the address of the last chunk of what begins at a local.
func lastChunk(out []byte, local byte) []byte {
	out = append(out, opLocalGet, local, opLocalGet, localLength, i32Add)
	return append(chunk(out), i32Sub)
}
