package wasm

import "math"

// Fuel. What a guest does is charged by these prices, in units; the host charges for what it does itself. They are the
// same on every machine.
const (
	// FuelFunction is the price of entering a function, beside its instructions.
	FuelFunction = 4
	// FuelHostCall is the price of leaving for the host: of a call of its functions, which it charges itself and to which
	// it may add what it does, and of asking for more memory or a larger table.
	FuelHostCall = 200
	// FuelPage is the price of a page of memory that a guest gets.
	FuelPage = 1024
	// fuelLoad is the price of an instruction that reads memory, where a region reads much of it: such code waits for
	// memory longer than other instructions take. Where there is enough of those, it costs one unit like them.
	fuelLoad = 6
	// frameShift makes 32 bytes of the stack that a call is estimated to take cost 1, where the function calls others:
	// what recursion can take in a slice of fuel is bounded by that.
	frameShift = 5
	// bulkShift makes 8 bytes of a memory operation cost 1. An element of a table operation costs 1.
	bulkShift = 3
	// bulkChunk is how many bytes are filled or copied between two looks at the fuel.
	bulkChunk = 64 << 10
)

// What is executed between two checks, at most, in units.
const (
	// uncheckedMost is for the code of a function, the calls in it included.
	uncheckedMost = 4096
	// uncheckedCall is for a function that is called, from its beginning.
	uncheckedCall = 64
	// uncheckedReturn is for what follows a call in a function, up to the first read of memory and the next call: when
	// recursion ends, thousands of functions do that one after the other.
	uncheckedReturn = 32
)

// regionSlack is how much more than twice what it executes a region may charge, in units: more places that charge would
// make the price more exact, and the program slower.
const regionSlack = 12

// costOf is what an instruction costs: nothing where it makes no machine code.
func costOf(i instr) cost {
	switch op := i.op; {
	case op == opNop, op == opBlock, op == opLoop, op == opElse, op == opEnd, op == opDrop:
		return cost{}
	case op >= opFirstLoad && op <= opLastLoad, op == opSIMD && simdLoads(i.sub):
		return cost{instrs: 1, loads: 1}
	case op == opMemoryGrow, op == opMisc && i.sub == miscTableGrow:
		return cost{instrs: FuelHostCall}
	}
	return cost{instrs: 1}
}

// simdLoads reports whether a vector instruction reads memory.
func simdLoads(sub uint32) bool {
	return sub < simdStore || sub >= simdFirstLoadLane && sub < simdFirstStoreLane || sub == simdLoad32Zero ||
		sub == simdLoad64Zero
}

// A cost is that of some code.
type cost struct{ instrs, loads int64 }

func (c cost) add(d cost) cost { return cost{c.instrs + d.instrs, c.loads + d.loads} }

// fuel is what the code is charged.
func (c cost) fuel() int64 { return max(c.instrs, fuelLoad*c.loads) }

// AnyFrame is the frame of a function that need not be compared with what it takes: one that calls no other, or that
// takes its frame from StackGlobal.
const AnyFrame = math.MaxInt64

// frame returns the stack that a call of a function pays for, 0 if it cannot recurse, and how much it takes where that
// is more: what it pays for does not depend on the machine.
func (w *rewriter) frame(index int, f function, t FuncType, calls bool) (paid, takes int64) {
	if !calls {
		return 0, 0
	}
	paid = frameEstimate(f, t)
	if index < len(w.frames) && w.frames[index] > paid {
		takes = w.frames[index]
	}
	return paid, takes
}

// frameEstimate is the stack that a call takes as a rule: what is saved around it, its parameters and locals, and the
// values that its code keeps at a time, for which the size of the code stands.
func frameEstimate(f function, t FuncType) int64 {
	values := int64(len(t.Params)) + int64(f.count) + int64(len(t.Results)) + min(int64(f.end-f.start)/12, 1024)
	return 128 + 16*values
}
