// Package pages is what the operating system does for the memory of guests: it reserves addresses, gives them room, and
// tells which pages were written. Each system has it in files of its own; where one cannot tell, [Watch] says so.
package pages

import "errors"

// ErrUnsupported is that the system does not tell which pages were written, or does not let this process know.
var ErrUnsupported = errors.New("the system does not tell which pages were written")

// A Range is a part of memory, in bytes from its beginning.
type Range struct{ From, To int }

// Bytes is how much memory ranges are together.
func Bytes(ranges []Range) (n int) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}
