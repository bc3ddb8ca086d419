//go:build !linux

package pages

// Populate makes the system give memory, which is all zero, its room.
func Populate(memory []byte) { clear(memory) }

// dropsPages is that MADV_DONTNEED makes private memory all zero.
const dropsPages = false
