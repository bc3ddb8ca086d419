// Package wasm reads WebAssembly modules in the binary format, checks them against limits, and rewrites them so
// that a host stays in control of what they do: see [Decode] and [Module.Metered].
//
// It reads what wazero runs with its default features: WebAssembly Core Specification 2.0, and of later versions the
// types of typed references, groups of types and initialisers of tables. Anything else is an error that names it and
// its place. It does not validate types; that remains the engine's work.
package wasm

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Kinds of imports and exports.
const (
	KindFunction = 0
	KindTable    = 1
	KindMemory   = 2
	KindGlobal   = 3
)

// Sections. Source: WebAssembly Core Specification 2.0, section 5.5, "Modules".
const (
	sectionCustom = iota
	sectionType
	sectionImport
	sectionFunction
	sectionTable
	sectionMemory
	sectionGlobal
	sectionExport
	sectionStart
	sectionElement
	sectionCode
	sectionData
	sectionDataCount
	sectionTag
)

var sectionNames = [...]string{"custom", "type", "import", "function", "table", "memory", "global", "export",
	"start", "element", "code", "data", "data count"}

// sectionOrder is the place of each section in a module: data count stands before code.
var sectionOrder = [...]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10}

// KindName names a kind of import or export.
func KindName(kind byte) string {
	names := [...]string{"function", "table", "memory", "global"}
	if int(kind) < len(names) {
		return names[kind]
	}
	return fmt.Sprintf("item of kind %d", kind)
}

// FuncType returns the type of a function, which must exist, by its index among imported and own ones.
func (m *Module) FuncType(index uint32) FuncType {
	for _, i := range m.Imports {
		if i.Kind != KindFunction {
			continue
		}
		if index == 0 {
			return m.Types[i.Type]
		}
		index--
	}
	return m.Types[m.Functions[index]]
}

// An Import is something that a module needs from the host.
type Import struct {
	Module, Name string
	Kind         byte
	Type         uint32 // of a function: the index of its type
	desc         []byte // of anything else, as in the file
}

// An Export is something that a module gives a name.
type Export struct {
	Name  string
	Kind  byte
	Index uint32
}

// A Table is declared by a module.
type Table struct {
	Type     byte
	Min, Max uint32
	HasMax   bool
	refType  []byte // all of its type
	init     expr   // nil for none
}

// A Memory is declared by a module. Sizes are pages of 64 KiB.
type Memory struct {
	Min, Max uint32
	HasMax   bool
}

// A Global is declared by a module.
type Global struct {
	Type      byte
	Mutable   bool
	valueType []byte // all of its type
	init      expr
}

// An expr is a constant expression: its bytes, without the end.
type expr []byte

// An element is an element segment.
type element struct {
	flags  uint32
	table  uint32
	offset expr
	kind   []byte   // elemkind or reftype
	funcs  []uint32 // or
	exprs  []expr
}

// A function is the code of a function.
type function struct {
	locals     []byte // as in the file
	count      uint32 // of locals
	start, end int    // of its instructions in the file
}

// A Module is a decoded module.
type Module struct {
	Types     []FuncType
	Imports   []Import
	Functions []uint32 // the types of the functions that are not imported
	Tables    []Table
	Memories  []Memory
	Globals   []Global
	Exports   []Export

	file               []byte
	limits             Limits
	counts             counts
	functions, globals uint32 // how many there are, imported ones included; while it is read, as far as that came
	hostFunctions      uint32 // how many functions are imported
	nameable           uint32 // how many types may be named at this place
	typeEntries        uint32 // of the type section,
	typeBytes          []byte // as it is in the file, without their number
	typeValues         int    // parameters and results of all types
	hasMemory          bool
	hasStart           bool
	startFunc          uint32
	elements           []element
	hasDataCount       bool
	dataCount          uint32
	code               []function
	hasData            bool
	segments           []segment // of data
}

// Decode reads a module and checks it against limits. The error is a [*FormatError] or a [*LimitError].
func Decode(wasm []byte, limits Limits) (_ *Module, err error) {
	defer catch(&err)
	m := &Module{file: wasm, limits: limits.withDefaults()}
	r := &reader{data: wasm, end: len(wasm), counts: &m.counts}
	checkHeader(r)
	last := 0
	for r.more() {
		start := r.pos
		id := r.byte()
		if id == sectionTag {
			r.unsupported(start, "a section of tags", exceptions)
		}
		if int(id) >= len(sectionNames) {
			r.fail(start, fmt.Sprintf("unknown section %d", id))
		}
		name := sectionNames[id]
		size := r.u32()
		if uint64(size) > uint64(r.end-r.pos) {
			r.fail(start, fmt.Sprintf("truncated: the %s section goes beyond the end of the file", name))
		}
		section := r.sub(size)
		section.section = name
		if id == sectionCustom {
			section.name()
			continue
		}
		if sectionOrder[id] <= last {
			r.fail(start, "the "+name+" section is out of order")
		}
		last = sectionOrder[id]
		m.section(id, section)
		if section.more() {
			section.fail(section.pos, "more bytes than the section needs")
		}
	}
	m.check(r)
	return m, nil
}

