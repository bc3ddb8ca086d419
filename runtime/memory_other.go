//go:build !unix

package runtime

// reserve returns memory that is all zero.
func reserve(size uint64) []byte { return make([]byte, size) }

func release([]byte) {}
