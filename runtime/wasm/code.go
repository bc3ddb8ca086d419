package wasm

import "fmt"

// checkInstr refuses an instruction that names something which the module does not have: the rewriter adds to what
// there is, and the engine would take the index for that of something else.
func (w *rewriter) checkInstr(r *reader, i instr, locals uint32) {
	if i.typed && i.index >= uint32(len(w.Types)) {
		r.fail(i.start, fmt.Sprintf("type %d does not exist", i.index))
	}
	switch i.op {
	case opCall:
		w.checkIndex(r, KindFunction, i.index)
	case opRefFunc:
		w.checkIndex(r, KindFunction, i.index)
		if !w.declared[i.index] {
			r.fail(i.start, fmt.Sprintf("a reference to function %d, which is not declared", i.index))
		}
	case opGlobalGet, opGlobalSet:
		w.checkIndex(r, KindGlobal, i.index)
	case opLocalGet, opLocalSet, opLocalTee:
		if i.index >= locals {
			r.fail(i.start, fmt.Sprintf("local %d does not exist", i.index))
		}
	case opMemoryGrow:
		w.checkMemory(r, i)
	case opMisc:
		if i.sub == miscMemoryFill || i.sub == miscMemoryCopy || i.sub == miscMemoryInit {
			w.checkMemory(r, i)
		}
	}
}

// checkMemory refuses an instruction on memory where there is none: a helper would do something else.
func (w *rewriter) checkMemory(r *reader, i instr) {
	if !w.hasMemory {
		r.fail(i.start, "an instruction on a memory that does not exist")
	}
}

// meter rewrites the code of a function, the module's own one of that index.
func (w *rewriter) meter(index int, f function) []byte {
	t := w.Types[w.Functions[index]]
	p := w.planOf(f, t)
	paid, takes := w.frame(index, f, t, p.calls)
	p.regions[0].most += FuelFunction + paid>>frameShift
	known := paid
	if !p.calls || takes > 0 {
		known = AnyFrame
	}
	w.metered.Frames = append(w.metered.Frames, known)
	w.scratch = uint32(len(t.Params)) + f.count
	out := make([]byte, 0, 2*(f.end-f.start)+64)
	if takes > 0 {
		out = w.takeStack(out, takes)
	}
	b := &body{rewriter: w, plan: p, out: out, scopes: []scope{{values: true}}}
	b.copy(w.reader(f))
	return b.out
}

// A body is the code of a function as it is written anew.
type body struct {
	*rewriter
	plan
	out    []byte
	scopes []scope // that are open: the function, and each block
	checks int     // that are written out
}

// inlineChecks is how many checks of a function are written out; further ones call a helper, which takes longer. What
// the engine's compiler takes grows with the square of the blocks of a function.
const inlineChecks = 256

// A scope is what a branch names: a block, or the function.
type scope struct {
	values bool   // a branch to it takes values along
	nested bool   // it is a loop behind a loopHead
	more   uint32 // how many labels loopHeads have added, up to this one
}

// loopLabels is how many labels a loopHead adds.
const loopLabels = 3

// copy copies a function's instructions, and charges where the plan says.
func (b *body) copy(r *reader) {
	var targets uint32
	for r.more() {
		if next := b.next(r.pos); next != nil && !next.loop {
			b.charge(next)
		}
		i := r.next(&targets, b.limits)
		if !b.control(i) {
			b.instr(i)
		}
	}
}

// next returns the region that is charged at an offset, nil for none.
func (b *body) next(at int) *region {
	if len(b.regions) == 0 || b.regions[0].at != at {
		return nil
	}
	return b.regions[0]
}

// control writes an instruction that has to do with labels. It reports false for others.
func (b *body) control(i instr) bool {
	raw := b.file[i.start:i.end]
	switch i.op {
	case opBlock, opIf:
		b.open(scope{values: b.file[i.start+1] != typeEmpty})
		b.out = append(b.out, raw...)
	case opLoop:
		b.loop(i, raw)
	case opEnd:
		b.end()
	case opBr:
		b.out = uleb(append(b.out, opBr), b.depth(b.jumps[0]))
		b.jumps = b.jumps[1:]
	case opBrIf:
		b.brIf(i.index)
	case opBrTable:
		b.out = uleb(append(b.out, opBrTable), i.index)
		b.eachTarget(i, func(depth uint32) { b.out = uleb(b.out, b.depth(depth)) })
	default:
		return false
	}
	return true
}

// instr writes an instruction that has nothing to do with labels.
func (b *body) instr(i instr) {
	raw := b.file[i.start:i.end]
	switch i.op {
	case opCall:
		b.out = uleb(append(b.out, opCall), b.function(i.index))
	case opRefFunc:
		b.out = uleb(append(b.out, opGlobalGet), b.reference(i.index))
	case opMemoryGrow:
		b.out = b.callHelper(b.out, helperGrow)
	case opMisc:
		b.out = b.bulk(b.out, i, raw)
	case opTableSet:
		b.metered.Fresh = "it changes a table"
		b.out = append(b.out, raw...)
	default:
		b.out = append(b.out, raw...)
	}
}

func (b *body) open(s scope) {
	s.more = b.scopes[len(b.scopes)-1].more
	if s.nested {
		s.more += loopLabels
	}
	b.scopes = append(b.scopes, s)
}

// at is the scope of a depth.
func (b *body) at(depth uint32) scope { return b.scopes[len(b.scopes)-1-int(depth)] }

// depth is the new depth of a label.
func (b *body) depth(old uint32) uint32 { return old + b.at(0).more - b.at(old).more }

