package wasm

// jumps follows the code of a function and finds the jumps that can be shorter.
//
// Compilers whose functions have any control flow, Go's before all, write them as a loop around a switch: to go
// somewhere is to set a local to the number of the place and to go back to the head of the loop, where a br_table goes
// on to it.
//
//	loop
//	  block block block
//	    local.get $next
//	    br_table 0 1 2
//	  end … end … end …
//	  i32.const 2  local.set $next  br $loop
//	end
//
// Where the number is a constant and its place lies ahead, the jump can go there at once, past the switch and past the
// charge at the head. What is bounded by that charge stays so: to pass a place again takes a jump back.
type jumps struct {
	*rewriter
	code   function
	open   []label  // the function, and what is open at the next instruction, the innermost last
	before [2]instr // the instructions before it
}

// A label is what a jump names.
type label struct {
	start    int       // of its instruction, in the file
	dispatch *dispatch // for a loop that has one at its head
}

// A dispatch is a br_table behind blocks at the head of a loop.
type dispatch struct {
	local  uint32
	depths []uint32 // of the label for each value of the local, and last for all others
	blocks []int    // where they start, the outermost first
}

// newJumps begins at the start of a function.
func (w *rewriter) newJumps(f function) *jumps {
	return &jumps{rewriter: w, code: f, open: []label{{start: f.start}}}
}

// follow passes over an instruction.
func (j *jumps) follow(i instr) {
	switch i.op {
	case opBlock, opIf:
		j.open = append(j.open, label{start: i.start})
	case opLoop:
		j.open = append(j.open, label{i.start, j.dispatch(i)})
	case opEnd:
		j.open = j.open[:len(j.open)-1]
	}
	j.before = [2]instr{j.before[1], i}
}

// dispatch returns what a loop has at its head, nil if it is something else.
func (j *jumps) dispatch(loop instr) *dispatch {
	r := &reader{data: j.file, pos: loop.end, end: j.code.end}
	d := new(dispatch)
	var targets uint32
	i := r.next(&targets, j.limits)
	for ; i.op == opBlock && j.file[i.start+1] == typeEmpty; i = r.next(&targets, j.limits) {
		d.blocks = append(d.blocks, i.start)
	}
	if j.file[loop.start+1] != typeEmpty || len(d.blocks) == 0 || i.op != opLocalGet {
		return nil
	}
	d.local = i.index
	table := r.next(&targets, j.limits)
	if table.op != opBrTable {
		return nil
	}
	r.pos = table.start + 1
	for range r.u32() + 1 {
		d.depths = append(d.depths, r.u32())
	}
	return d
}

// shorter returns the depth to which a br can go at once.
func (j *jumps) shorter(br instr) (depth uint32, ok bool) {
	value, set := j.before[0], j.before[1]
	if br.index >= uint32(len(j.open)) || value.op != opI32Const || set.op != opLocalSet {
		return 0, false
	}
	innermost := len(j.open) - 1
	head := innermost - int(br.index)
	d := j.open[head].dispatch
	if d == nil || d.local != set.index {
		return 0, false
	}
	place := d.depths[min(low32(j.file[value.start+1:value.end]), uint32(len(d.depths)-1))]
	if place >= uint32(len(d.blocks)) {
		return 0, false
	}
	block := len(d.blocks) - 1 - int(place)
	target := head + 1 + block
	if target > innermost || j.open[target].start != d.blocks[block] { // it has ended: the place lies behind
		return 0, false
	}
	return uint32(innermost - target), true
}
