//go:build unix

package runtime

import (
	"fmt"
	"syscall"
)

// reserve returns memory that is all zero and takes room as it is touched.
func reserve(size uint64) []byte {
	if size == 0 {
		return nil
	}
	memory, err := syscall.Mmap(-1, 0, int(size), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(memoryError{fmt.Errorf("reserving %d bytes of memory: %w", size, err)})
	}
	return memory
}

func release(memory []byte) {
	if memory != nil {
		_ = syscall.Munmap(memory) // fails for memory that was not mapped alone
	}
}