// checkHeader tells a core module from the other things that a .wasm file may hold.
func checkHeader(r *reader) {
	if r.end < 8 || string(r.data[:4]) != "\x00asm" {
		problem := `not a WebAssembly module: it does not begin with \0asm`
		if bytes.HasPrefix(r.data, []byte("\x7fELF")) || bytes.HasPrefix(r.data, []byte("MZ")) {
			problem = "a program of an operating system, not a WebAssembly module; in Go build with GOOS=wasip1 GOARCH=wasm"
		}
		r.fail(0, problem)
	}
	switch version := binary.LittleEndian.Uint32(r.data[4:8]); version {
	case 1:
	case 0x1000d:
		r.fail(4, "a WebAssembly component, not a core module; build for wasm32-wasip1 instead of wasip2, "+
			"or take the core module out of it (wasm-tools component unbundle)")
	default:
		r.fail(4, fmt.Sprintf("WebAssembly version %#x; version 1 is supported", version))
	}
	r.pos = 8
}

func (m *Module) section(id byte, r *reader) {
	switch id {
	case sectionType:
		m.typeEntries = r.count("types", m.limits.Types)
		start := r.pos
		for range m.typeEntries {
			m.types(r)
		}
		m.typeBytes = r.data[start:r.pos]
		m.nameable = uint32(len(m.Types))
	case sectionImport:
		for range r.count("imports", m.limits.Imports) {
			m.Imports = append(m.Imports, m.readImport(r))
		}
		m.hostFunctions, m.globals = m.imported(KindFunction), m.imported(KindGlobal)
		m.functions = m.hostFunctions
	case sectionFunction:
		for range r.count("functions", m.limits.Functions) {
			m.Functions = append(m.Functions, m.typeIndex(r))
		}
		m.functions = m.hostFunctions + uint32(len(m.Functions))
	case sectionTable:
		for range r.count("tables", m.limits.Tables) {
			m.Tables = append(m.Tables, m.table(r))
		}
	case sectionMemory:
		start := r.pos
		if n := r.u32(); n > 1 {
			r.unsupported(start, fmt.Sprintf("%d memories", n), multiMemory)
		}
		r.pos = start
		for range r.count("memories", 1) {
			m.Memories = append(m.Memories, memory(r))
		}
	case sectionGlobal:
		for range r.count("globals", m.limits.Globals) {
			m.Globals = append(m.Globals, m.global(r))
			m.globals++
		}
	case sectionExport:
		for range r.count("exports", m.limits.Exports) {
			m.Exports = append(m.Exports, m.readExport(r))
		}
	case sectionStart:
		m.hasStart = true
		m.startFunc = m.start(r)
	case sectionElement:
		items := 0
		for range r.count("element segments", m.limits.Elements) {
			start, e := r.pos, m.element(r)
			m.elements = append(m.elements, e)
			items += len(e.funcs) + len(e.exprs)
			r.limit("elements of all segments", uint64(items), m.limits.SegmentItems, start)
		}
	case sectionDataCount:
		m.hasDataCount = true
		m.dataCount = r.u32()
	case sectionCode:
		for range r.count("functions", m.limits.Functions) {
			m.code = append(m.code, m.function(r))
		}
	case sectionData:
		m.hasData = true
		for range r.count("data segments", m.limits.DataSegments) {
			m.segments = append(m.segments, m.segment(r))
		}
	}
}

// check looks at what no section can tell alone.
func (m *Module) check(r *reader) {
	if len(m.Functions) != len(m.code) {
		r.fail(r.pos, fmt.Sprintf("%d functions are declared and %d have code", len(m.Functions), len(m.code)))
	}
	m.hasMemory = len(m.Memories) > 0 || m.imported(KindMemory) > 0
	if m.hasDataCount && m.dataCount != uint32(len(m.segments)) {
		r.fail(r.end, fmt.Sprintf("%d data segments are announced, and there are %d", m.dataCount, len(m.segments)))
	}
}

