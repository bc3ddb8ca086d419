package wasm

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/whowasm/whowasm/runtime/quote"
)

// The names that a metered module exports and imports beside its own.
const (
	// HiddenPrefix begins them all. A module that uses it itself is refused.
	HiddenPrefix = "whowasm:"
	// GuardModule and GuardName are the import that a metered guest calls when its fuel is spent, or when it has taken
	// much of its stack: a function (i32 reason) -> (). It returns to let the guest go on, and panics to stop it. It is
	// called again while FuelGlobal is below zero, if that is the reason.
	GuardModule = HiddenPrefix + "host"
	GuardName   = "guard"
	// FuelGlobal is an exported i64: what is left of the slice of fuel. The guard is called when it is negative.
	FuelGlobal = HiddenPrefix + "fuel"
	// StackGlobal is an exported i64: how many bytes of stack may be taken until the guard looks at it, by functions that
	// take more than they pay for.
	StackGlobal = HiddenPrefix + "stack"
	// CodeName is an exported function () -> () that returns. That of a [Metered.Shell] traps.
	CodeName = HiddenPrefix + "code"
	// StartName is the module's start function, if it has one. The host calls it when the module is instantiated.
	StartName = HiddenPrefix + "start"
	// globalPrefix begins the export names of the module's own mutable globals.
	globalPrefix = HiddenPrefix + "global."
)

// header begins a module.
const header = "\x00asm\x01\x00\x00\x00"

// Reasons for which the guard is called.
const (
	ReasonFuel  = 0 // it is spent
	ReasonStack = 1 // StackGlobal is below zero
)

// A Metered is a module that was rewritten.
type Metered struct {
	// Wasm is the module in the binary format.
	Wasm []byte
	// Globals are the export names of the module's own mutable globals that hold numbers.
	Globals []string
	// Fresh is empty when a snapshot of memory and globals is all of an instance's state, and otherwise says
	// what the module does that a snapshot does not cover.
	Fresh string
	// StateBytes is about how much an instance takes beside its memory and its stacks: its tables, as large as they may
	// become where they change, references, globals and segments.
	StateBytes int64
	// Counts is what there is of all that the limits bound.
	Counts []Count
	// Frames are the bytes of stack that a call of each of the module's own functions may take, since it pays for them, or
	// AnyFrame.
	Frames []int64
}

// Metered rewrites the module. The new one does what the old one did, and charges FuelGlobal for the code that is
// executed: at most twice what that costs and a little for each branch, and never less. Bulk operations are charged by
// their length. It calls the guard when the fuel is spent, within some thousand units.
//
// The stack is not counted: who looks at it whenever the guard is called sees it before recursion went deep, because
// calls pay for an estimate of what they take. Frames are the bytes that calls of the module's own functions were found
// to take; a function that takes more than the estimate takes them from StackGlobal. Nil means that nothing is known.
//
// The error is a [*FormatError] or a [*LimitError], from the code, which Decode does not look at.
func (m *Module) Metered(frames []int64) (_ *Metered, err error) {
	defer catch(&err)
	w := &rewriter{
		Module: m, guard: m.hostFunctions, frames: frames,
		typeIndices: make(map[string]uint32), holders: make(map[uint32]uint32),
	}
	w.fuel = m.imported(KindGlobal) + uint32(len(m.Globals))
	w.helpers = w.guard + 1 + uint32(len(m.Functions))
	w.declared = m.declaredReferences()
	w.metered.Fresh = m.unreachableState()
	w.writeModule()
	w.metered.Wasm = w.out
	w.metered.StateBytes = w.stateBytes(w.metered.Fresh != "")
	if made := w.stateBytes(false); w.metered.Fresh != "" && made > int64(m.limits.FreshBytes) {
		return nil, &LimitError{What: "bytes of an instance that each call needs anew, since " + w.metered.Fresh,
			Found: uint64(made), Allowed: uint64(m.limits.FreshBytes)}
	}
	w.metered.Counts = m.counts
	return &w.metered, nil
}

