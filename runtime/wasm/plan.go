package wasm

import (
	"fmt"
	"math"
)

// A plan says where the code of a function is charged. It divides the code into regions: each is paid for at one place,
// which every execution of its code passes before. What is charged there is what the longest way through the region
// executes. A region takes in code only as long as its shortest way executes about half of that: what follows a branch
// that is taken, or one that is not, is a region of its own unless it is small.
//
// Each loop begins a region, so that code is never executed twice for one charge. There, at the beginning of the
// function, and wherever much was executed since, the guard is called if the fuel is spent.
type plan struct {
	regions []*region // in the order of their places
	jumps   []uint32  // the depths of the br instructions, in their order: see jumps
	calls   bool      // it may call functions of the module, and so itself
}

// A region is code that is paid for at one place.
type region struct {
	at    int     // the offset of the instruction before which it is charged
	check bool    // the guard is called there if the fuel is spent
	loop  bool    // it is the code of a loop
	most  int64   // what is executed along the longest way
	least int64   // along the shortest one that has left it or lies beside the code that is read now
	left  int64   // along the shortest one that has left it
	outer path    // how far execution has come in the regions around it when it begins
	depth int     // how many those are
	swept int     // the depth down to which the regions around it know that it can be left
	skip  *region // one further out, so that finding one of a depth takes few steps
}

// A path is what is executed of a region from its beginning to a place in it, at least and at most. The region is nil
// where no execution comes.
type path struct {
	region    *region
	low, high int64
	since     since
}

// since is what was executed, at most, in whatever regions.
type since struct {
	start  int64 // since the function began, without end if it called others
	check  int64 // since the last check, or since the function began
	call   int64 // since the last check or the first return of a call behind it, less what may go unchecked there
	missed bool  // the function may have come here without a check
}

// called is the start of a since where a check at the function's beginning is of no use.
const called = math.MaxInt64 / 2

// atStart is since a function began.
var atStart = since{call: -uncheckedCall, missed: true}

// checked is since a check.
func (s since) checked() since { return since{start: s.start, call: -uncheckedMost} }

// checkedAtStart is since a check at the function's beginning.
func (s since) checkedAtStart() since {
	return since{start: s.start, check: s.start, call: s.start - uncheckedMost}
}

func (s since) join(t since) since {
	return since{max(s.start, t.start), max(s.check, t.check), max(s.call, t.call), s.missed || t.missed}
}

// A piece is code that is executed from its beginning to its end, and may end in a call.
type piece struct {
	at    int // its offset
	cost  cost
	calls bool
}

// needsCheck reports whether the guard must have its chance before the piece.
func (s since) needsCheck(c piece) bool {
	switch {
	case c.calls && (s.missed || s.returned()):
		return true
	case s.check+c.cost.fuel() > uncheckedMost:
		return true
	}
	return s.call+s.late(c) > 0
}

// returned reports whether a call may have returned since the last check.
func (s since) returned() bool { return s.start >= called && s.call >= -uncheckedReturn }

// late is what a piece counts in s.call. Behind a call one that reads memory counts as more than may go unchecked:
// thousands of functions that return may each wait for memory.
func (s since) late(c piece) int64 {
	if s.start >= called && c.cost.loads > 0 {
		return c.cost.fuel() + uncheckedReturn
	}
	return c.cost.fuel()
}

// after is what was executed after the piece. What is called may return without a check, having executed little, or may
// have called the function itself.
func (s since) after(c piece) since {
	s.call += s.late(c)
	s.start += c.cost.fuel()
	s.check += c.cost.fuel()
	if c.calls {
		s.start = called
		s.check += uncheckedCall
		s.call = max(s.call+uncheckedCall, -uncheckedReturn)
	}
	return s
}

// takes reports whether the region may also pay for the piece, which lies at the end of a path in it.
func (p path) takes(c piece) bool {
	most := max(p.region.most, p.high+c.cost.fuel())
	return most <= 2*min(p.region.least, p.low+c.cost.fuel())+regionSlack
}

// add is the path after a piece that the region pays for.
func (p path) add(c piece) path {
	p.low += c.cost.fuel()
	p.high += c.cost.fuel()
	p.since = p.since.after(c)
	p.region.most = max(p.region.most, p.high)
	return p
}

// join is the path where two meet, in the innermost region that both are in.
func (p path) join(q path) path {
	if p.region == nil {
		return q
	}
	if q.region == nil {
		return p
	}
	since := p.since.join(q.since)
	depth := min(p.region.depth, q.region.depth)
	p, q = p.in(depth), q.in(depth)
	if p.region != q.region {
		p, q = commonRegion(p.region, q.region)
	}
	return path{p.region, min(p.low, q.low), max(p.high, q.high), since}
}

