package wasm

import (
	"fmt"
	"strings"
)

// Value types. A reference to a type of the module is several bytes, of which these are the first.
const (
	typeI32       = 0x7f
	typeI64       = 0x7e
	typeF32       = 0x7d
	typeF64       = 0x7c
	typeV128      = 0x7b
	typeFuncref   = 0x70
	typeExternref = 0x6f
	typeExnref    = 0x69
	typeRef       = 0x64 // (ref HEAPTYPE)
	typeRefNull   = 0x63 // (ref null HEAPTYPE)
	typeEmpty     = 0x40 // of a block
)

// A FuncType is the type of a function. The bytes are value types, the first byte of those that have several.
type FuncType struct{ Params, Results []byte }

// String writes the type as (i32, i32) -> (i64). Of a long list it writes the beginning.
func (t FuncType) String() string { return typeList(t.Params) + " -> " + typeList(t.Results) }

// namedTypes is how many types of a list are written.
const namedTypes = 20

func typeList(types []byte) string {
	var names []string
	for _, t := range types[:min(len(types), namedTypes)] {
		names = append(names, typeName(t))
	}
	if more := len(types) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return "(" + strings.Join(names, ", ") + ")"
}

var typeNames = map[byte]string{typeI32: "i32", typeI64: "i64", typeF32: "f32", typeF64: "f64", typeV128: "v128",
	typeFuncref: "funcref", typeExternref: "externref", typeExnref: "exnref", typeRef: "ref", typeRefNull: "ref null"}

func typeName(t byte) string {
	if name, ok := typeNames[t]; ok {
		return name
	}
	return fmt.Sprintf("%#x", t)
}

// types reads an entry of the type section: a function type, or a group of function types. Each may name the types
// before it, and those of its group.
func (m *Module) types(r *reader) {
	start := r.pos
	if r.byte() != recursiveGroup {
		r.pos = start
		m.nameable = uint32(len(m.Types))
		m.Types = append(m.Types, m.funcType(r))
		return
	}
	n := r.count("types", m.limits.Types)
	m.nameable = uint32(len(m.Types)) + n
	r.limit("types", uint64(m.nameable), m.limits.Types, start)
	for range n {
		m.Types = append(m.Types, m.funcType(r))
	}
}

// recursiveGroup begins a group of types.
const recursiveGroup = 0x4e

func (m *Module) funcType(r *reader) FuncType {
	start := r.pos
	switch form := r.byte(); form {
	case 0x60:
	case 0x4f, 0x50, 0x5e, 0x5f:
		r.unsupported(start, fmt.Sprintf("a type of form %#x", form), garbage)
	default:
		r.fail(start, fmt.Sprintf("a type of form %#x; only functions are supported", form))
	}
	t := FuncType{Params: m.valueTypes(r, "parameters", m.limits.Params)}
	t.Results = m.valueTypes(r, "results", m.limits.Results)
	m.typeValues += len(t.Params) + len(t.Results)
	r.limit("parameters and results of all types", uint64(m.typeValues), m.limits.TypeValues, start)
	return t
}

func (m *Module) valueTypes(r *reader, what string, allowed uint32) []byte {
	types := make([]byte, r.count(what, allowed))
	for i := range types {
		types[i] = m.valueType(r)
	}
	return types
}

// valueType reads a value type and returns its first byte.
func (m *Module) valueType(r *reader) byte {
	start := r.pos
	t, index, concrete := r.valueType()
	if concrete && index >= m.nameable {
		r.fail(start, fmt.Sprintf("type %d does not exist", index))
	}
	return t
}

// refType reads the type of a reference and returns its bytes.
func (m *Module) refType(r *reader) []byte {
	start := r.pos
	if t := m.valueType(r); t >= typeV128 {
		r.fail(start, fmt.Sprintf("%s is not a type of references", typeName(t)))
	}
	return r.data[start:r.pos]
}

// valueType reads a value type: its first byte, and the index of the type of the module that it refers to, if it does.
func (r *reader) valueType() (t byte, index uint32, concrete bool) {
	start := r.pos
	t = r.byte()
	switch {
	case t == typeRef || t == typeRefNull:
		index, concrete = r.heapType()
	case typeNames[t] == "":
		r.unknownType(start, t)
	}
	return t, index, concrete
}

// heapType reads what a reference refers to: a type of the module, or any function, value of the host or exception. A
// number in more bytes than it needs is refused where wazero might read another one.
func (r *reader) heapType() (index uint32, concrete bool) {
	start := r.pos
	first := r.byte()
	if first == typeFuncref || first == typeExternref || first == typeExnref {
		return 0, false
	}
	if first >= 0x40 && first < 0x80 {
		r.unknownType(start, first)
	}
	r.pos = start
	r.skipSigned(33)
	if last := r.data[r.pos-1]; last >= 0x40 || r.pos-start == 5 && last > 0x0f {
		r.fail(start, "a reference to something that is not supported")
	}
	return low32(r.data[start:r.pos]), true
}

// unknownType refuses a type, with the name of the feature that it belongs to.
func (r *reader) unknownType(offset int, t byte) {
	what := fmt.Sprintf("type %#x", t)
	if t >= 0x69 && t <= 0x78 {
		feature := garbage
		if t == 0x74 {
			feature = exceptions
		}
		r.unsupported(offset, what, feature)
	}
	r.fail(offset, "unknown value "+what)
}
