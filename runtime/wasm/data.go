package wasm

import (
	"cmp"
	"slices"
)

// joinGap is how many zero bytes are written to make two data segments one.
const joinGap = 64

// A segment is an active data segment for the first memory, at a constant address.
type segment struct {
	offset uint32
	bytes  []byte
}

// dataSection sorts segments and joins those that follow each other, and counts what is left: linkers leave out short runs of zero, and a
// module in Go has tens of thousands of segments, each of which takes time whenever an instance is made. Where the code
// names segments by their index, or some are of another kind, the section stays as it is.
func (w *rewriter) dataSection() (section []byte, count uint32) {
	if w.data == nil || w.namesSegments {
		return w.data, w.dataItems
	}
	segments, ok := w.activeSegments()
	slices.SortStableFunc(segments, func(a, b segment) int { return cmp.Compare(a.offset, b.offset) })
	if !ok || !apart(segments) { // what is written twice must be written in order
		return w.data, w.dataItems
	}
	var joined []segment
	for _, s := range segments {
		if last := len(joined) - 1; last >= 0 {
			end := uint64(joined[last].offset) + uint64(len(joined[last].bytes))
			if gap := uint64(s.offset) - end; gap <= joinGap {
				joined[last].bytes = append(append(joined[last].bytes, make([]byte, gap)...), s.bytes...)
				continue
			}
		}
		joined = append(joined, segment{s.offset, s.bytes[:len(s.bytes):len(s.bytes)]})
	}
	section = uleb(nil, uint32(len(joined)))
	for _, s := range joined {
		section = append(section, 0, opI32Const)
		section = append(sleb(section, int64(int32(s.offset))), opEnd)
		section = append(uleb(section, uint32(len(s.bytes))), s.bytes...)
	}
	return section, uint32(len(joined))
}

// apart reports whether each segment begins where the one before it ends, or later.
func apart(segments []segment) bool {
	end := uint64(0)
	for _, s := range segments {
		if uint64(s.offset) < end {
			return false
		}
		end = uint64(s.offset) + uint64(len(s.bytes))
	}
	return true
}

// activeSegments reads the data section. It reports false if there are other segments in it.
func (m *Module) activeSegments() (segments []segment, ok bool) {
	r := m.dataReader()
	for range r.u32() {
		if r.u32() != 0 {
			return nil, false
		}
		offset, ok := constExpr(r).i32()
		if !ok {
			return nil, false
		}
		segments = append(segments, segment{offset, r.bytes(r.u32())})
	}
	return segments, !r.more()
}

// i32 is the value of an i32.const.
func (e expr) i32() (value uint32, ok bool) {
	if e[0] != opI32Const {
		return 0, false
	}
	return low32(e[1:]), true
}