// What wazero keeps for each instance, in bytes, measured and rounded up.
const (
	tableEntryBytes = 8
	referenceBytes  = 80 // to a function, from a segment or from code
	globalBytes     = 64
	segmentBytes    = 24
)

// stateBytes is what an instance takes, with tables as they are when it is made, or as large as they may become.
func (w *rewriter) stateBytes(grown bool) int64 {
	n := int64(0)
	for _, t := range w.Tables {
		entries := t.Min
		if grown {
			entries = max(entries, w.largest(t))
		}
		n += tableEntryBytes * int64(entries)
	}
	for _, e := range w.elements {
		n += segmentBytes + referenceBytes*int64(len(e.funcs)+len(e.exprs))
	}
	n += globalBytes * int64(len(w.Globals))
	n += (globalBytes + referenceBytes) * int64(len(w.references))
	return n + segmentBytes*int64(len(w.segments))
}

// declaredReferences are the functions that occur outside of code: only to those may code make references.
// Source: WebAssembly Core Specification 2.0, section 3.4.10, "Modules".
func (m *Module) declaredReferences() map[uint32]bool {
	declared := make(map[uint32]bool)
	expression := func(e expr) {
		if function, ok := e.function(); ok {
			declared[function] = true
		}
	}
	for _, g := range m.Globals {
		expression(g.init)
	}
	for _, e := range m.Exports {
		declared[e.Index] = declared[e.Index] || e.Kind == KindFunction
	}
	for _, e := range m.elements {
		for _, f := range e.funcs {
			declared[f] = true
		}
		for _, x := range e.exprs {
			expression(x)
		}
	}
	return declared
}

// function is what a constant expression makes a reference to, if it does.
func (e expr) function() (index uint32, ok bool) {
	if len(e) == 0 || e[0] != opRefFunc {
		return 0, false
	}
	r := &reader{data: e, pos: 1, end: len(e)}
	return r.u32(), true
}

// unreachableState says which of the globals cannot be put back, "" for none.
func (m *Module) unreachableState() string {
	for _, g := range m.Globals {
		if g.Mutable && g.Type <= typeV128 {
			return "it has a mutable global that is a reference or a vector"
		}
	}
	return ""
}

// A rewriter writes a metered module. Functions of the old module keep their order; the guard, an import,
// comes before them all, so that each has an index one higher. What is new comes last.
type rewriter struct {
	*Module
	metered Metered
	out     []byte

	guard       uint32 // index of the guard
	helpers     uint32 // index of the first helper
	fuel        uint32 // index of FuelGlobal; StackGlobal follows
	frames      []int64
	scratch     uint32 // index of the local that is added to the function being written
	types       []FuncType
	typeIndices map[string]uint32 // of types

	inits []uint32 // the data segments that helpers copy, in the order of those

	// references are the functions to which the code makes references, by their old index, in the order of the
	// globals that hold those. wazero would make a new one, and keep it, each time that ref.func is executed.
	references []uint32
	holders    map[uint32]uint32 // the index of the global, by the function's old index
	declared   map[uint32]bool   // the functions to which it may make references
}

// addedGlobals are FuelGlobal and StackGlobal.
const addedGlobals = 2

// function returns the new index of a function.
func (w *rewriter) function(index uint32) uint32 {
	if index < w.guard {
		return index
	}
	return index + 1
}

// reference returns the index of the global that holds the reference to a function.
func (w *rewriter) reference(function uint32) uint32 {
	global, ok := w.holders[function]
	if !ok {
		global = w.fuel + addedGlobals + uint32(len(w.references))
		w.references = append(w.references, function)
		w.holders[function] = global
	}
	return global
}