// in is the path in the region of a depth, that it is in or one around that.
func (p path) in(depth int) path {
	r := p.region
	if r.depth <= depth {
		return p
	}
	for r.depth > depth+1 {
		if r.skip.depth > depth {
			r = r.skip
		} else {
			r = r.outer.region
		}
	}
	return r.outer
}

// commonRegion returns the paths of two regions of one depth in the innermost region around both.
func commonRegion(r, s *region) (path, path) {
	for r.outer.region != s.outer.region {
		if r.skip != s.skip {
			r, s = r.skip, s.skip
		} else {
			r, s = r.outer.region, s.outer.region
		}
	}
	return r.outer, s.outer
}

// leave notes that execution leaves the regions of a path that are deeper than so many others. The regions that a
// region was told about before, down to the depth swept, know it already.
func (p path) leave(depth int) {
	for p.region != nil && p.region.depth > depth {
		r := p.region
		r.left = min(r.left, p.low)
		r.least = min(r.least, p.low)
		swept := r.swept
		r.swept = min(swept, depth)
		switch {
		case swept <= depth:
			return
		case swept < r.depth:
			p = p.in(swept)
		default:
			p = r.outer
		}
	}
}

// A block is one that is open where the planner reads.
type block struct {
	op     byte // opBlock, opLoop or opIf, which becomes opElse; opBlock for the function
	start  path // where it begins; of a loop, before it
	behind path // where the branches to its end meet
	// the least that the region in which it begins has executed on the ways that wait, in this block and around it
	beside int64
}

// A planner reads the code of a function from its beginning to its end and makes its plan.
type planner struct {
	*rewriter
	plan
	r      *reader
	jumps  *jumps
	locals uint32
	open   []block
	now    path
	piece  piece // that is not in a region yet
}

// planOf reads a function's code, checks it against the limits, and says where it is charged.
func (w *rewriter) planOf(f function, t FuncType) plan {
	p := &planner{rewriter: w, r: w.reader(f), jumps: w.newJumps(f), locals: uint32(len(t.Params)) + f.count}
	p.open = []block{{op: opBlock}}
	p.piece.at = f.start
	p.now.since = atStart
	p.begin(f.start, false)
	deepest, targets := 0, uint32(0)
	for len(p.open) > 0 {
		i := p.r.next(&targets, w.limits)
		w.checkInstr(p.r, i, p.locals)
		p.follow(i)
		p.jumps.follow(i)
		if len(p.open) > deepest {
			deepest = len(p.open)
			p.r.limit("levels of nesting", uint64(deepest), w.limits.Nesting, i.start)
		}
	}
	if p.r.more() {
		p.r.fail(p.r.pos, "code after the end of the function")
	}
	return p.plan
}

// begin begins a region at an offset.
func (p *planner) begin(at int, check bool) {
	r := &region{at: at, check: check, least: math.MaxInt64, left: math.MaxInt64, swept: math.MaxInt}
	if p.now.region != nil {
		r.outer, r.depth = p.now, p.now.region.depth+1
		r.skip = p.now.region.skipTo()
	}
	p.regions = append(p.regions, r)
	p.now = path{region: r, since: p.now.since}
	if check {
		p.now.since = p.now.since.checked()
	}
}

// skipTo is where a region in this one skips to: to this one, or twice as far as this one does.
func (r *region) skipTo() *region {
	if s := r.skip; s != nil && s.skip != nil && r.depth-s.depth == s.depth-s.skip.depth {
		return s.skip
	}
	return r
}

// settle puts the piece that was read into a region: the one that execution is in, or a new one.
func (p *planner) settle(next int) {
	if p.now.region != nil && p.piece.cost != (cost{}) {
		atStart := p.now.since.checkedAtStart()
		switch check := p.now.since.needsCheck(p.piece); {
		case check && p.now.region == p.regions[0] && p.now.takes(p.piece) && !atStart.needsCheck(p.piece):
			p.now.region.check = true
			p.now.since = atStart
		case check || !p.now.takes(p.piece):
			p.begin(p.piece.at, check)
		}
		p.now = p.now.add(p.piece)
	}
	p.piece = piece{at: next}
}

// follow passes over an instruction.
func (p *planner) follow(i instr) {
	if p.piece.cost = p.piece.cost.add(costOf(i)); p.piece.cost.fuel() > uncheckedMost/2 {
		p.settle(i.end)
	}
	switch i.op {
	case opBlock:
		p.enter(opBlock)
	case opIf:
		p.settle(i.end)
		p.mayLeave()
		p.enter(opIf)
	case opElse:
		p.settle(i.end)
		p.elseOf(i)
	case opLoop:
		p.settle(i.end)
		p.enter(opLoop)
		if p.now.region != nil {
			p.begin(i.end, true)
			p.now.region.loop = true
		}
	case opEnd:
		p.endOf(i)
	case opBr:
		depth, ok := p.jumps.shorter(i)
		if !ok {
			depth = i.index
		}
		p.plan.jumps = append(p.plan.jumps, depth)
		p.settle(i.end)
		p.branch(depth, i)
		p.now = path{}
	case opBrIf:
		p.settle(i.end)
		p.branch(i.index, i)
		p.mayLeave()
	case opBrTable:
		p.settle(i.end)
		p.eachTarget(i, func(depth uint32) { p.branch(depth, i) })
		p.now = path{}
	case opReturn:
		p.settle(i.end)
		p.branch(uint32(len(p.open)-1), i)
		p.now = path{}
	case opUnreachable:
		p.settle(i.end)
		p.now = path{}
	case opCall, opCallIndirect:
		p.calls, p.piece.calls = true, true
		p.settle(i.end)
	}
}