// checkIndex refuses the index of a function or a global that the module does not have: what follows is the rewriter's.
func (m *Module) checkIndex(r *reader, kind byte, index uint32) {
	m.checkIndexAt(r, r.pos, kind, index)
}

func (m *Module) checkIndexAt(r *reader, offset int, kind byte, index uint32) {
	if kind == KindFunction && index >= m.functions {
		r.fail(offset, fmt.Sprintf("function %d does not exist", index))
	}
	if kind == KindGlobal && index >= m.globals {
		r.fail(offset, fmt.Sprintf("global %d does not exist", index))
	}
}

// start reads the start function.
func (m *Module) start(r *reader) uint32 {
	start := r.pos
	index := r.u32()
	m.checkIndexAt(r, start, KindFunction, index)
	if t := m.FuncType(index); len(t.Params)+len(t.Results) > 0 {
		r.fail(start, fmt.Sprintf("the start function is %s; it must be () -> ()", t))
	}
	return index
}

func (m *Module) global(r *reader) (g Global) {
	start := r.pos
	g.Type = m.valueType(r)
	g.valueType = r.data[start:r.pos]
	g.Mutable = flag(r)
	g.init = m.constExpr(r)
	return g
}

func flag(r *reader) bool {
	b := r.byte()
	if b > 1 {
		r.fail(r.pos-1, fmt.Sprintf("a flag of %#x", b))
	}
	return b == 1
}

// typeIndex reads the index of a type that exists.
func (m *Module) typeIndex(r *reader) uint32 {
	start := r.pos
	index := r.u32()
	if uint64(index) >= uint64(len(m.Types)) {
		r.fail(start, fmt.Sprintf("type %d does not exist", index))
	}
	return index
}

func (m *Module) readImport(r *reader) Import {
	i := Import{Module: r.name(), Name: r.name(), Kind: r.byte()}
	start := r.pos
	switch i.Kind {
	case KindFunction:
		i.Type = m.typeIndex(r)
	case KindTable:
		m.tableType(r)
	case KindMemory:
		memory(r)
	case KindGlobal:
		m.valueType(r)
		flag(r)
	default:
		r.unknownItem(start-1, "import", i.Kind)
	}
	i.desc = r.data[start:r.pos]
	return i
}

// imported returns how many imports there are of a kind.
func (m *Module) imported(kind byte) (n uint32) {
	for _, i := range m.Imports {
		if i.Kind == kind {
			n++
		}
	}
	return n
}

func (m *Module) readExport(r *reader) Export {
	e := Export{Name: r.name(), Kind: r.byte()}
	if e.Kind > KindGlobal {
		r.unknownItem(r.pos-1, "export", e.Kind)
	}
	start := r.pos
	e.Index = r.u32()
	m.checkIndexAt(r, start, e.Kind, e.Index)
	return e
}

// Flags of the sizes of a table or a memory. Source: WebAssembly Core Specification 3.0, section 5.3, "Limits", and the
// proposals for threads and custom page sizes.
const (
	sizesHaveMax  = 1
	sizesShared   = 2
	sizes64       = 4
	sizesPageSize = 8
)

func sizes(r *reader) (min, max uint32, hasMax bool) {
	start := r.pos
	flags := r.byte()
	what := fmt.Sprintf("a flag of %#x", flags)
	switch {
	case flags&^(sizesHaveMax|sizesShared|sizes64|sizesPageSize) != 0:
		r.fail(start, what)
	case flags&sizes64 != 0:
		r.unsupported(start, what, memory64)
	case flags&sizesShared != 0:
		r.unsupported(start, what, threads)
	case flags&sizesPageSize != 0:
		r.unsupported(start, what, pageSizes)
	}
	hasMax = flags&sizesHaveMax != 0
	min = r.u32()
	if hasMax {
		max = r.u32()
	}
	return min, max, hasMax
}

// tableWithInit begins a table that has an initialiser.
// Source: WebAssembly Core Specification 3.0, section 5.5, "Table Section".
const tableWithInit = 0x40

// table reads a table: its type, and the value that its elements begin with, if it has one.
func (m *Module) table(r *reader) Table {
	start := r.pos
	if r.byte() != tableWithInit {
		r.pos = start
		return m.tableType(r)
	}
	if r.byte() != 0 {
		r.fail(start, "a table with an initialiser of an unknown kind")
	}
	t := m.tableType(r)
	t.init = m.constExpr(r)
	return t
}

func (m *Module) tableType(r *reader) Table {
	t := Table{refType: m.refType(r)}
	t.Type = t.refType[0]
	start := r.pos
	t.Min, t.Max, t.HasMax = sizes(r)
	r.limit("elements of a table", uint64(t.Min), m.limits.TableElements, start)
	return t
}

