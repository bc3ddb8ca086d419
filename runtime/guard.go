package runtime

import (
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// fuelSlice is how much fuel a guest gets at a time. When it is spent the guest calls the guard, which is Go
// code, so that the scheduler and the garbage collector get their turn: this is how long they, an abort and
// the deadline may have to wait for a guest. It takes some ten microseconds, and a millisecond or two where each read
// waits for memory.
const fuelSlice = 40_000

// stackSlice is how many bytes of stack the functions may take, until the guard looks at it, that do not pay for them.
const stackSlice = 1 << 20

// guard is called by a guest that has spent its slice of fuel, or has entered a function that takes much of the stack.
// It lets the guest go on, with the next slice if need be, or stops it with a panic that the call returns as its error.
// It costs nothing.
var guard = hostFunction{name: wasm.GuardName, params: types("i32"), serve: checkGuest}

func checkGuest(c *call, _ api.Memory, p params) int64 {
	c.checkStack()
	if p.u32(0) == wasm.ReasonStack {
		c.guest.stackLeft.Set(stackSlice)
		return 0
	}
	c.charge(0)
	return 0
}

// charge takes fuel for what the host does for a guest, and looks whether the guest may go on when its slice
// is spent.
func (c *call) charge(amount int64) {
	fuel := c.guest.fuel
	left := int64(fuel.Get()) - amount
	if left < 0 {
		if err := c.pause(time.Now()); err != nil {
			panic(stop{err})
		}
		left = c.refuel(left)
	}
	fuel.Set(uint64(left))
}

// pause says why the call is over, or lets others go first.
func (c *call) pause(now time.Time) error {
	if err := c.life.Ended(now); err != nil {
		return err
	}
	return c.turn.Pass(now)
}

// refuel takes what a guest has left, which is below zero, and returns its next slice.
func (c *call) refuel(left int64) int64 {
	slice := min(fuelSlice, c.fuel+left)
	if slice < 0 {
		panic(stop{c.outOfFuel()})
	}
	c.fuel -= slice - left
	return slice
}

func (c *call) outOfFuel() error {
	return &LimitError{Limit: "fuel", Allowed: c.module.policy.Fuel}
}

// spent is the fuel that the call has used.
func (c *call) spent() int64 { return c.module.policy.Fuel - c.fuel - int64(c.guest.fuel.Get()) }
