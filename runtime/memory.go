package runtime

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
)

// linearMemory is the memory of one instance. All the addresses that it may have are reserved when it is made, so that it
// grows without being copied: a guest would otherwise make the host copy for as long as it takes.
type linearMemory struct {
	module   *Module
	limit    uint64
	reserved []byte
	room     uint64 // how large it may grow without asking the budget
	taken    int64  // of the budget, to be given back with the memory
}

// Allocate implements experimental.MemoryAllocator, for one memory.
func (m *linearMemory) Allocate(_, max uint64) experimental.LinearMemory {
	m.reserved = reserve(min(m.limit, max))
	return m
}

// Reallocate implements experimental.LinearMemory. Nil makes memory.grow answer -1. It stops a guest for which
// the engine has no room: whether it could have gone on is not to depend on what others do.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) {
		return nil
	}
	if size > m.room {
		more := int64(size - m.room)
		if budget := m.module.engine.budget; !budget.tryTake(m.module, more) {
			panic(budget.exceeded())
		}
		m.room = size
		m.taken += more
	}
	return m.reserved[:size]
}

// Free implements experimental.LinearMemory. Freeing twice is harmless.
func (m *linearMemory) Free() {
	release(m.reserved)
	m.module.engine.budget.give(m.taken)
	m.reserved, m.taken = nil, 0
}

// freeOnError is deferred by whoever makes an instance: it frees the memory if that fails, and turns a
// reserveError on its way through wazero into the error.
func (m *linearMemory) freeOnError(err *error) {
	switch reason := recover().(type) {
	case nil:
	case reserveError:
		*err = reason
	default:
		panic(reason)
	}
	if *err != nil {
		m.Free()
	}
}

// A reserveError is memory that the system does not give. It is thrown through wazero, whose allocators cannot
// fail, and caught by freeOnError.
type reserveError struct {
	size uint64
	err  error
}

func (e reserveError) Error() string {
	return fmt.Sprintf("reserving %d bytes of memory: %v", e.size, e.err)
}
func (e reserveError) Unwrap() error { return e.err }
