package runtime

import "golang.org/x/sys/unix"

// populate makes the system give the memory its room, in one call, during which other goroutines and the garbage collector
// go on. Source: madvise(2), since Linux 5.14.
func populate(memory []byte) {
	if unix.Madvise(memory, unix.MADV_POPULATE_WRITE) != nil {
		clear(memory)
	}
}
