package sandbox

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// An Instance is one sandbox: a module with a memory of its own. It is lent to one run at a time.
type Instance struct {
	idleSince    atomic.Int64 // Unix time in nanoseconds, 0 while a run has it and when it is closed
	module       *module
	image        *image
	wazero       api.Module
	exported     api.Memory
	memory       *linearMemory       // behind exported
	globals      []api.MutableGlobal // fuel, and the module's own
	fuel         api.MutableGlobal   // what is left of the slice
	stackLeft    api.MutableGlobal   // what functions may take of the stack that do not pay for it
	initFuel     int64               // what its initialisation cost, if it had one
	entry, alloc function
	running      function  // the one that was called last
	seen         int64     // the size of its stack, when it was last looked at
	stacks       int64     // what the functions' stacks take of the budget
	values       [2]uint64 // parameters and results, kept to save an allocation
}

// Memory is the guest's linear memory.
func (i *Instance) Memory() api.Memory { return i.exported }

// CallEntry calls the function that answers, which may have two parameters, and returns its result, if it has one.
func (i *Instance) CallEntry(ctx context.Context, first, second uint64) (uint64, error) {
	return i.call(ctx, i.entry, first, second)
}

// CallAlloc calls the function that gives room for so many bytes, and returns its address.
func (i *Instance) CallAlloc(ctx context.Context, size int) (uint32, error) {
	address, err := i.call(ctx, i.alloc, uint64(size), 0)
	return uint32(address), err
}

func (i *Instance) call(ctx context.Context, f function, first, second uint64) (uint64, error) {
	i.values = [2]uint64{first, second}
	err := i.run(ctx, f, i.values[:])
	return i.values[0], err
}

// run calls a function of the instance.
func (i *Instance) run(ctx context.Context, f function, stack []uint64) (err error) {
	defer Recover(i.module.Logger, "running an instance", &err)
	i.running, i.seen = f, f.stackBytes()
	return f.CallWithStack(ctx, stack)
}

// findGlobals finds what the rewriter has made visible.
func (i *Instance) findGlobals() error {
	for _, name := range append([]string{wasm.FuelGlobal, wasm.StackGlobal}, i.image.globals...) {
		global, ok := i.wazero.ExportedGlobal(name).(api.MutableGlobal)
		if !ok {
			return fmt.Errorf("the metered module lacks %s", name)
		}
		i.globals = append(i.globals, global)
	}
	i.fuel, i.stackLeft = i.globals[0], i.globals[1]
	return nil
}

// countStacks takes of the budget what the stacks have grown to. It reports false if there is no room.
func (i *Instance) countStacks() bool {
	size := i.entry.stackBytes() + i.alloc.stackBytes()
	if i.running != i.entry && i.running != i.alloc {
		size += i.running.stackBytes()
	}
	more := max(size-firstStack, 0) - i.stacks
	if more > 0 && !i.module.tryTake(more) {
		return false
	}
	if more < 0 {
		i.module.budget.Give(-more)
	}
	i.stacks += more
	i.memory.taken.Add(more)
	return true
}

// settleStacks is for when no function is running: it counts the stacks, and drops large ones.
func (i *Instance) settleStacks() {
	i.running = function{}
	if i.countStacks() && i.stacks <= keptStack {
		return
	}
	i.newStacks()
	i.countStacks()
}

// newStacks makes the functions anew, with small stacks.
func (i *Instance) newStacks() {
	i.entry = i.function(i.module.Exports.Entry)
	i.alloc = i.function(i.module.Exports.Alloc)
}

// function returns an export, which need not be there.
func (i *Instance) function(name string) function {
	if name == "" {
		return function{}
	}
	return newFunction(i.wazero.ExportedFunction(name))
}

// take takes the instance if it is idle, so that nobody else has it.
func (i *Instance) take() (idleSince int64, ok bool) {
	since := i.idleSince.Load()
	return since, since != 0 && i.idleSince.CompareAndSwap(since, 0)
}

// closeAfter is deferred by who makes an instance: it is closed if that fails.
func (i *Instance) closeAfter(err *error) {
	if *err != nil {
		*err = errors.Join(*err, i.close())
	}
}

// close frees the instance and gives back its room, whatever wazero does.
func (i *Instance) close() error {
	defer i.memory.Free()
	return panics.Try(i.module.Logger, "closing an instance", func() error {
		return i.wazero.Close(context.Background())
	})
}
