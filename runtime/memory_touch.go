//go:build !linux

package runtime

// populate makes the system give the memory, which is all zero, its room.
func populate(memory []byte) { clear(memory) }
