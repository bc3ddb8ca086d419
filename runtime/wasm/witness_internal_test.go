package wasm

import "math"

// The exported i64 globals of what [Witness] and [WitnessMetered] return. CodeGlobal is what the instructions that were
// executed cost at least: each that has a price costs one. BulkGlobal is what bulk operations cost by their length.
// MostGlobal is what both may be charged at most, and is counted by Witness alone. ReturnsGlobal is how many calls came
// back.
const (
	CodeGlobal    = "witness:code"
	BulkGlobal    = "witness:bulk"
	MostGlobal    = "witness:most"
	ReturnsGlobal = "witness:returns"
)

// The bounds of fuel.go, for tests.
const (
	UncheckedMost   = uncheckedMost
	UncheckedCall   = uncheckedCall
	UncheckedReturn = uncheckedReturn
)

// WitnessRun is how much the witness counts at a time: on a trap it has counted so much that was not executed.
const WitnessRun = 64

// Witness rewrites a module so that it counts what it executes, and traps when that is more than the limit.
func Witness(code []byte, limit int64) (counted []byte, err error) {
	defer catch(&err)
	m := decodeWitness(code)
	w := &witness{counter: &counter{Module: m}, own: math.MaxInt, limit: limit}
	return w.rewrite(), nil
}

// WitnessMetered rewrites a metered module with so many functions of its own so that it counts what it executes of
// these: what the metering added to them counts nothing.
func WitnessMetered(metered []byte, own int) (counted []byte, err error) {
	defer catch(&err)
	m := decodeWitness(metered)
	w := &witness{counter: &counter{Module: m}, own: own, limit: math.MaxInt64, metered: true, guard: m.hostFunctions - 1}
	for _, e := range m.Exports {
		if e.Name == FuelGlobal {
			w.fuel = e.Index
		}
	}
	return w.rewrite(), nil
}

func decodeWitness(code []byte) *Module {
	m, err := Decode(code, Limits{BodyBytes: 64 << 20, TableElements: 1 << 30, Functions: 1 << 20, Imports: 1 << 20,
		Types:   1 << 20,
		Globals: 1 << 20, Exports: 1 << 20})
	if err != nil {
		panic(thrown{err})
	}
	return m
}

// A witness writes code that counts what it executes.
type witness struct {
	*counter
	own         int // how many functions are the module's own; the others are helpers
	limit       int64
	metered     bool
	fuel, guard uint32
	spare       uint32 // the local that is added

	out                       []byte
	code, bulk, most, returns int64 // that is not written yet
}

func (w *witness) rewrite() []byte {
	w.names = []string{CodeGlobal, BulkGlobal, MostGlobal, ReturnsGlobal}
	w.body = w.function
	return w.counter.rewrite()
}

// function writes the code of a function.
func (w *witness) function(index int, f function) (locals, code []byte) {
	t := w.Types[w.Functions[index]]
	w.spare = uint32(len(t.Params)) + f.count
	w.out, w.code, w.bulk, w.returns = nil, 0, 0, 0
	w.most = FuelFunction + frameEstimate(f, t)>>frameShift
	instrs := w.instrsOf(f)
	for len(instrs) > 0 {
		if n := w.addedAt(instrs); n > 0 {
			w.flush()
			w.out = append(w.out, w.file[instrs[0].start:instrs[n-1].end]...)
			instrs = instrs[n:]
			continue
		}
		n := 1
		if w.isWayBack(instrs) {
			n = 3
		}
		w.one(instrs[:n], index < w.own)
		instrs = instrs[n:]
	}
	return withSpare(f.locals), w.out
}

func (w *witness) instrsOf(f function) (all []instr) {
	r := w.reader(f)
	var targets uint32
	for r.more() {
		all = append(all, r.next(&targets, Limits{BranchTargets: math.MaxUint32, Results: 1000}))
	}
	return all
}

