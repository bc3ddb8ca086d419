package wasm

import "unicode/utf8"

// A reader reads the binary format from data, of which it sees the bytes from pos to end. What is wrong it
// throws as an error value, which catch turns into a returned one: a format in which every byte may be the
// one that is wrong would otherwise be all error checks.
type reader struct {
	data    []byte
	pos     int
	end     int
	section string
	counts  *counts // nil where nothing is counted
}

// thrown is an error on its way to catch.
type thrown struct{ err error }

// catch is deferred by the functions that begin to read.
func catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case thrown:
		*err = r.err
	default:
		panic(r)
	}
}

// fail throws a FormatError at an offset.
func (r *reader) fail(offset int, problem string) {
	panic(thrown{&FormatError{Section: r.section, Offset: offset, Problem: problem}})
}

// limit throws a LimitError if there is more of something than is allowed. It keeps count of what there is.
func (r *reader) limit(what string, found uint64, allowed uint32, offset int) {
	r.counts.note(what, found, uint64(allowed))
	if found > uint64(allowed) {
		panic(thrown{&LimitError{What: what, Found: found, Allowed: uint64(allowed), Section: r.section, Offset: offset}})
	}
}

func (r *reader) more() bool { return r.pos < r.end }

// rest is what has not been read.
func (r *reader) rest() []byte { return r.data[r.pos:r.end] }

func (r *reader) byte() byte {
	if r.pos >= r.end {
		r.fail(r.pos, "unexpected end")
	}
	b := r.data[r.pos]
	r.pos++
	return b
}

func (r *reader) bytes(n uint32) []byte {
	if uint64(n) > uint64(r.end-r.pos) {
		r.fail(r.pos, "unexpected end")
	}
	r.pos += int(n)
	return r.data[r.pos-int(n) : r.pos]
}

// u32 reads an unsigned number of at most 32 bits.
func (r *reader) u32() uint32 {
	start := r.pos
	var value uint32
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		if shift == 28 && b > 0x0f {
			break
		}
		value |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return value
		}
	}
	r.fail(start, "a number of more than 32 bits")
	return 0
}

// low32 returns the lowest 32 bits of a signed number.
func low32(number []byte) (value uint32) {
	for i, b := range number {
		value |= uint32(b&0x7f) << (7 * i)
	}
	if last := number[len(number)-1]; last&0x40 != 0 {
		value |= ^uint32(0) << (7 * len(number)) // its sign
	}
	return value
}

// skipSigned passes over a signed number of at most so many bits.
func (r *reader) skipSigned(bits int) {
	start := r.pos
	for n := 0; n < bits; n += 7 {
		if r.byte() < 0x80 {
			return
		}
	}
	r.fail(start, "a number that is too long")
}

// count reads the length of a vector, of which each entry takes at least one byte.
func (r *reader) count(what string, allowed uint32) uint32 {
	start := r.pos
	n := r.u32()
	r.limit(what, uint64(n), allowed, start)
	if uint64(n) > uint64(r.end-r.pos) {
		r.fail(start, "more "+what+" than there are bytes")
	}
	return n
}

func (r *reader) name() string {
	start := r.pos
	name := r.bytes(r.u32())
	if !utf8.Valid(name) {
		r.fail(start, "a name that is not UTF-8")
	}
	return string(name)
}

// sub returns a reader of the next n bytes, and passes over them.
func (r *reader) sub(n uint32) *reader {
	if uint64(n) > uint64(r.end-r.pos) {
		r.fail(r.pos, "goes beyond the end")
	}
	s := &reader{data: r.data, pos: r.pos, end: r.pos + int(n), section: r.section, counts: r.counts}
	r.pos += int(n)
	return s
}
