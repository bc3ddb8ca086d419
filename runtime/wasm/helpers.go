package wasm

// Numeric instructions of the code that is added.
const (
	i32Eq         = 0x46
	i32LtU        = 0x49
	i32GtU        = 0x4b
	i32LeU        = 0x4d
	i32Add        = 0x6a
	i32Sub        = 0x6b
	i32Or         = 0x72
	i64LtS        = 0x53
	i64GtU        = 0x56
	i64GeS        = 0x59
	i64Add        = 0x7c
	i64Sub        = 0x7d
	i64Mul        = 0x7e
	i64Shl        = 0x86
	i64ShrU       = 0x88
	i64ExtendI32U = 0xad
)

// The helper functions, in the order of their indices. Each does what the instruction does that it is named
// after, in steps. One for each large data segment that the code copies follows.
const (
	helperElements = iota // (i32 n) -> (i32 n): charges for n elements of a table
	helperGrow            // (i32 n) -> (i32): memory.grow
	helperFill            // (i32 d, i32 value, i32 n) -> (): memory.fill
	helperCopy            // (i32 d, i32 s, i32 n) -> (): memory.copy
	helperBytes           // (i32 n) -> (i32 n): charges for n bytes, a chunk at most
	helperCheck           // () -> (): calls the guard while the fuel is spent
	helperCode            // () -> ()
	helperStart           // () -> (): the start function
	helperCount
)

// helperTypes returns the indices of the helpers' types.
func (w *rewriter) helperTypes() []uint32 {
	number := w.typeOf(FuncType{Params: []byte{typeI32}, Results: []byte{typeI32}})
	three := w.typeOf(FuncType{Params: []byte{typeI32, typeI32, typeI32}})
	nothing := w.typeOf(FuncType{})
	types := make([]uint32, helperCount)
	for _, helper := range []uint32{helperElements, helperGrow, helperBytes} {
		types[helper] = number
	}
	types[helperFill], types[helperCopy] = three, three
	types[helperCheck], types[helperCode], types[helperStart] = nothing, nothing, nothing
	return types
}

// bulk writes an instruction that may take long.
func (w *rewriter) bulk(out []byte, i instr, raw []byte) []byte {
	switch i.sub {
	case miscTableInit, miscTableCopy, miscTableGrow, miscTableFill:
		w.metered.Fresh = "it changes a table"
		return append(w.callHelper(out, helperElements), raw...)
	case miscElemDrop:
		w.metered.Fresh = "it drops a segment"
	case miscDataDrop:
		w.metered.Fresh = "it drops a segment"
	case miscMemoryFill:
		return w.callHelper(out, helperFill)
	case miscMemoryCopy:
		return w.callHelper(out, helperCopy)
	case miscMemoryInit:
		return w.init(out, i.index, raw)
	}
	return append(out, raw...)
}

// init writes a memory.init: as it is where the segment is small, since more than it has would trap.
func (w *rewriter) init(out []byte, index uint32, raw []byte) []byte {
	if index >= uint32(len(w.segments)) || len(w.segments[index].bytes) <= bulkChunk {
		return append(w.callHelper(out, helperBytes), raw...)
	}
	for n, known := range w.inits {
		if known == index {
			return w.callHelper(out, helperCount+uint32(n))
		}
	}
	w.inits = append(w.inits, index)
	return w.callHelper(out, helperCount+uint32(len(w.inits)-1))
}

// A helperBody is a function that is added to a module.
type helperBody struct{ locals, code []byte }

// helperBodies writes the helpers, in the order of their indices.
func (w *rewriter) helperBodies() []helperBody {
	none := []byte{0}
	nothing := helperBody{none, []byte{opUnreachable, opEnd}}
	helpers := make([]helperBody, helperCount, helperCount+len(w.inits))
	helpers[helperElements] = helperBody{none, w.upTo(w.limits.TableElements, 0)}
	helpers[helperBytes] = helperBody{none, w.upTo(bulkChunk, bulkShift)}
	helpers[helperCheck] = helperBody{none, append(w.check(nil), opEnd)}
	helpers[helperCode] = helperBody{none, []byte{opEnd}}
	for _, helper := range []uint32{helperStart, helperGrow, helperFill, helperCopy} {
		helpers[helper] = nothing
	}
	if w.hasStart {
		helpers[helperStart].code = append(uleb([]byte{opCall}, w.function(w.startFunc)), opEnd)
	}
	if !w.hasMemory {
		return helpers
	}
	helpers[helperGrow] = helperBody{[]byte{1, 1, typeI32}, w.growBody()}
	helpers[helperFill].code = w.fillBody()
	helpers[helperCopy].code = w.copyBody()
	for _, index := range w.inits {
		helpers = append(helpers, helperBody{none, w.initBody(index)})
	}
	return helpers
}

// The locals of helpers.
const (
	localCount  = 0 // of those that take a number
	localGrown  = 1
	localTarget = 0 // of those that take three
	localSource = 1 // or the value
	localLength = 2
)

// chargeLocal charges for a local of type i32, of which so many times two make a unit, and calls the guard when the
// fuel is spent.
func (w *rewriter) chargeLocal(out []byte, local byte, shift byte) []byte {
	return w.chargeFor(out, append([]byte{opLocalGet, local, i64ExtendI32U, opI64Const, shift}, i64ShrU))
}

// chargeFor takes an i64 from the fuel.
func (w *rewriter) chargeFor(out, amount []byte) []byte {
	out = append(uleb(append(out, opGlobalGet), w.fuel), amount...)
	return w.check(uleb(append(out, i64Sub, opGlobalSet), w.fuel))
}

