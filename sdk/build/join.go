package build

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Sections of a module. Source: WebAssembly Core Specification 2.0, section 5.5, "Modules".
const (
	sectionImport    = 2
	sectionMemory    = 5
	sectionGlobal    = 6
	sectionExport    = 7
	sectionData      = 11
	sectionDataCount = 12
)

const (
	pageBytes      = 64 << 10
	maxPages       = 1<<16 - 1 // so that no address is one of 33 bits
	bundleGlobal   = "whowasm_bundle"
	kindFunction   = 0
	kindGlobal     = 3
	opI32Const     = 0x41
	opEnd          = 0x0b
	typeI32        = 0x7f
	headerBytes    = 8
	hasMaximumFlag = 1
)

// join returns a module of an engine and a bundle. The bundle lies behind the memory that the engine begins with, which
// becomes so much larger. The engine finds it through the exported global whowasm_bundle: the address of two words,
// into which join writes the bundle's address and length. All of it is data, so that the code stays the engine's.
//
// The error is about the engine: one that is not a module, has no such global, or names its data segments.
func join(engine, bundle []byte) ([]byte, error) {
	sections, err := split(engine)
	if err != nil {
		return nil, fmt.Errorf("the engine: %w", err)
	}
	words, err := bundleWords(sections)
	if err != nil {
		return nil, fmt.Errorf("the engine: %w", err)
	}
	pages, memory, err := growMemory(sections, len(bundle))
	if err != nil {
		return nil, fmt.Errorf("the engine: %w", err)
	}
	at := pages * pageBytes
	where := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, at), uint32(len(bundle)))
	data, err := addData(sections, segment{at, bundle}, segment{words, where})
	if err != nil {
		return nil, fmt.Errorf("the engine: %w", err)
	}
	joined := slices.Clone(engine[:headerBytes])
	for _, s := range sections {
		switch s.id {
		case sectionMemory:
			s.content = memory
		case sectionData:
			s.content = data
		}
		joined = append(binary.AppendUvarint(append(joined, s.id), uint64(len(s.content))), s.content...)
	}
	return joined, nil
}

// A section is one of a module.
type section struct {
	id      byte
	content []byte
}

var errTruncated = errors.New("it is cut off")

// split returns the sections of a module.
func split(module []byte) (sections []section, err error) {
	if len(module) < headerBytes || string(module[:headerBytes]) != "\x00asm\x01\x00\x00\x00" {
		return nil, errors.New("it is not a WebAssembly module")
	}
	r := &reader{rest: module[headerBytes:]}
	for len(r.rest) > 0 {
		s := section{id: r.byte()}
		s.content = r.bytes(r.number())
		if r.failed {
			return nil, errTruncated
		}
		if s.id == sectionDataCount {
			return nil, errors.New("it has a data count section (12): its code may name data segments")
		}
		sections = append(sections, s)
	}
	return sections, nil
}

// find returns a reader of a section.
func find(sections []section, id byte) *reader {
	for _, s := range sections {
		if s.id == id {
			return &reader{rest: s.content}
		}
	}
	return &reader{failed: true}
}

// bundleWords returns the address in the exported global whowasm_bundle. Globals before it are numbers of 32 bits, too.
func bundleWords(sections []section) (address uint32, err error) {
	if importsGlobals(sections) {
		return 0, errors.New("it imports something other than functions")
	}
	exports := find(sections, sectionExport)
	index, found := uint32(0), false
	for range exports.number() {
		name, kind, at := string(exports.bytes(exports.number())), exports.byte(), exports.number()
		if name == bundleGlobal && kind == kindGlobal {
			index, found = at, true
		}
	}
	if !found || exports.failed {
		return 0, fmt.Errorf("it exports no global %s", bundleGlobal)
	}
	globals := find(sections, sectionGlobal)
	count := globals.number()
	for i := range count {
		isI32, mutable, op := globals.byte() == typeI32, globals.byte(), globals.byte()
		value := globals.number() // an address is not negative
		if end := globals.byte(); globals.failed || !isI32 || op != opI32Const || end != opEnd {
			break
		}
		if i == index && mutable == 0 {
			return value, nil
		}
	}
	return 0, fmt.Errorf("its global %s is not a constant address", bundleGlobal)
}

// importsGlobals reports whether a module imports anything but functions.
func importsGlobals(sections []section) bool {
	imports := find(sections, sectionImport)
	for range imports.number() {
		imports.bytes(imports.number())
		imports.bytes(imports.number())
		if kind := imports.byte(); kind != kindFunction || imports.failed {
			return true
		}
		imports.number() // its type
	}
	return false
}

// growMemory returns how many pages the engine's memory begins with, and its memory section with room for so many bytes
// more.
func growMemory(sections []section, bytes int) (pages uint32, content []byte, err error) {
	r := find(sections, sectionMemory)
	count, flags, pages := r.number(), r.byte(), r.number()
	if r.failed || count != 1 || flags > hasMaximumFlag {
		return 0, nil, errors.New("it has no memory of its own")
	}
	grown := uint64(pages) + uint64(bytes+pageBytes-1)/pageBytes
	most := uint64(maxPages)
	content = binary.AppendUvarint([]byte{1, flags}, grown)
	content = append(content, r.rest...)
	if flags == hasMaximumFlag {
		most = uint64(r.number())
	}
	if grown > most {
		return 0, nil, fmt.Errorf("with a bundle of %d bytes it has more memory than the %d pages that it may have", bytes,
			most)
	}
	return pages, content, nil
}

// A segment is data at an address.
type segment struct {
	address uint32
	bytes   []byte
}

// addData returns the data section with more segments.
func addData(sections []section, segments ...segment) ([]byte, error) {
	r := find(sections, sectionData)
	count := r.number()
	if r.failed {
		return nil, errors.New("it has no data")
	}
	content := binary.AppendUvarint(nil, uint64(count)+uint64(len(segments)))
	content = append(content, r.rest...)
	for _, s := range segments {
		content = appendSigned(append(content, 0, opI32Const), int64(int32(s.address)))
		content = binary.AppendUvarint(append(content, opEnd), uint64(len(s.bytes)))
		content = append(content, s.bytes...)
	}
	return content, nil
}

// appendSigned appends a number in signed LEB128.
func appendSigned(b []byte, n int64) []byte {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// A reader reads a part of a module. What it returns once it has failed means nothing.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) byte() byte {
	b := r.bytes(1)
	if r.failed {
		return 0
	}
	return b[0]
}

func (r *reader) bytes(n uint32) []byte {
	if r.failed || uint64(n) > uint64(len(r.rest)) {
		r.failed = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// number reads an unsigned number.
func (r *reader) number() uint32 {
	value, n := binary.Uvarint(r.rest)
	if r.failed || n <= 0 || value > 1<<32-1 {
		r.failed = true
		return 0
	}
	r.rest = r.rest[n:]
	return uint32(value)
}
