//go:build !unix || freebsd || dragonfly

package native

// boundProcess cannot bound the memory of a process here; the time that compiling may take is what bounds it.
func boundProcess(int64) {}
