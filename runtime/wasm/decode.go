// Package wasm reads WebAssembly modules in the binary format, checks them against limits, and rewrites them so
// that a host stays in control of what they do: see [Decode] and [Module.Metered].
//
// It reads what wazero runs with its default features: WebAssembly Core Specification 2.0. Anything else is an
// error that names it and its place. It does not validate types; that remains the engine's work.
package wasm

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// Kinds of imports and exports.
const (
	KindFunction = 0
	KindTable    = 1
	KindMemory   = 2
	KindGlobal   = 3
)

// Value types.
const (
	typeI32       = 0x7f
	typeI64       = 0x7e
	typeF32       = 0x7d
	typeF64       = 0x7c
	typeV128      = 0x7b
	typeFuncref   = 0x70
	typeExternref = 0x6f
	typeEmpty     = 0x40 // of a block
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
)

var sectionNames = [...]string{"custom", "type", "import", "function", "table", "memory", "global", "export",
	"start", "element", "code", "data", "data count"}

// sectionOrder is the place of each section in a module: data count stands before code.
var sectionOrder = [...]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10}

// A FuncType is the type of a function. The bytes are value types.
type FuncType struct{ Params, Results []byte }

// String writes the type as (i32, i32) -> (i64).
func (t FuncType) String() string { return typeList(t.Params) + " -> " + typeList(t.Results) }

func typeList(types []byte) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = typeName(t)
	}
	return "(" + strings.Join(names, ", ") + ")"
}

func typeName(t byte) string {
	switch t {
	case typeI32:
		return "i32"
	case typeI64:
		return "i64"
	case typeF32:
		return "f32"
	case typeF64:
		return "f64"
	case typeV128:
		return "v128"
	case typeFuncref:
		return "funcref"
	case typeExternref:
		return "externref"
	default:
		return fmt.Sprintf("%#x", t)
	}
}

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
}

// A Memory is declared by a module. Sizes are pages of 64 KiB.
type Memory struct {
	Min, Max uint32
	HasMax   bool
}

// A Global is declared by a module.
type Global struct {
	Type    byte
	Mutable bool
	init    expr
}

// An expr is a constant expression: its bytes, without the end.
type expr []byte

// An element is an element segment.
type element struct {
	flags  uint32
	table  uint32
	offset expr
	kind   byte     // elemkind or reftype
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
	functions, globals uint32 // how many there are, imported ones included
	hostFunctions      uint32 // how many functions are imported
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
		values := 0
		for range r.count("types", m.limits.Types) {
			start, t := r.pos, m.funcType(r)
			m.Types = append(m.Types, t)
			values += len(t.Params) + len(t.Results)
			r.limit("parameters and results of all types", uint64(values), m.limits.TypeValues, start)
		}
	case sectionImport:
		for range r.count("imports", m.limits.Imports) {
			m.Imports = append(m.Imports, m.readImport(r))
		}
	case sectionFunction:
		for range r.count("functions", m.limits.Functions) {
			m.Functions = append(m.Functions, m.typeIndex(r))
		}
	case sectionTable:
		for range r.count("tables", m.limits.Tables) {
			m.Tables = append(m.Tables, m.table(r))
		}
	case sectionMemory:
		for range r.count("memories", 1) {
			m.Memories = append(m.Memories, memory(r))
		}
	case sectionGlobal:
		for range r.count("globals", m.limits.Globals) {
			m.Globals = append(m.Globals, Global{Type: valueType(r), Mutable: flag(r), init: constExpr(r)})
		}
	case sectionExport:
		for range r.count("exports", m.limits.Exports) {
			m.Exports = append(m.Exports, readExport(r))
		}
	case sectionStart:
		m.hasStart = true
		m.startFunc = r.u32()
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
			m.segments = append(m.segments, readSegment(r))
		}
	}
}

// check looks at what no section can tell alone: that there is code for each function, and that every index
// of a function or a global is one of the module's, since those that follow are the rewriter's.
func (m *Module) check(r *reader) {
	if len(m.Functions) != len(m.code) {
		r.fail(r.pos, fmt.Sprintf("%d functions are declared and %d have code", len(m.Functions), len(m.code)))
	}
	m.hostFunctions = m.imported(KindFunction)
	m.hasMemory = len(m.Memories) > 0 || m.imported(KindMemory) > 0
	m.functions = m.hostFunctions + uint32(len(m.Functions))
	m.globals = m.imported(KindGlobal) + uint32(len(m.Globals))
	for _, e := range m.Exports {
		m.checkIndex(r, e.Kind, e.Index)
	}
	if m.hasStart {
		m.checkIndex(r, KindFunction, m.startFunc)
		if t := m.FuncType(m.startFunc); len(t.Params)+len(t.Results) > 0 {
			r.fail(r.end, fmt.Sprintf("the start function is %s; it must be () -> ()", t))
		}
	}
	for _, g := range m.Globals {
		m.checkExpr(r, g.init)
	}
	if m.hasDataCount && m.dataCount != uint32(len(m.segments)) {
		r.fail(r.end, fmt.Sprintf("%d data segments are announced, and there are %d", m.dataCount, len(m.segments)))
	}
	for _, s := range m.segments {
		m.checkExpr(r, s.offset)
	}
	for _, e := range m.elements {
		m.checkExpr(r, e.offset)
		for _, index := range e.funcs {
			m.checkIndex(r, KindFunction, index)
		}
		for _, x := range e.exprs {
			m.checkExpr(r, x)
		}
	}
}

