//go:build !unix

package pages

// Reserve returns memory that is all zero. Its size is in bytes.
func Reserve(size uint64) ([]byte, error) { return make([]byte, size), nil }

// Release gives reserved memory back. Nil is harmless.
func Release([]byte) {}

// GiveBack makes memory all zero.
func GiveBack(memory []byte) { clear(memory) }
