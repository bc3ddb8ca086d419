package sandbox

import (
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

// firstStack is how much stack the functions of an instance have that count as part of it, and keptStack how much they
// keep from one call to the next: a guest in Go grows to some hundred KiB in each.
const (
	firstStack = 2 * 16 << 10
	keptStack  = 512 << 10
)
