//go:build unix && !freebsd && !dragonfly

package native

import (
	"fmt"
	"os"
	"syscall"
)

// niceness is the priority of a compiling process: whoever else wants to run goes first.
const niceness = 10

// boundProcess bounds the memory of this process from now on, and makes way for others. Where the system refuses,
// the time that compiling may take is what is left.
func boundProcess(bytes int64) {
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness)
	limit := uint64(dataBytes() + bytes)
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit})
}

// dataBytes is what the process has taken so far, where that can be told. Source: proc_pid_statm(5).
func dataBytes() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	var size, resident, shared, code, lib, data int64
	if err == nil {
		_, err = fmt.Sscan(string(text), &size, &resident, &shared, &code, &lib, &data)
	}
	if err != nil {
		return 0
	}
	return data * int64(os.Getpagesize())
}
