package sandbox

import (
	"context"
	"reflect"

	"github.com/tetratelabs/wazero/api"
)

// A function is one that the host calls in an instance. wazero gives each a stack of its own, which grows to twice its
// size when it is too small, and does not shrink.
type function struct {
	api.Function               // nil if the module has none
	stack        reflect.Value // the field of what wazero has behind it: a slice
	unit         int64         // the size of its elements, in bytes
}

// newFunction finds the stack, of which wazero's interface does not tell. It panics if wazero has none of that name,
// which every test would show.
func newFunction(f api.Function) function {
	if f == nil {
		return function{}
	}
	stack := reflect.ValueOf(f).Elem().FieldByName("stack")
	return function{f, stack, int64(stack.Type().Elem().Size())}
}

// stackBytes is how large the stack is now.
func (f function) stackBytes() int64 {
	if f.Function == nil {
		return 0
	}
	return f.unit * int64(f.stack.Len())
}

// run calls a function of the instance.
func (i *Instance) run(ctx context.Context, f function, stack []uint64) (err error) {
	defer Recover(i.module.Logger, "running an instance", &err)
	i.running, i.seen = f, f.stackBytes()
	return f.CallWithStack(ctx, stack)
}

// firstStack is how much stack the functions of an instance have that count as part of it, and keptStack how much they
// keep from one call to the next: a guest in Go grows to some hundred KiB in each.
const (
	firstStack = 2 * 16 << 10
	keptStack  = 512 << 10
)

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