// typeOf returns the index of a function type, which is added if it was not before.
func (w *rewriter) typeOf(t FuncType) uint32 {
	key := string(t.Params) + "\x00" + string(t.Results)
	index, ok := w.typeIndices[key]
	if !ok {
		index = uint32(len(w.Types) + len(w.types))
		w.types = append(w.types, t)
		w.typeIndices[key] = index
	}
	return index
}

// writeModule writes all sections. Code comes first because it finds out which types are needed.
func (w *rewriter) writeModule() {
	guardType := w.typeOf(FuncType{Params: []byte{typeI32}})
	helperTypes := w.helperTypes()
	code := w.codeSection()
	for range w.inits {
		helperTypes = append(helperTypes, helperTypes[helperCopy])
	}

	w.out = append(w.out, header...)
	w.section(sectionType, w.typeSection())
	w.section(sectionImport, w.importSection(guardType))
	w.section(sectionFunction, w.functionSection(helperTypes))
	w.section(sectionTable, w.tableSection())
	w.section(sectionMemory, w.memorySection())
	w.section(sectionGlobal, w.globalSection())
	w.section(sectionExport, w.exportSection())
	w.section(sectionElement, w.elementSection())
	if w.hasDataCount {
		w.section(sectionDataCount, uleb(nil, w.dataCount))
	}
	w.section(sectionCode, code)
	if w.hasData {
		w.section(sectionData, w.dataSection())
	}
}

func (w *rewriter) section(id byte, content []byte) { w.out = appendSection(w.out, id, content) }

func uleb(b []byte, n uint32) []byte { return binary.AppendUvarint(b, uint64(n)) }

