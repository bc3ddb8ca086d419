//go:build unix

package pages

import "golang.org/x/sys/unix"

// Reserve returns memory that is all zero and takes room as it is touched. Its size is in bytes.
func Reserve(size uint64) ([]byte, error) {
	if size == 0 {
		return nil, nil
	}
	return unix.Mmap(-1, 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
}

// Release gives reserved memory back. Nil is harmless.
func Release(memory []byte) {
	if memory != nil {
		_ = unix.Munmap(memory) // fails for memory that was not reserved alone
	}
}

// GiveBack gives the system the room of memory that stays reserved, and is all zero afterwards.
func GiveBack(memory []byte) {
	if len(memory) == 0 {
		return
	}
	if unix.Madvise(memory, unix.MADV_DONTNEED) != nil || !dropsPages {
		clear(memory)
	}
}