// checkIndex refuses the index of a function or a global that the module does not have.
func (m *Module) checkIndex(r *reader, kind byte, index uint32) {
	if kind == KindFunction && index >= m.functions {
		r.fail(r.pos, fmt.Sprintf("function %d does not exist", index))
	}
	if kind == KindGlobal && index >= m.globals {
		r.fail(r.pos, fmt.Sprintf("global %d does not exist", index))
	}
}

func (m *Module) checkExpr(r *reader, e expr) {
	if len(e) == 0 || e[0] != opRefFunc && e[0] != opGlobalGet { // no offset, or no index
		return
	}
	kind := byte(KindFunction)
	if e[0] == opGlobalGet {
		kind = KindGlobal
	}
	index := (&reader{data: e, pos: 1, end: len(e)}).u32()
	m.checkIndex(r, kind, index)
}

func (m *Module) funcType(r *reader) FuncType {
	if form := r.byte(); form != 0x60 {
		r.fail(r.pos-1, fmt.Sprintf("a type of form %#x; only functions are supported", form))
	}
	return FuncType{Params: valueTypes(r, "parameters", m.limits.Params), Results: valueTypes(r, "results", m.limits.Results)}
}

func valueTypes(r *reader, what string, allowed uint32) []byte {
	types := make([]byte, r.count(what, allowed))
	for i := range types {
		types[i] = valueType(r)
	}
	return types
}

func valueType(r *reader) byte {
	t := r.byte()
	switch t {
	case typeI32, typeI64, typeF32, typeF64, typeV128, typeFuncref, typeExternref:
	default:
		r.fail(r.pos-1, fmt.Sprintf("unknown value type %#x", t))
	}
	return t
}

func refType(r *reader) byte {
	t := r.byte()
	if t != typeFuncref && t != typeExternref {
		r.fail(r.pos-1, fmt.Sprintf("unknown reference type %#x", t))
	}
	return t
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
		m.table(r)
	case KindMemory:
		memory(r)
	case KindGlobal:
		valueType(r)
		flag(r)
	default:
		r.fail(start-1, fmt.Sprintf("unknown import kind %d", i.Kind))
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

func readExport(r *reader) Export {
	e := Export{Name: r.name(), Kind: r.byte(), Index: r.u32()}
	if e.Kind > KindGlobal {
		r.fail(r.pos, fmt.Sprintf("unknown export kind %d", e.Kind))
	}
	return e
}

func sizes(r *reader) (min, max uint32, hasMax bool) {
	hasMax = flag(r)
	min = r.u32()
	if hasMax {
		max = r.u32()
	}
	return min, max, hasMax
}

func (m *Module) table(r *reader) Table {
	t := Table{Type: refType(r)}
	start := r.pos
	t.Min, t.Max, t.HasMax = sizes(r)
	r.limit("elements of a table", uint64(t.Min), m.limits.TableElements, start)
	return t
}

func memory(r *reader) (mem Memory) {
	mem.Min, mem.Max, mem.HasMax = sizes(r)
	return mem
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
		refType(r)
	case opSIMD:
		if r.vectorOpcode() != simdConst {
			r.fail(start, "an instruction that is not constant")
		}
		r.bytes(16)
	default:
		r.fail(start, fmt.Sprintf("instruction %#x in a constant expression", op))
	}
	end := r.pos
	if r.byte() != opEnd {
		r.fail(end, "a constant expression of more than one instruction")
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
		e.offset = constExpr(r)
	}
	if passive || explicit {
		if asExprs {
			e.kind = refType(r)
		} else if e.kind = r.byte(); e.kind != 0 {
			r.fail(start, fmt.Sprintf("an element segment of items of kind %#x", e.kind))
		}
	}
	for range r.count("elements of a segment", m.limits.TableElements) {
		if asExprs {
			e.exprs = append(e.exprs, constExpr(r))
		} else {
			e.funcs = append(e.funcs, r.u32())
		}
	}
	return e
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
		valueType(r)
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
