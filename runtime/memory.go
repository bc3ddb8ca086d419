package runtime

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
)

// linearMemory is the memory of one instance. All that it may have is reserved when it is made, so that it
// grows without being copied: a guest would otherwise make the host copy for as long as it takes.
type linearMemory struct {
	limit    uint64
	reserved []byte
}

// Allocate implements experimental.MemoryAllocator, for one memory.
func (m *linearMemory) Allocate(_, max uint64) experimental.LinearMemory {
	m.reserved = reserve(min(m.limit, max))
	return m
}

// Reallocate implements experimental.LinearMemory. Nil makes memory.grow answer -1.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) {
		return nil
	}
	return m.reserved[:size]
}

// Free implements experimental.LinearMemory. Freeing twice is harmless.
func (m *linearMemory) Free() {
	release(m.reserved)
	m.reserved = nil
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
