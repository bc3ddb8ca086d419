package runtime

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// A prepared module is what wazero compiles in place of the original.
type prepared struct {
	wasm []byte
	// globals are the export names of the mutable globals, which the original keeps to itself.
	globals []string
	// resettable is false for a module whose state is more than its memory and its mutable number globals.
	resettable bool
}

// hiddenPrefix begins the export names that prepare adds. A module that uses it is refused.
const hiddenPrefix = "whowasm:"

// Sections and kinds of the binary format.
// Source: WebAssembly Core Specification 2.0, chapter 5, "Binary Format".
const (
	sectionImport    = 2
	sectionGlobal    = 6
	sectionExport    = 7
	sectionStart     = 8
	sectionDataCount = 12

	kindFunction = 0
	kindTable    = 1
	kindMemory   = 2
	kindGlobal   = 3

	typeV128 = 0x7b
)

// prepare reads a module and adds to its exports every mutable global, so that they can be put back after a
// call. This is the place where a module is checked and rewritten before wazero sees it.
func prepare(wasm []byte) (*prepared, error) {
	if err := checkHeader(wasm); err != nil {
		return nil, err
	}
	p := &preparer{prepared: prepared{resettable: true}}
	p.out = append(p.out, wasm[:8]...)
	r := &reader{data: wasm, pos: 8}
	for r.pos < len(wasm) {
		if err := p.section(r); err != nil {
			return nil, err
		}
	}
	p.addExports(nil) // a module without an export section
	p.prepared.wasm = p.out
	return &p.prepared, nil
}

// checkHeader tells a core module from the other things that a .wasm file may hold.
func checkHeader(wasm []byte) error {
	if len(wasm) < 8 || string(wasm[:4]) != "\x00asm" {
		return errors.New("not a WebAssembly module: it does not begin with \\0asm")
	}
	switch version := binary.LittleEndian.Uint32(wasm[4:8]); version {
	case 1:
		return nil
	case 0x1000d:
		return errors.New("a WebAssembly component, not a core module; build for wasm32-wasip1 instead of wasip2, " +
			"or take the core module out of it (wasm-tools component unbundle)")
	default:
		return fmt.Errorf("WebAssembly version %#x; version 1 is supported", version)
	}
}

// A preparer copies a module section by section.
type preparer struct {
	prepared
	out      []byte
	mutable  []uint32 // indices of the mutable globals
	exported bool     // the export section has been written
}

func (p *preparer) section(r *reader) error {
	start := r.pos
	id := r.byte()
	body := r.bytes(r.u32())
	if r.failed {
		return fmt.Errorf("truncated: the section at offset %d goes beyond the end of the file", start)
	}
	content := &reader{data: r.data[:r.pos], pos: r.pos - len(body)}
	var err error
	switch {
	case id == sectionImport:
		err = p.imports(content)
	case id == sectionGlobal:
		err = p.globalSection(content)
	case id == sectionExport:
		if err = checkExports(content); err == nil {
			p.addExports(body)
			return nil
		}
	case id >= sectionStart && id <= sectionDataCount:
		p.addExports(nil) // sections are ordered: there is no export section
	}
	if content.failed {
		err = fmt.Errorf("malformed: section %d is not readable at offset %d", id, content.pos)
	}
	p.out = append(p.out, r.data[start:r.pos]...)
	return err
}

// imports refuses what a guest cannot be given.
func (p *preparer) imports(r *reader) error {
	for range r.u32() {
		module, name := r.name(), r.name()
		if kind := r.byte(); kind == kindFunction {
			r.u32()
		} else if !r.failed {
			return fmt.Errorf("imports the %s %s.%s; the host gives functions only", kindName(kind), module, name)
		}
		if r.failed {
			return nil
		}
	}
	return nil
}

func kindName(kind byte) string {
	switch kind {
	case kindTable:
		return "table"
	case kindMemory:
		return "memory"
	case kindGlobal:
		return "global"
	default:
		return fmt.Sprintf("item of kind %d", kind)
	}
}

// globalSection finds the mutable globals. Those that are not numbers cannot be put back.
func (p *preparer) globalSection(r *reader) error {
	for index := range r.u32() {
		valueType, mutable := r.byte(), r.byte()
		r.constExpr()
		if r.failed {
			return nil
		}
		if mutable == 0 {
			continue
		}
		if valueType <= typeV128 {
			p.resettable = false
			continue
		}
		p.mutable = append(p.mutable, index)
	}
	return nil
}

// checkExports refuses a module that uses the names of ours.
func checkExports(r *reader) error {
	for range r.u32() {
		name := r.name()
		r.byte()
		r.u32()
		if r.failed {
			return nil
		}
		if strings.HasPrefix(name, hiddenPrefix) {
			return fmt.Errorf("exports %q; names that begin with %q are the host's", name, hiddenPrefix)
		}
	}
	return nil
}

// addExports writes the export section: that of the module, nil for none, and the mutable globals.
func (p *preparer) addExports(section []byte) {
	if p.exported {
		return
	}
	p.exported = true
	var count uint32
	if section != nil {
		r := &reader{data: section}
		count = r.u32()
		section = section[r.pos:]
	}
	body := binary.AppendUvarint(nil, uint64(count)+uint64(len(p.mutable)))
	body = append(body, section...)
	for _, index := range p.mutable {
		name := hiddenPrefix + "global." + strconv.Itoa(int(index))
		p.globals = append(p.globals, name)
		body = binary.AppendUvarint(body, uint64(len(name)))
		body = append(body, name...)
		body = append(body, kindGlobal)
		body = binary.AppendUvarint(body, uint64(index))
	}
	p.out = append(p.out, sectionExport)
	p.out = binary.AppendUvarint(p.out, uint64(len(body)))
	p.out = append(p.out, body...)
}

// A reader reads the binary format. After the first failure it returns zeros and failed is true.
type reader struct {
	data   []byte
	pos    int
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
	if r.failed || uint64(n) > uint64(len(r.data)-r.pos) {
		r.failed = true
		return nil
	}
	r.pos += int(n)
	return r.data[r.pos-int(n) : r.pos]
}

func (r *reader) u32() uint32 {
	var value uint64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.failed = r.failed || bits.Len64(value) > 32
			return uint32(value)
		}
	}
	r.failed = true
	return 0
}

func (r *reader) name() string { return string(r.bytes(r.u32())) }

// skipLEB passes over a number of any size.
func (r *reader) skipLEB() {
	for r.byte() >= 0x80 {
	}
}

// constExpr passes over the expression that gives a global its first value.
func (r *reader) constExpr() {
	for !r.failed {
		switch op := r.byte(); op {
		case 0x0b: // end
			return
		case 0x41, 0x42, 0x23, 0xd2: // i32.const, i64.const, global.get, ref.func
			r.skipLEB()
		case 0xd0: // ref.null
			r.byte()
		case 0x43: // f32.const
			r.bytes(4)
		case 0x44: // f64.const
			r.bytes(8)
		case 0xfd: // v128.const
			r.skipLEB()
			r.bytes(16)
		case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e: // add, sub, mul of extended constants
		default:
			r.failed = true
		}
	}
}
