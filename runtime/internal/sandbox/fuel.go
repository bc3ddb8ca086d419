package sandbox

import (
	"time"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// fuelSlice is how much fuel a guest gets at a time. When it is spent the guest calls the guard, which is Go
// code, so that the scheduler and the garbage collector get their turn: this is how long they, an abort and
// the deadline may have to wait for a guest. It takes some ten microseconds, and a millisecond or two where each read
// waits for memory.
const fuelSlice = 40_000

// stackSlice is how many bytes of stack the functions may take, until the guard looks at it, that do not pay for them.
const stackSlice = 1 << 20

// CheckGuest is for a guest that has spent its slice of fuel, or has entered a function that takes much of the stack.
// It lets the guest go on, with the next slice if need be, or stops it with a panic that the call returns as its error.
// It costs nothing. The reason is the guard's parameter.
func (r *Run) CheckGuest(reason uint32) {
	r.checkStack()
	if reason == wasm.ReasonStack {
		r.guest.stackLeft.Set(stackSlice)
		return
	}
	r.Charge(0)
}

// Charge takes fuel for what the host does for a guest, and looks whether the guest may go on when its slice
// is spent.
func (r *Run) Charge(amount int64) {
	fuel := r.guest.fuel
	left := int64(fuel.Get()) - amount
	if left < 0 {
		if err := r.pause(time.Now()); err != nil {
			panic(Stop{err})
		}
		left = r.refuel(left)
	}
	fuel.Set(uint64(left))
}

// refuel takes what a guest has left, which is below zero, and returns its next slice.
func (r *Run) refuel(left int64) int64 {
	slice := min(fuelSlice, r.fuel+left)
	if slice < 0 {
		panic(Stop{r.outOfFuel()})
	}
	r.fuel -= slice - left
	return slice
}

func (r *Run) outOfFuel() error {
	return &fault.LimitError{Limit: "fuel", Allowed: r.module.Bounds.Fuel}
}

// Spent is the fuel that the run has used, with an instance.
func (r *Run) Spent() int64 { return r.module.Bounds.Fuel - r.fuel - int64(r.guest.fuel.Get()) }

// checkStack stops a guest that took more stack than it may have, and counts what it took. It may have grown by some
// megabytes since it was looked at: as much as a slice of fuel pays for.
func (r *Run) checkStack() {
	i := r.guest
	size := i.running.stackBytes()
	if size == i.seen {
		return
	}
	i.seen = size
	if allowed := r.module.Bounds.StackBytes; size > 2*allowed { // it had the half when it needed more
		panic(Stop{&fault.LimitError{Limit: "stack", Allowed: allowed, Unit: "bytes"}})
	}
	if !i.countStacks() {
		panic(Stop{r.module.budget.Exceeded()})
	}
}