// maxPages is how large a memory may be. Source: WebAssembly Core Specification 2.0, section 3.2.6, "Memory Types".
const maxPages = 1 << 16

func memory(r *reader) (mem Memory) {
	start := r.pos
	mem.Min, mem.Max, mem.HasMax = sizes(r)
	switch {
	case mem.Min > maxPages || mem.HasMax && mem.Max > maxPages:
		r.fail(start, "a memory of more than 65,536 pages")
	case mem.HasMax && mem.Max < mem.Min:
		r.fail(start, "a memory whose maximum is below its minimum")
	}
	return mem
}

// constExpr reads a constant expression and checks the index in it.
func (m *Module) constExpr(r *reader) expr {
	start := r.pos
	e := constExpr(r)
	index := &reader{data: r.data, pos: start + 1, end: r.end, section: r.section}
	switch e[0] {
	case opRefFunc:
		function := index.u32()
		m.checkIndexAt(r, start, KindFunction, function)
	case opGlobalGet:
		m.checkIndexAt(r, start, KindGlobal, index.u32())
	case opRefNull:
		if t, concrete := index.heapType(); concrete && t >= m.nameable {
			r.fail(start, fmt.Sprintf("type %d does not exist", t))
		}
	}
	return e
}

// constExpr reads a constant expression: one instruction, and the end, which is not part of the result.
func constExpr(r *reader) expr {
	start := r.pos
	switch op := r.byte(); op {
	case opI32Const:
		r.skipSigned(32)
	case opI64Const:
		r.skipSigned(64)
	case opF32Const:
		r.bytes(4)
	case opF64Const:
		r.bytes(8)
	case opGlobalGet, opRefFunc:
		r.u32()
	case opRefNull:
		r.heapType()
	case opSIMD:
		if r.vectorOpcode() != simdConst {
			r.fail(start, "an instruction that is not constant")
		}
		r.bytes(16)
	default:
		r.notConstant(start, op)
	}
	end := r.pos
	if r.byte() != opEnd {
		r.unsupported(end, "a constant expression of more than one instruction", extendedConst)
	}
	return r.data[start:end]
}

// element reads an element segment. Source: section 5.5.12, "Element Section".
func (m *Module) element(r *reader) (e element) {
	start := r.pos
	e.flags = r.u32()
	if e.flags > 7 {
		r.fail(start, fmt.Sprintf("an element segment of kind %d", e.flags))
	}
	passive, explicit, asExprs := e.flags&1 != 0, e.flags&2 != 0, e.flags&4 != 0
	if !passive {
		if explicit {
			e.table = r.u32()
		}
		e.offset = m.constExpr(r)
	}
	if passive || explicit {
		if asExprs {
			e.kind = m.refType(r)
		} else if e.kind = r.bytes(1); e.kind[0] != 0 {
			r.fail(start, fmt.Sprintf("an element segment of items of kind %#x", e.kind[0]))
		}
	}
	for range r.count("elements of a segment", m.limits.TableElements) {
		if asExprs {
			e.exprs = append(e.exprs, m.constExpr(r))
		} else {
			e.funcs = append(e.funcs, m.elementFunction(r))
		}
	}
	return e
}

// elementFunction reads the index of a function in an element segment.
func (m *Module) elementFunction(r *reader) uint32 {
	start := r.pos
	index := r.u32()
	m.checkIndexAt(r, start, KindFunction, index)
	return index
}

// function reads the locals of a function and passes over its code.
func (m *Module) function(r *reader) function {
	start := r.pos
	size := r.u32()
	r.limit("bytes of a function", uint64(size), m.limits.BodyBytes, start)
	r = r.sub(size)
	first := r.pos
	var locals uint64
	for range r.count("groups of locals", m.limits.Locals) {
		locals += uint64(r.u32())
		m.valueType(r)
	}
	r.limit("locals of a function", locals, m.limits.Locals, start)
	return function{locals: r.data[first:r.pos], count: uint32(locals), start: r.pos, end: r.end}
}

// reader returns a reader of a function's instructions.
func (m *Module) reader(f function) *reader {
	return &reader{data: m.file, pos: f.start, end: f.end, section: "code", counts: &m.counts}
}

// MemoryBytes is the size of the linear memory that the module declares, 0 for none.
func (m *Module) MemoryBytes() int64 {
	if len(m.Memories) == 0 {
		return 0
	}
	return int64(m.Memories[0].Min) << 16
}
