package wasm

import (
	"cmp"
	"fmt"
	"slices"
)

// A Segment is data that an instance has in its memory from the beginning.
type Segment struct {
	Offset uint32
	Bytes  []byte
}

// joinGap is how many zero bytes are written to make two data segments one.
const joinGap = 64

// A segment is one of the data section.
type segment struct {
	passive bool // the code copies it
	memory  uint32
	offset  expr // nil if it is passive
	bytes   []byte
}

// Kinds of data segments. Source: WebAssembly Core Specification 2.0, section 5.5.14, "Data Section".
const (
	dataActive       = 0
	dataPassive      = 1
	dataActiveMemory = 2 // of a memory that is named
)

// segment reads a data segment.
func (m *Module) segment(r *reader) (s segment) {
	start := r.pos
	kind := r.u32()
	switch kind {
	case dataActive, dataPassive:
	case dataActiveMemory:
		s.memory = r.u32()
	default:
		r.fail(start, fmt.Sprintf("a data segment of kind %d", kind))
	}
	if s.passive = kind == dataPassive; !s.passive {
		s.offset = m.constExpr(r)
	}
	s.bytes = r.bytes(r.u32())
	return s
}

// active is the segment as one that the host can write: with a constant address in the first memory.
func (s segment) active() (a Segment, ok bool) {
	if s.passive || s.memory != 0 {
		return Segment{}, false
	}
	offset, ok := s.offset.i32()
	return Segment{offset, s.bytes}, ok
}

// i32 is the value of an i32.const.
func (e expr) i32() (value uint32, ok bool) {
	if e[0] != opI32Const {
		return 0, false
	}
	return low32(e[1:]), true
}

// joinAll sorts the segments and joins those that follow each other: linkers leave out short runs of zero, and a module
// in Go has tens of thousands of segments, each of which takes time whenever an instance is made. Where some lie over
// others it returns nil: they must be written in their order.
func joinAll(segments []Segment) []Segment {
	slices.SortStableFunc(segments, func(a, b Segment) int { return cmp.Compare(a.Offset, b.Offset) })
	if !apart(segments) {
		return nil
	}
	return join(segments)
}

// join joins segments that are in order and apart. Their bytes are new ones.
func join(segments []Segment) (joined []Segment) {
	for _, s := range segments {
		if last := len(joined) - 1; last >= 0 {
			end := uint64(joined[last].Offset) + uint64(len(joined[last].Bytes))
			if gap := uint64(s.Offset) - end; gap <= joinGap {
				joined[last].Bytes = append(append(joined[last].Bytes, make([]byte, gap)...), s.Bytes...)
				continue
			}
		}
		joined = append(joined, Segment{s.Offset, slices.Clone(s.Bytes)})
	}
	return joined
}

// apart reports whether each segment begins where the one before it ends, or later.
func apart(segments []Segment) bool {
	end := uint64(0)
	for _, s := range segments {
		if uint64(s.Offset) < end {
			return false
		}
		end = uint64(s.Offset) + uint64(len(s.Bytes))
	}
	return true
}

func (w *rewriter) dataSection() []byte {
	b := uleb(nil, uint32(len(w.segments)))
	for _, s := range w.segments {
		switch {
		case s.passive:
			b = append(b, dataPassive)
		case s.memory != 0:
			b = uleb(append(b, dataActiveMemory), s.memory)
		default:
			b = append(b, dataActive)
		}
		if !s.passive {
			b = append(w.appendExpr(b, s.offset), opEnd)
		}
		b = append(uleb(b, uint32(len(s.bytes))), s.bytes...)
	}
	return b
}