// addedAt returns how many instructions the metering added here, 0 for none.
func (w *witness) addedAt(instrs []instr) int {
	switch i := instrs[0]; {
	case !w.metered:
		return 0
	case i.op == opGlobalGet && i.index == w.fuel && instrs[2].op == i64GeS: // check
		return 11
	case i.op == opGlobalGet && i.index == w.fuel: // take, or the head of a loop
		n := 1
		for instrs[n].op != opGlobalSet {
			n++
		}
		return n + 1
	case i.op == opBr && len(instrs) > 3 && instrs[3].op == opCall && instrs[3].index == w.guard: // the end of a loop
		return 7
	// the price of what follows
	case i.op == opCall && int(i.index)-int(w.hostFunctions) >= w.own && instrs[1].op == opMisc:
		return 1
	}
	return 0
}

// isWayBack reports whether a br_if was written as an if around a br.
func (w *witness) isWayBack(instrs []instr) bool {
	return w.metered && len(instrs) > 2 && instrs[0].op == opIf && instrs[1].op == opBr && instrs[2].op == opEnd
}

// one counts and writes what is one instruction of the module's own, or a helper's.
func (w *witness) one(instrs []instr, own bool) {
	i := instrs[0]
	c := costOf(i)
	if own {
		w.code += c.instrs
		if w.metered {
			w.code += min(c.instrs, 1) - c.instrs // where memory grows in a helper
		}
		w.most += 2 * (c.instrs + fuelLoad*c.loads)
		if endsRun(i.op) {
			w.most += regionSlack
		}
	}
	if endsRun(i.op) || w.code >= WitnessRun {
		w.flush()
	}
	w.lengths(i)
	w.out = append(w.out, w.file[i.start:instrs[len(instrs)-1].end]...)
	if own && (i.op == opCall || i.op == opCallIndirect) {
		w.returns++
	}
}

// flush writes the additions.
func (w *witness) flush() {
	for n, amount := range []int64{w.code, w.bulk, w.most, w.returns} {
		w.out = addTo(w.out, w.globals+uint32(n), amount)
	}
	if w.code > 0 {
		w.stopAtLimit()
	}
	w.code, w.bulk, w.most, w.returns = 0, 0, 0, 0
}

// stopAtLimit writes: if code + bulk > limit { unreachable }.
func (w *witness) stopAtLimit() {
	if w.metered {
		return
	}
	w.out = uleb(append(w.out, opGlobalGet), w.globals)
	w.out = uleb(append(w.out, opGlobalGet), w.globals+1)
	w.out = sleb(append(w.out, i64Add, opI64Const), w.limit)
	w.out = append(w.out, 0x55, opIf, typeEmpty, opUnreachable, opEnd) // i64.gt_s
}

// lengths writes the counting of the length of a bulk operation, which is on top of the stack.
func (w *witness) lengths(i instr) {
	switch {
	case i.op == opMemoryGrow:
		w.length(MostGlobal, opI64Const, 0x80, 0x08, i64Mul) // FuelPage
	case i.op != opMisc:
	case i.sub == miscMemoryFill, i.sub == miscMemoryCopy, i.sub == miscMemoryInit:
		w.length(MostGlobal, opI64Const, bulkShift, i64ShrU)
		w.length(BulkGlobal, opI64Const, bulkShift, i64ShrU)
	case i.sub == miscTableFill, i.sub == miscTableCopy, i.sub == miscTableInit:
		w.length(MostGlobal)
		w.length(BulkGlobal)
	case i.sub == miscTableGrow && !w.metered: // where it may fail, and is charged nothing
		w.length(MostGlobal)
		w.length(BulkGlobal)
	}
}

func (w *witness) length(name string, price ...byte) {
	global := w.globals + map[string]uint32{CodeGlobal: 0, BulkGlobal: 1, MostGlobal: 2}[name]
	w.out = uleb(append(w.out, opLocalTee), w.spare)
	w.out = uleb(append(w.out, opGlobalGet), global)
	w.out = uleb(append(w.out, opLocalGet), w.spare)
	w.out = append(append(w.out, i64ExtendI32U), price...)
	w.out = uleb(append(w.out, i64Add, opGlobalSet), global)
	if name == BulkGlobal {
		w.stopAtLimit()
	}
}

// HasStart reports whether the module has a start function.
func (m *Module) HasStart() bool { return m.hasStart }

// withSpare adds a local of type i32.
func withSpare(locals []byte) []byte {
	r := &reader{data: locals, end: len(locals)}
	out := uleb(nil, r.u32()+1)
	return append(append(out, locals[r.pos:]...), 1, typeI32)
}