// enter opens a block.
func (p *planner) enter(op byte) {
	b := block{op: op, start: p.now, beside: p.besideAround(len(p.open))}
	if op == opIf {
		b.beside = min(b.beside, b.start.low)
	}
	p.open = append(p.open, b)
}

// besideAround is what the blocks around one know of the ways that wait in the region in which that begins, where that
// is the region of p.now.
func (p *planner) besideAround(at int) int64 {
	if around := p.open[at-1]; around.start.region == p.now.region {
		return around.beside
	}
	return math.MaxInt64
}

// eachTarget calls do with each label that a br_table names.
func (w *rewriter) eachTarget(i instr, do func(depth uint32)) {
	r := &reader{data: w.file, pos: i.start + 1, end: i.end}
	for range r.u32() + 1 {
		do(r.u32())
	}
}

// mayLeave notes that a way which lies beside what follows ends, or goes on elsewhere, where execution is now.
func (p *planner) mayLeave() {
	if p.now.region != nil {
		p.now.region.least = min(p.now.region.least, p.now.low)
	}
}

// branch follows a branch from where execution is to a label.
func (p *planner) branch(depth uint32, i instr) {
	if depth >= uint32(len(p.open)) {
		p.r.fail(i.start, fmt.Sprintf("a branch out of %d blocks, of which there are %d", depth+1, len(p.open)))
	}
	if p.now.region == nil {
		return
	}
	at := len(p.open) - 1 - int(depth)
	target := &p.open[at]
	if target.start.region == nil { // the function
		p.now.leave(-1)
		return
	}
	p.now.leave(target.start.region.depth)
	if target.op != opLoop {
		p.wait(at)
	}
}

// elseOf begins the other side of an if.
func (p *planner) elseOf(i instr) {
	top := &p.open[len(p.open)-1]
	if top.op != opIf {
		p.r.fail(i.start, "an else without its if")
	}
	top.op = opElse
	p.fall()
	p.now = top.start
	top.beside = p.besideAround(len(p.open) - 1)
	if top.behind.region != nil {
		top.beside = min(top.beside, top.behind.in(top.start.region.depth).low)
	}
	p.reconsider()
}

// fall follows execution from the end of the innermost block's code to what is behind it.
func (p *planner) fall() {
	at := len(p.open) - 1
	if start := p.open[at].start.region; p.now.region != nil && start != nil {
		p.now.leave(start.depth)
		p.wait(at)
	}
}

// wait notes that a way to the end of an open block waits there, while others are read that the region around it also
// pays for.
func (p *planner) wait(at int) {
	b := &p.open[at]
	b.behind = b.behind.join(p.now)
	around := p.now.in(b.start.region.depth)
	around.region.least = min(around.region.least, around.low)
	for ; at < len(p.open) && p.open[at].start.region == around.region && p.open[at].beside > around.low; at++ {
		p.open[at].beside = around.low
	}
}

// endOf ends a block.
func (p *planner) endOf(i instr) {
	top := &p.open[len(p.open)-1]
	if top.op == opBlock && top.behind.region == nil && len(p.open) > 1 { // nobody branches to its end
		p.open = p.open[:len(p.open)-1]
		return
	}
	p.settle(i.end)
	switch {
	case len(p.open) == 1:
		if p.now.region != nil {
			p.now.leave(-1)
		}
	case top.op == opLoop:
		if p.now.region != nil {
			p.now.leave(top.start.region.depth)
			top.start.since = p.now.since
			p.now = top.start
		}
	default:
		p.fall()
		if top.op == opIf { // without an else
			top.behind = top.behind.join(top.start)
		}
		p.now = top.behind
	}
	p.open = p.open[:len(p.open)-1]
	p.reconsider()
}

// reconsider looks again which ways lie beside what follows, since some have come back. A way that goes to the end of a
// block which begins outside of a region has left that.
func (p *planner) reconsider() {
	r := p.now.region
	if r == nil {
		return
	}
	r.least = r.left
	if len(p.open) == 0 {
		return
	}
	if top := p.open[len(p.open)-1]; top.start.region == r {
		r.least = min(r.least, top.beside)
	}
}