func sleb(b []byte, n int64) []byte {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

func str(b []byte, s string) []byte { return append(uleb(b, uint32(len(s))), s...) }

func (w *rewriter) typeSection() []byte {
	b := append(uleb(nil, w.typeEntries+uint32(len(w.types))), w.typeBytes...)
	for _, t := range w.types {
		b = append(b, 0x60)
		b = append(uleb(b, uint32(len(t.Params))), t.Params...)
		b = append(uleb(b, uint32(len(t.Results))), t.Results...)
	}
	return b
}

func (w *rewriter) importSection(guardType uint32) []byte {
	b := uleb(nil, uint32(len(w.Imports)+1))
	for _, i := range w.Imports {
		if strings.HasPrefix(i.Module, HiddenPrefix) {
			from := quote.String(i.Module)
			w.refuse(fmt.Sprintf("imports from %s; names that begin with %q are the host's", from, HiddenPrefix))
		}
		b = append(str(str(b, i.Module), i.Name), i.Kind)
		b = append(b, i.desc...)
	}
	b = append(str(str(b, GuardModule), GuardName), KindFunction)
	return uleb(b, guardType)
}

func (w *rewriter) refuse(problem string) { panic(thrown{&FormatError{Problem: problem}}) }

func (w *rewriter) functionSection(helpers []uint32) []byte {
	b := uleb(nil, uint32(len(w.Functions)+len(helpers)))
	for _, types := range [][]uint32{w.Functions, helpers} {
		for _, t := range types {
			b = uleb(b, t)
		}
	}
	return b
}

// tableSection bounds how far each table may grow.
func (w *rewriter) tableSection() []byte {
	b := uleb(nil, uint32(len(w.Tables)))
	for _, t := range w.Tables {
		if t.HasMax && t.Max < t.Min {
			w.refuse("a table whose maximum is below its minimum")
		}
		if t.init != nil {
			b = append(b, tableWithInit, 0)
		}
		b = append(append(b, t.refType...), sizesHaveMax)
		b = uleb(uleb(b, t.Min), w.largest(t))
		if t.init != nil {
			b = append(w.appendExpr(b, t.init), opEnd)
		}
	}
	return b
}

// largest is how many elements a table may come to have.
func (w *rewriter) largest(t Table) uint32 {
	if t.HasMax {
		return min(w.limits.TableElements, t.Max)
	}
	return w.limits.TableElements
}

func (w *rewriter) memorySection() []byte {
	b := uleb(nil, uint32(len(w.Memories)))
	for _, mem := range w.Memories {
		b = appendMemory(b, mem)
	}
	return b
}

func appendMemory(b []byte, mem Memory) []byte {
	if mem.HasMax {
		return uleb(uleb(append(b, sizesHaveMax), mem.Min), mem.Max)
	}
	return uleb(append(b, 0), mem.Min)
}

func (w *rewriter) globalSection() []byte {
	b := uleb(nil, uint32(len(w.Globals)+addedGlobals+len(w.references)))
	for _, g := range w.Globals {
		b = append(append(b, g.valueType...), bit(g.Mutable))
		b = append(w.appendExpr(b, g.init), opEnd)
	}
	for range addedGlobals {
		b = append(b, typeI64, 1, opI64Const, 0, opEnd)
	}
	for _, f := range w.references {
		b = append(uleb(append(b, typeFuncref, 0, opRefFunc), w.function(f)), opEnd)
	}
	return b
}

func bit(set bool) byte {
	if set {
		return 1
	}
	return 0
}

// appendExpr appends a constant expression, its functions by their new index.
func (w *rewriter) appendExpr(b []byte, e expr) []byte {
	if function, ok := e.function(); ok {
		return uleb(append(b, opRefFunc), w.function(function))
	}
	return append(b, e...)
}

func (w *rewriter) exportSection() []byte {
	var b []byte
	count := 0
	add := func(name string, kind byte, index uint32) {
		b = uleb(append(str(b, name), kind), index)
		count++
	}
	for _, e := range w.Exports {
		if strings.HasPrefix(e.Name, HiddenPrefix) {
			w.refuse(fmt.Sprintf("exports %s; names that begin with %q are the host's", quote.String(e.Name), HiddenPrefix))
		}
		index := e.Index
		if e.Kind == KindFunction {
			index = w.function(index)
		}
		add(e.Name, e.Kind, index)
	}
	for i, g := range w.Globals {
		if g.Mutable && g.Type > typeV128 {
			index := w.imported(KindGlobal) + uint32(i)
			name := globalPrefix + strconv.Itoa(int(index))
			w.metered.Globals = append(w.metered.Globals, name)
			add(name, KindGlobal, index)
		}
	}
	add(FuelGlobal, KindGlobal, w.fuel)
	add(StackGlobal, KindGlobal, w.fuel+1)
	add(CodeName, KindFunction, w.helpers+helperCode)
	if w.hasStart {
		add(StartName, KindFunction, w.helpers+helperStart)
	}
	return append(uleb(nil, uint32(count)), b...)
}

func (w *rewriter) elementSection() []byte {
	b := uleb(nil, uint32(len(w.elements)))
	for _, e := range w.elements {
		b = uleb(b, e.flags)
		if e.flags&1 == 0 {
			if e.flags&2 != 0 {
				b = uleb(b, e.table)
			}
			b = append(w.appendExpr(b, e.offset), opEnd)
		}
		if e.flags&3 != 0 {
			b = append(b, e.kind...)
		}
		b = uleb(b, uint32(len(e.funcs)+len(e.exprs)))
		for _, f := range e.funcs {
			b = uleb(b, w.function(f))
		}
		for _, x := range e.exprs {
			b = append(w.appendExpr(b, x), opEnd)
		}
	}
	return b
}

func (w *rewriter) codeSection() []byte {
	var bodies []byte
	for i, f := range w.code {
		bodies = appendBody(bodies, withScratch(f.locals), w.meter(i, f))
	}
	helpers := w.helperBodies()
	for _, helper := range helpers {
		bodies = appendBody(bodies, helper.locals, helper.code)
	}
	return append(uleb(nil, uint32(len(w.code)+len(helpers))), bodies...)
}

func appendBody(b, locals, code []byte) []byte {
	b = uleb(b, uint32(len(locals)+len(code)))
	b = append(b, locals...)
	return append(b, code...)
}