// brIf writes a br_if. One to a loop is written as an if around a br: the engine's compiler keeps the condition in a
// register where it has to split the edge of a br_if, which it always has where a loop begins.
func (b *body) brIf(depth uint32) {
	if s := b.at(depth); !s.nested || s.values {
		b.out = uleb(append(b.out, opBrIf), b.depth(depth))
		return
	}
	b.out = append(uleb(append(b.out, opIf, typeEmpty, opBr), b.depth(depth)+1), opEnd)
}

// loop begins a loop.
func (b *body) loop(i instr, raw []byte) {
	region := b.next(i.end)
	takes := i.typed && len(b.Types[i.index].Params) > 0
	nested := region != nil && !takes
	b.open(scope{values: takes, nested: nested})
	switch {
	case nested:
		b.loopHead(raw, region.most)
		b.regions = b.regions[1:]
	case region != nil:
		b.out = append(b.out, raw...)
		b.charge(region)
	default: // which no execution reaches
		b.out = append(b.out, raw...)
	}
}

// loopHead writes the beginning of a loop, and end what belongs to it at the end.
//
//	block
//	  loop
//	    block
//	      loop
//	        if fuel < 0 { br 2 }
//	        fuel -= cost
//	        …
//	      end
//	      br 2
//	    end
//	    guard()
//	    br 0
//	  end
//	end
//
// The call is outside of the inner loop, which would keep its values in memory otherwise.
func (b *body) loopHead(loop []byte, cost int64) {
	b.out = append(append(b.out, opBlock), loop[1:]...)
	b.out = append(b.out, loop...)
	b.out = append(b.out, opBlock, typeEmpty)
	b.out = append(b.out, loop...)
	b.out = append(b.out, b.fuelToScratch()...)
	b.out = append(b.out, opI64Const, 0, i64LtS, opIf, typeEmpty, opBr, 2, opEnd)
	b.takeFromScratch(cost)
}

// fuelToScratch reads the fuel, and keeps it to take from it without loading it again.
func (b *body) fuelToScratch() []byte {
	return uleb(append(uleb([]byte{opGlobalGet}, b.fuel), opLocalTee), b.scratch)
}

// takeFromScratch writes fuel = scratch - cost.
func (b *body) takeFromScratch(cost int64) {
	b.out = uleb(append(b.out, opLocalGet), b.scratch)
	b.out = sleb(append(b.out, opI64Const), cost)
	b.out = uleb(append(b.out, i64Sub, opGlobalSet), b.fuel)
}

// end ends a block.
func (b *body) end() {
	b.out = append(b.out, opEnd)
	if b.at(0).nested {
		b.out = b.callGuard(append(b.out, opBr, 2, opEnd), ReasonFuel)
		b.out = append(b.out, opBr, 0, opEnd, opEnd)
	}
	b.scopes = b.scopes[:len(b.scopes)-1]
}

// charge takes what a region costs from the fuel. A check comes before that, so that the fuel is loaded once for both.
func (b *body) charge(r *region) {
	b.regions = b.regions[1:]
	switch {
	case !r.check:
		b.out = b.take(b.out, r.most)
	case b.checks < inlineChecks:
		b.checks++
		b.out = b.checkOf(b.out, b.fuelToScratch())
		b.takeFromScratch(r.most)
	default:
		b.out = b.take(b.callHelper(b.out, helperCheck), r.most)
	}
}

// take writes fuel -= cost.
func (w *rewriter) take(out []byte, cost int64) []byte {
	out = uleb(append(out, opGlobalGet), w.fuel)
	out = sleb(append(out, opI64Const), cost)
	return uleb(append(out, i64Sub, opGlobalSet), w.fuel)
}

// check calls the guard while the fuel is spent.
func (w *rewriter) check(out []byte) []byte {
	return w.checkOf(out, uleb([]byte{opGlobalGet}, w.fuel))
}

// checkOf is a check with the code that reads the fuel. It is a loop, not an if: the engine's compiler would join the
// way with the call and the one without, and put what it has in registers where the call left it.
//
//	block
//	  loop
//	    if fuel >= 0 { br 2 }
//	    guard()
//	    br 0
//	  end
//	end
func (w *rewriter) checkOf(out, fuel []byte) []byte {
	out = append(append(out, opBlock, typeEmpty, opLoop, typeEmpty), fuel...)
	out = append(out, opI64Const, 0, i64GeS, opIf, typeEmpty, opBr, 2, opEnd)
	return append(w.callGuard(out, ReasonFuel), opBr, 0, opEnd, opEnd)
}

// takeStack writes what a function does that takes more of the stack than it pays for: stack -= frame; if stack < 0 {
// guard() }.
func (w *rewriter) takeStack(out []byte, frame int64) []byte {
	out = uleb(append(out, opGlobalGet), w.fuel+1)
	out = sleb(append(out, opI64Const), frame)
	out = uleb(append(out, i64Sub, opGlobalSet), w.fuel+1)
	out = uleb(append(out, opGlobalGet), w.fuel+1)
	out = append(out, opI64Const, 0, i64LtS, opIf, typeEmpty)
	return append(w.callGuard(out, ReasonStack), opEnd)
}

func (w *rewriter) callGuard(out []byte, reason byte) []byte {
	return uleb(append(out, opI32Const, reason, opCall), w.guard)
}

func (w *rewriter) callHelper(out []byte, helper uint32) []byte {
	return uleb(append(out, opCall), w.helpers+helper)
}

// withScratch adds a local of type i64 to a function's locals, as they are in the file.
func withScratch(locals []byte) []byte {
	r := &reader{data: locals, end: len(locals)}
	out := uleb(nil, r.u32()+1)
	out = append(out, locals[r.pos:]...)
	return append(out, 1, typeI64)
}
