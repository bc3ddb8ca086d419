package guest

import (
	"slices"

	"github.com/tetratelabs/wazero/api"
)

// A caller is a module that calls functions of the host for a test. It exports each under its name, as a function of
// the same type, and, where it imports probe.fill, under "rubbish:" and its name as one that has ones where the
// parameters come to lie.
type caller struct {
	types, imports, functions, exports, code section
	imported                                 int
}

// A section is what a part of a module holds.
type section struct {
	count int
	bytes []byte
}

func (s *section) add(bytes ...byte) int {
	s.bytes = append(s.bytes, bytes...)
	s.count++
	return s.count - 1
}

// An importedFunction is one that a caller imports.
type importedFunction struct {
	module string
	hostFunction
}

// importable returns all functions that guests may import.
func importable() (all []importedFunction) {
	for _, f := range wasiFunctions {
		all = append(all, importedFunction{wasiModule, f})
	}
	for _, f := range whowasmFunctions {
		all = append(all, importedFunction{"whowasm", f})
	}
	return all
}

// callerOf writes the module.
func callerOf(functions []importedFunction) []byte {
	c := new(caller)
	index := make(map[string]int)
	for i, f := range functions {
		t := c.typeOf(f.params, f.result)
		c.imports.add(slices.Concat(text(f.module), text(f.name), []byte{0}, uleb(t))...)
		index[f.name] = i
	}
	c.imported = len(functions)
	for _, f := range functions {
		c.function(f.name, f.params, f.result, callWith(f, index[f.name]))
		if fill, ok := index["fill"]; ok {
			body := callWithOnes(functions[fill], fill)
			c.function("rubbish:"+f.name, f.params, f.result, append(body, callWith(f, index[f.name])...))
		}
	}
	c.function("whowasm_alloc", types("i32"), i32, []byte{0x41, 0x10}) // 16
	c.function("identify", types("i32 i32"), i64, []byte{0x42, 0})     // null
	c.exports.add(append(text("memory"), 2, 0)...)
	return slices.Concat([]byte("\x00asm\x01\x00\x00\x00"), c.types.encode(1), c.imports.encode(2), c.functions.encode(3),
		[]byte{5, 3, 1, 0, 1}, c.exports.encode(7), c.code.encode(10))
}

func (c *caller) typeOf(params []api.ValueType, result api.ValueType) int {
	results := []byte{0}
	if result != 0 {
		results = []byte{1, result}
	}
	return c.types.add(slices.Concat([]byte{0x60, byte(len(params))}, params, results)...)
}

func (c *caller) function(name string, params []api.ValueType, result api.ValueType, body []byte) {
	i := c.functions.add(uleb(c.typeOf(params, result))...)
	c.exports.add(slices.Concat(text(name), []byte{0}, uleb(c.imported+i))...)
	body = slices.Concat([]byte{0}, body, []byte{0x0b})
	c.code.add(append(uleb(len(body)), body...)...)
}

// callWith calls a function with the parameters of the one that calls it.
func callWith(f importedFunction, index int) (body []byte) {
	for i := range f.params {
		body = append(append(body, 0x20), uleb(i)...) // local.get
	}
	return append(append(body, 0x10), uleb(index)...)
}

// callWithOnes calls a function without a result with -1 for each parameter.
func callWithOnes(f importedFunction, index int) (body []byte) {
	for _, t := range f.params {
		body = append(body, map[api.ValueType]byte{i32: 0x41, i64: 0x42}[t], 0x7f)
	}
	return append(append(body, 0x10), uleb(index)...)
}

func (s *section) encode(id byte) []byte {
	body := append(uleb(s.count), s.bytes...)
	return slices.Concat([]byte{id}, uleb(len(body)), body)
}

func text(s string) []byte { return append(uleb(len(s)), s...) }

// uleb is a number in LEB128.
func uleb(n int) (bytes []byte) {
	for ; n >= 0x80; n >>= 7 {
		bytes = append(bytes, byte(n)|0x80)
	}
	return append(bytes, byte(n))
}
