package wasm

// controlFlow counts what decides how long wazero takes to compile a function. Its compiler looks, for each block,
// through the blocks that lead there, and at the head of a loop gives every local a value of its own, of which it
// takes away those that are not needed, one loop after the other.
type controlFlow struct {
	values   uint64 // parameters and locals
	blocks   uint64 // where control may part or meet
	loops    uint64
	branches uint64 // within loops
	deepest  uint64 // loops within each other
	open     []int  // the levels of nesting of the loops around the instruction
}

// count counts an instruction at a level of nesting.
func (c *controlFlow) count(op byte, level int) {
	switch op {
	case opLoop:
		c.loops++
		c.blocks++
		c.open = append(c.open, level+1)
		c.deepest = max(c.deepest, uint64(len(c.open)))
	case opBlock, opIf, opElse, opReturn:
		c.blocks++
	case opBr, opBrIf, opBrTable:
		c.blocks++
		if len(c.open) > 0 {
			c.branches++
		}
	case opEnd:
		if last := len(c.open) - 1; last >= 0 && c.open[last] == level {
			c.open = c.open[:last]
		}
	}
}

// Nanoseconds that wazero 1.12 took at worst, for the square of the blocks, for the square of the loops, and for the
// square of the values by the edges of loops by their depth. Measured on a machine of 2024 with functions made
// to be slow.
const (
	blockNanos = 40
	loopNanos  = 300
	valueNanos = 1
)

// check compares a function that begins at an offset with the limits.
func (c *controlFlow) check(r *reader, limits Limits, offset int) {
	r.limit("loops times locals of a function", c.loops*c.values, limits.LoopLocals, offset)
	nanos := blockNanos*c.blocks*c.blocks + loopNanos*c.loops*c.loops +
		valueNanos*c.values*c.values*(c.loops+c.branches)*c.deepest
	r.limit("milliseconds, as estimated, to compile a function", nanos/1e6, limits.CompileMillis, offset)
}