// upTo writes a function that charges for a number if it is no more than so many: the instruction that follows fails
// otherwise, and does nothing.
func (w *rewriter) upTo(most uint32, shift byte) []byte {
	out := sleb([]byte{opLocalGet, localCount, opI32Const}, int64(int32(most)))
	out = append(out, i32LeU, opIf, typeEmpty)
	out = w.chargeLocal(out, localCount, shift)
	return append(out, opEnd, opLocalGet, localCount, opEnd)
}

// growBody is memory.grow, which costs something if it succeeds.
func (w *rewriter) growBody() []byte {
	out := []byte{opLocalGet, localCount, opMemoryGrow, 0, opLocalTee, localGrown}
	out = append(out, opI32Const, 0x7f, i32Eq, opIf, typeEmpty, opI32Const, 0x7f, opReturn, opEnd) // -1
	pages := append(sleb([]byte{opLocalGet, localCount, i64ExtendI32U, opI64Const}, FuelPage), i64Mul)
	return append(w.chargeFor(out, pages), opLocalGet, localGrown, opEnd)
}

// A bulk operation is done in chunks.
type bulkOp struct {
	op []byte
	// outside writes what is true, an i32, if an operand lies beyond where it may: the instruction traps before it writes
	// anything.
	outside []byte
	// steps are the locals that are as much higher for the next chunk.
	steps []byte
}

// operands writes the three locals.
func operands(out []byte) []byte {
	return append(out, opLocalGet, localTarget, opLocalGet, localSource, opLocalGet, localLength)
}

// begin writes what comes first: if the length is a chunk or less, the instruction is done as a whole, and if it traps,
// so it does.
func (w *rewriter) begin(b bulkOp) []byte {
	out := append(chunk([]byte{opLocalGet, localLength}), i32LeU, opIf, typeEmpty)
	out = w.chargeLocal(out, localLength, bulkShift)
	out = append(append(operands(out), b.op...), opReturn, opEnd)
	out = append(append(out, b.outside...), opIf, typeEmpty)
	return append(append(operands(out), b.op...), opReturn, opEnd)
}

// chunked writes a loop that does the instruction on one chunk after the other while more than a chunk is left.
func (w *rewriter) chunked(out []byte, b bulkOp) []byte {
	out = w.check(w.take(append(out, opLoop, typeEmpty), bulkChunk>>bulkShift))
	out = append(chunk(append(out, opLocalGet, localTarget, opLocalGet, localSource)), b.op...)
	for _, local := range b.steps {
		out = append(chunk(append(out, opLocalGet, local)), i32Add, opLocalSet, local)
	}
	return whileMore(out)
}

// whileMore ends the loop.
func whileMore(out []byte) []byte {
	out = append(chunk(append(out, opLocalGet, localLength)), i32Sub, opLocalTee, localLength)
	return append(chunk(out), i32GtU, opBrIf, 0, opEnd)
}

func chunk(out []byte) []byte { return sleb(append(out, opI32Const), bulkChunk) }

// rest does the instruction on what is left, a chunk at most, and charges for it first.
func (w *rewriter) rest(out []byte, b bulkOp) []byte {
	return append(append(operands(w.chargeLocal(out, localLength, bulkShift)), b.op...), opEnd)
}

// beyondMemory writes whether a local and the length lie beyond memory.
func beyondMemory(local byte) []byte {
	return []byte{opLocalGet, local, i64ExtendI32U, opLocalGet, localLength, i64ExtendI32U, i64Add,
		opMemorySize, 0, i64ExtendI32U, opI64Const, 16, i64Shl, i64GtU}
}

// fillBody is memory.fill in chunks.
func (w *rewriter) fillBody() []byte {
	b := bulkOp{op: []byte{opMisc, miscMemoryFill, 0}, outside: beyondMemory(localTarget), steps: []byte{localTarget}}
	return w.rest(w.chunked(w.begin(b), b), b)
}

// initBody is memory.init of a data segment in chunks. Where the segment was dropped, the first one traps.
func (w *rewriter) initBody(index uint32) []byte {
	b := bulkOp{op: append(uleb([]byte{opMisc, miscMemoryInit}, index), 0), steps: []byte{localTarget, localSource}}
	b.outside = append(beyondMemory(localTarget), opLocalGet, localSource, i64ExtendI32U, opLocalGet, localLength,
		i64ExtendI32U, i64Add)
	b.outside = append(sleb(append(b.outside, opI64Const), int64(len(w.segments[index].bytes))), i64GtU, i32Or)
	return w.rest(w.chunked(w.begin(b), b), b)
}

// copyBody is memory.copy in chunks: from the front when the target is below the source, from the back
// otherwise, so that nothing is overwritten before it is read.
func (w *rewriter) copyBody() []byte {
	b := bulkOp{op: []byte{opMisc, miscMemoryCopy, 0, 0}, steps: []byte{localTarget, localSource}}
	b.outside = append(append(beyondMemory(localTarget), beyondMemory(localSource)...), i32Or)
	out := append(w.begin(b), opLocalGet, localTarget, opLocalGet, localSource, i32LtU, opIf, typeEmpty)
	out = append(w.chunked(out, b), opElse)
	out = w.check(w.take(append(out, opLoop, typeEmpty), bulkChunk>>bulkShift))
	out = append(chunk(lastChunk(lastChunk(out, localTarget), localSource)), b.op...)
	return w.rest(append(whileMore(out), opEnd), b)
}

// lastChunk is the address of the last chunk of what begins at a local.
func lastChunk(out []byte, local byte) []byte {
	out = append(out, opLocalGet, local, opLocalGet, localLength, i32Add)
	return append(chunk(out), i32Sub)
}
