package wasm_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Value types, as the binary format has them.
const (
	wI32  = 0x7f
	wI64  = 0x7e
	wF32  = 0x7d
	wF64  = 0x7c
	wV128 = 0x7b
)

// Bounds of what the generator writes.
const (
	generatedBody    = 4000 // bytes of a function
	generatedNesting = 14
	generatedTicks   = 300 // rounds of loops and guarded calls, of all functions together
)

// A signature is the type of a function or a block.
type signature struct{ params, results []byte }

// A control is a block that is open.
type control struct {
	label   []byte // what a branch to it takes along
	results []byte
	height  int // of the stack below it
}

// A generator writes a valid module. Each choice is one byte of its data, or zero when that is at its end.
type generator struct {
	data   []byte
	types  []signature
	hosts  []int // the types of the functions that it imports
	own    []int // and of its own
	code   [][]byte
	index  int // of the function being written
	out    []byte
	locals []byte // the function's parameters and locals, those for counting left out
	free   uint32 // the first local for counting that is not in use
	stack  []byte
	open   []control
}

// countLocals is how many locals of type i32 a function has that only its loops set.
const countLocals = 4

// globalTypes are the types of the module's globals. The first counts ticks.
var globalTypes = []byte{wI32, wI32, wI64, wF32, wF64}

// generate makes a module of bytes.
func generate(data []byte) []byte {
	g := &generator{data: data}
	g.types = []signature{
		{}, {[]byte{wI32}, []byte{wI32}}, {[]byte{wI32, wI32}, []byte{wI64}}, {[]byte{wI32}, []byte{wI64}},
		{[]byte{wI64, wI32, wI64, wI32}, []byte{wI64}},
	}
	for range 1 + g.choose(4) {
		g.types = append(g.types, signature{g.typeList(12), g.typeList(3)})
	}
	g.hosts = []int{3, 4, 0}
	for range 1 + g.choose(5) {
		g.own = append(g.own, g.choose(len(g.types)))
	}
	for g.index = range g.own {
		g.function()
	}
	return g.module()
}

// choose is a number below n.
func (g *generator) choose(n int) int {
	if len(g.data) == 0 {
		return 0
	}
	b := g.data[0]
	g.data = g.data[1:]
	return int(b) % n
}

func (g *generator) typeList(most int) []byte {
	list := make([]byte, g.choose(most+1))
	for i := range list {
		list[i] = g.valueType()
	}
	return list
}

func (g *generator) valueType() byte {
	return []byte{wI32, wI64, wI32, wF64, wI64, wF32, wI32, wV128}[g.choose(8)]
}

func (g *generator) emit(code ...byte) { g.out = append(g.out, code...) }

func (g *generator) emitIndex(op byte, index uint32) {
	g.out = binary.AppendUvarint(append(g.out, op), uint64(index))
}

// emitI32 writes an i32.const.
func (g *generator) emitI32(n int32) { g.out = appendSigned(append(g.out, 0x41), n) }

// function writes a function.
func (g *generator) function() {
	t := g.types[g.own[g.index]]
	locals := g.typeList(6)
	g.out = binary.AppendUvarint(nil, uint64(len(locals)+1))
	for _, l := range locals {
		g.emit(1, l)
	}
	g.emit(countLocals, wI32)
	g.locals = append(slices.Clone(t.params), locals...)
	g.free, g.stack, g.open = 0, nil, []control{{label: t.results, results: t.results}}
	g.statements()
	g.end()
	g.code = append(g.code, g.out)
}

// statements writes the code of the innermost block.
func (g *generator) statements() {
	for range 1 + g.choose(7) {
		if len(g.data) == 0 || len(g.out) > generatedBody {
			return
		}
		g.statement()
	}
}

func (g *generator) top() *control { return &g.open[len(g.open)-1] }

// have reports whether the innermost block's stack ends in these.
func (g *generator) have(types []byte) bool {
	at := len(g.stack) - len(types)
	return at >= g.top().height && slices.Equal(g.stack[at:], types)
}

// need puts values on the stack, or takes those that are there.
func (g *generator) need(types ...byte) {
	if g.have(types) && g.choose(2) == 0 {
		return
	}
	for _, t := range types {
		g.produce(t)
	}
}

func (g *generator) push(types ...byte) { g.stack = append(g.stack, types...) }
func (g *generator) pop(n int)          { g.stack = g.stack[:len(g.stack)-n] }

// produce puts one value on the stack.
func (g *generator) produce(t byte) {
	switch choice := g.choose(4); {
	case choice == 1 && slices.Contains(globalTypes, t):
		g.emitIndex(0x23, uint32(slices.Index(globalTypes, t)))
	case choice >= 2 && slices.Contains(g.locals, t):
		g.emitIndex(0x20, g.local(t))
	default:
		g.constant(t)
	}
	g.push(t)
}

// local is one of a type, which there is.
func (g *generator) local(t byte) uint32 {
	at := g.choose(len(g.locals))
	for g.locals[at] != t {
		at = (at + 1) % len(g.locals)
	}
	return uint32(at)
}

func (g *generator) constant(t byte) {
	n := int32(g.choose(256))
	switch t {
	case wI32:
		g.emitI32(n - 8)
	case wI64:
		g.out = appendSigned(append(g.out, 0x42), n<<20-n)
	case wF32:
		g.emit(0x43, byte(n), 0, byte(n), 0x40)
	case wF64:
		g.emit(0x44, 0, 0, 0, 0, 0, byte(n), byte(n), 0x40)
	case wV128:
		g.emit(0xfd, 12, byte(n), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, byte(n))
	}
}

// A numeric is a range of instructions of one type.
type numeric struct {
	first, last byte
	in          string // i for i32, I for i64, f for f32, F for f64
	out         byte
}

var numerics = []numeric{
	{0x45, 0x45, "i", wI32}, {0x46, 0x4f, "ii", wI32}, {0x50, 0x50, "I", wI32}, {0x51, 0x5a, "II", wI32},
	{0x5b, 0x60, "ff", wI32}, {0x61, 0x66, "FF", wI32}, {0x67, 0x69, "i", wI32}, {0x6a, 0x6c, "ii", wI32},
	{0x6a, 0x78, "ii", wI32}, {0x79, 0x7b, "I", wI64}, {0x7c, 0x7e, "II", wI64}, {0x7c, 0x8a, "II", wI64},
	{0x8b, 0x91, "f", wF32}, {0x92, 0x98, "ff", wF32}, {0x99, 0x9f, "F", wF64}, {0xa0, 0xa6, "FF", wF64},
	{0xa7, 0xa7, "I", wI32}, {0xac, 0xad, "i", wI64}, {0xb2, 0xb3, "i", wF32}, {0xb4, 0xb5, "I", wF32},
	{0xb6, 0xb6, "F", wF32}, {0xb7, 0xb8, "i", wF64}, {0xb9, 0xba, "I", wF64}, {0xbb, 0xbb, "f", wF64},
	{0xbc, 0xbc, "f", wI32}, {0xbd, 0xbd, "F", wI64}, {0xc0, 0xc1, "i", wI32}, {0xc2, 0xc4, "I", wI64},
}

func letters(in string) (types []byte) {
	for _, letter := range in {
		types = append(types, map[rune]byte{'i': wI32, 'I': wI64, 'f': wF32, 'F': wF64}[letter])
	}
	return types
}

func (g *generator) numeric() {
	n := numerics[g.choose(len(numerics))]
	in := letters(n.in)
	g.need(in...)
	g.emit(n.first + byte(g.choose(int(n.last-n.first)+1)))
	g.pop(len(in))
	g.push(n.out)
}

// statement writes something.
func (g *generator) statement() {
	nests := len(g.open) < generatedNesting
	switch choice := g.choose(36); {
	case choice < 7 || choice >= 12 && choice < 19 && !nests:
		g.numeric()
	case choice == 7:
		g.run()
	case choice == 8 || choice == 9:
		g.set()
	case choice == 10:
		g.load()
	case choice == 11:
		g.store()
	case choice == 12:
		g.block(0x02)
	case choice == 13 || choice == 14:
		g.countedLoop()
	case choice == 15:
		g.block(0x03)
	case choice == 16:
		g.ifThen()
	case choice == 17:
		g.block(0x04)
	case choice == 18:
		g.dispatchLoop()
	default:
		g.leaf(choice)
	}
}

// leaf writes something that opens no block of the module's choice.
func (g *generator) leaf(choice int) {
	switch choice {
	case 19, 20:
		g.brIf()
	case 21:
		g.br()
	case 22:
		g.brTable()
	case 23:
		g.returns()
	case 24, 25:
		g.call()
	case 26:
		g.callIndirect()
	case 27:
		g.callHost()
	case 28:
		g.bulk()
	case 29:
		g.grow()
	case 30:
		g.table()
	case 31:
		g.selects()
	case 32:
		g.vector()
	case 33:
		g.emit(0x01)
	case 34:
		g.drop()
	default:
		g.dead()
	}
}

// run writes code that has no branches.
func (g *generator) run() {
	for range 4 * g.choose(40) {
		g.emitI32(int32(g.choose(3)))
		g.emit(0x1a)
		g.produce(wI32)
		g.emit(0x67, 0x1a)
		g.pop(1)
	}
}

func (g *generator) set() {
	if g.choose(2) == 0 || len(g.locals) == 0 {
		index := 1 + g.choose(len(globalTypes)-1)
		g.need(globalTypes[index])
		g.emitIndex(0x24, uint32(index))
		g.pop(1)
		return
	}
	index := g.choose(len(g.locals))
	g.need(g.locals[index])
	if g.choose(2) == 0 {
		g.emitIndex(0x22, uint32(index)) // tee
		return
	}
	g.emitIndex(0x21, uint32(index))
	g.pop(1)
}

// address writes an address that is in memory, most of the time.
func (g *generator) address() {
	g.need(wI32)
	if g.choose(16) > 0 {
		g.emit(0x41, 0xff, 0xff, 0x03, 0x71) // and 0xffff
	}
}

var accesses = []struct{ load, store, t byte }{
	{0x28, 0x36, wI32}, {0x29, 0x37, wI64}, {0x2a, 0x38, wF32}, {0x2b, 0x39, wF64}, {0x2c, 0x3a, wI32}, {0x31, 0x3d, wI64},
}

func (g *generator) load() {
	for range 1 + g.choose(9) {
		a := accesses[g.choose(len(accesses))]
		g.address()
		g.emit(a.load, 0, byte(g.choose(128)))
		g.pop(1)
		g.push(a.t)
	}
}

func (g *generator) store() {
	a := accesses[g.choose(len(accesses))]
	g.address()
	g.produce(a.t)
	g.emit(a.store, 0, byte(g.choose(128)))
	g.pop(2)
}

// blockType chooses the type of a block, and returns it as it is written.
func (g *generator) blockType() (signature, []byte) {
	switch choice := g.choose(4); choice {
	case 1:
		t := g.valueType()
		return signature{results: []byte{t}}, []byte{t}
	case 2, 3:
		at := g.choose(len(g.types))
		return g.types[at], []byte{byte(at)}
	}
	return signature{}, []byte{0x40}
}

// enter opens a block whose parameters are on the stack.
func (g *generator) enter(op byte, t signature, written []byte) {
	g.emit(append([]byte{op}, written...)...)
	c := control{label: t.results, results: t.results, height: len(g.stack) - len(t.params)}
	if op == 0x03 {
		c.label = t.params
	}
	g.open = append(g.open, c)
}

// block writes a block, a loop or an if with an else.
func (g *generator) block(op byte) {
	t, written := g.blockType()
	g.need(t.params...)
	if op == 0x04 {
		g.produce(wI32)
		g.pop(1)
	}
	g.enter(op, t, written)
	g.statements()
	if op == 0x04 {
		g.settle()
		g.emit(0x05)
		g.stack = append(g.stack[:g.top().height], t.params...)
		g.statements()
	}
	g.end()
}

// ifThen writes an if without an else.
func (g *generator) ifThen() {
	g.produce(wI32)
	g.pop(1)
	g.enter(0x04, signature{}, []byte{0x40})
	g.statements()
	g.end()
}

// settle makes the stack what the block's end needs.
func (g *generator) settle() {
	c := g.top()
	if len(g.stack)-c.height == len(c.results) && g.have(c.results) {
		return
	}
	if g.choose(3) == 0 && slices.Equal(c.label, c.results) && len(g.open) > 1 {
		g.need(c.results...)
		g.emit(0x0c, 0)
		g.stack = g.stack[:c.height]
		return
	}
	for len(g.stack) > c.height {
		g.drop()
	}
	for _, t := range c.results {
		g.produce(t)
	}
}

// end ends a block.
func (g *generator) end() {
	g.settle()
	c := *g.top()
	g.emit(0x0b)
	g.open = g.open[:len(g.open)-1]
	g.stack = append(g.stack[:c.height], c.results...)
}

// countedLoop writes a loop that goes round a few times.
func (g *generator) countedLoop() {
	if g.free == countLocals {
		return
	}
	local := uint32(len(g.locals)) + g.free
	g.free++
	g.emitI32(int32(1 + g.choose(30)))
	g.emitIndex(0x21, local)
	g.enter(0x03, signature{}, []byte{0x40})
	g.statements()
	for len(g.stack) > g.top().height {
		g.drop()
	}
	g.emitIndex(0x20, local)
	g.emit(0x41, 1, 0x6b)
	g.emitIndex(0x22, local)
	g.emit(0x0d, 0)
	g.end()
	g.free--
}

// dispatchLoop writes a loop around a switch, as compilers write functions with any control flow.
func (g *generator) dispatchLoop() {
	if g.free == countLocals {
		return
	}
	local, places := uint32(len(g.locals))+g.free, 1+g.choose(6)
	g.free++
	loop := len(g.open)
	g.enter(0x03, signature{}, []byte{0x40})
	for range places {
		g.enter(0x02, signature{}, []byte{0x40})
	}
	g.emitIndex(0x20, local)
	g.emitIndex(0x0e, uint32(places-1))
	for at := range places {
		g.emit(byte(at))
	}
	for range places {
		g.end()
		g.statements()
		g.tick()
		g.enter(0x04, signature{}, []byte{0x40})
		g.emitI32(int32(g.choose(places)))
		g.emitIndex(0x21, local)
		g.emitIndex(0x0c, uint32(len(g.open)-1-loop))
		g.end()
	}
	g.end()
	g.free--
}

// tick writes what is true until all ticks are used up.
func (g *generator) tick() {
	g.emit(0x23, 0, 0x41, 1, 0x6b, 0x24, 0, 0x23, 0, 0x41, 0, 0x4a)
}

// depth is the depth of a label, and what a branch to it takes along.
func (g *generator) depth() (byte, *control) {
	depth := g.choose(len(g.open))
	return byte(depth), &g.open[len(g.open)-1-depth]
}

func (g *generator) brIf() {
	depth, c := g.depth()
	g.need(c.label...)
	if g.choose(4) == 0 {
		g.produce(wI32)
		g.pop(1)
	} else {
		g.tick()
	}
	g.emit(0x0d, depth)
}

// unreached is what comes after a branch.
func (g *generator) unreached() { g.stack = g.stack[:g.top().height] }

func (g *generator) br() {
	depth, c := g.depth()
	g.need(c.label...)
	g.emit(0x0c, depth)
	g.unreached()
}

func (g *generator) brTable() {
	_, c := g.depth()
	var depths []byte
	for depth := range g.open {
		if slices.Equal(g.open[len(g.open)-1-depth].label, c.label) {
			depths = append(depths, byte(depth))
		}
	}
	g.need(c.label...)
	g.produce(wI32)
	n := g.choose(9)
	g.emit(0x0e, byte(n))
	for range n + 1 {
		g.emit(depths[g.choose(len(depths))])
	}
	g.unreached()
}

func (g *generator) returns() {
	g.need(g.open[0].results...)
	g.emit(0x0f)
	g.unreached()
}

// dead writes an unreachable behind an if, or a branch and code that is of any type.
func (g *generator) dead() {
	g.enter(0x02, signature{}, []byte{0x40})
	switch g.choose(3) {
	case 0:
		g.emit(0x0c, 0, 0x6a, 0x1a)
	case 1:
		g.tick()
		g.emit(0x0d, 0, 0x00)
	case 2:
		g.emit(0x0c, 0, 0x03, 0x40, 0x0c, 0, 0x0b)
	}
	g.unreached()
	g.end()
}

// call calls a function of the module: one that comes later, or any while there are ticks.
func (g *generator) call() {
	callee := g.choose(len(g.own))
	guarded := callee <= g.index && g.choose(8) > 0
	t := g.types[g.own[callee]]
	if guarded {
		g.tick()
		g.enter(0x04, signature{}, []byte{0x40})
	}
	g.need(t.params...)
	g.emitIndex(0x10, uint32(len(g.hosts)+callee))
	g.pop(len(t.params))
	g.push(t.results...)
	if guarded {
		g.statements()
		g.end()
	}
}

func (g *generator) callIndirect() {
	index := g.choose(len(g.types))
	t := g.types[index]
	g.tick()
	g.enter(0x04, signature{}, []byte{0x40})
	g.need(t.params...)
	if g.choose(2) == 0 {
		g.emitI32(int32(g.choose(len(g.own) + len(g.hosts) + 2)))
	} else {
		g.produce(wI32)
		g.pop(1)
	}
	g.emitIndex(0x11, uint32(index))
	g.emit(0)
	g.pop(len(t.params))
	g.push(t.results...)
	g.statements()
	g.end()
}

func (g *generator) callHost() {
	host := g.choose(len(g.hosts))
	t := g.types[g.hosts[host]]
	g.need(t.params...)
	g.emitIndex(0x10, uint32(host))
	g.pop(len(t.params))
	g.push(t.results...)
}

// length writes the length of a bulk operation.
func (g *generator) length() {
	n := int32(g.choose(40))
	if n >= 36 {
		n = 65_500 + 100*(n-36)
	}
	g.emitI32(n)
}

func (g *generator) bulk() {
	if g.choose(8) == 0 {
		g.emit(0xfc, 9, byte(g.choose(2))) // data.drop
		return
	}
	g.emitI32(int32(g.choose(200)))
	switch g.choose(4) {
	case 0:
		g.emitI32(int32(g.choose(200)))
		g.length()
		g.emit(0xfc, 10, 0, 0)
	case 1:
		g.emitI32(int32(g.choose(40)))
		g.emitI32(int32(g.choose(20)))
		g.emit(0xfc, 8, byte(g.choose(2)), 0)
	default:
		g.emitI32(int32(g.choose(200)))
		g.length()
		g.emit(0xfc, 11, 0)
	}
}

func (g *generator) grow() {
	if g.choose(2) == 0 {
		g.emit(0x3f, 0)
		g.push(wI32)
		return
	}
	g.emitI32(int32(g.choose(5) - 1))
	g.emit(0x40, 0)
	g.push(wI32)
}

func (g *generator) table() {
	switch g.choose(7) {
	case 0: // grow
		g.emit(0xd0, 0x70)
		g.emitI32(int32(g.choose(5) - 1))
		g.emit(0xfc, 15, 0)
		g.push(wI32)
	case 1:
		g.emit(0xfc, 16, 0)
		g.push(wI32)
	case 2: // fill
		g.emitI32(int32(g.choose(9)))
		g.emit(0xd2, byte(len(g.hosts)), 0x41, byte(g.choose(4)), 0xfc, 17, 0)
	case 3: // copy
		g.emit(0x41, byte(g.choose(9)), 0x41, byte(g.choose(9)), 0x41, byte(g.choose(4)), 0xfc, 14, 0, 0)
	case 4: // init
		g.emit(0x41, byte(g.choose(9)), 0x41, byte(g.choose(2)), 0x41, byte(g.choose(2)), 0xfc, 12, 1, 0)
	case 5: // set from get
		g.emit(0x41, byte(g.choose(9)), 0x41, byte(g.choose(9)), 0x25, 0, 0x26, 0)
	case 6:
		g.emit(0xfc, 13, 1)
	}
}

func (g *generator) selects() {
	t := g.valueType()
	g.need(t, t)
	g.produce(wI32)
	g.emit(0x1b)
	g.pop(2)
}

func (g *generator) vector() {
	switch g.choose(5) {
	case 0:
		g.need(wV128, wV128)
		g.emit(0xfd, 110) // i8x16.add
		g.pop(1)
	case 1:
		g.need(wI32)
		g.emit(0xfd, 17) // i32x4.splat
		g.pop(1)
		g.push(wV128)
	case 2:
		g.need(wV128)
		g.emit(0xfd, 29, 1) // i64x2.extract_lane
		g.pop(1)
		g.push(wI64)
	case 3:
		g.address()
		g.emit(0xfd, 0, 0, 8) // v128.load
		g.pop(1)
		g.push(wV128)
	case 4:
		g.need(wV128, wV128)
		g.emit(0xfd, 174, 1) // i32x4.add
		g.pop(1)
	}
}

func (g *generator) drop() {
	if len(g.stack) > g.top().height {
		g.emit(0x1a)
		g.pop(1)
	}
}

// list writes a vector of so many entries.
func list(n int, entry func(i int) string) string {
	text := string(binary.AppendUvarint(nil, uint64(n)))
	for i := range n {
		text += entry(i)
	}
	return text
}

func lengthOf(text string) string { return string(binary.AppendUvarint(nil, uint64(len(text)))) + text }

// module puts the sections together.
func (g *generator) module() []byte {
	types := list(len(g.types), func(i int) string {
		return "\x60" + lengthOf(string(g.types[i].params)) + lengthOf(string(g.types[i].results))
	})
	imports := list(len(g.hosts), func(i int) string {
		return "\x03env" + lengthOf(fmt.Sprint("h", i)) + "\x00" + string(rune(g.hosts[i]))
	})
	functions := list(len(g.own), func(i int) string { return string(rune(g.own[i])) })
	first := len(g.hosts)
	elements := "\x02\x00\x41\x00\x0b" + list(len(g.own)+first, func(i int) string { return string(rune(i)) }) +
		"\x01\x00" + list(2, func(i int) string { return string(rune(first)) })
	code := list(len(g.code), func(i int) string { return lengthOf(string(g.code[i])) })
	data := "\x03\x01" + lengthOf("some data that code copies, of forty bytes") + "\x01\x01x" + "\x00\x41\x08\x0b\x05hello"
	return moduleOf(part{1, types}, part{2, imports}, part{3, functions}, part{4, "\x01\x70\x00\x0c"},
		part{5, "\x01\x01\x02\x04"},
		part{6, g.globals()}, part{7, g.exports()}, part{9, elements}, part{12, "\x03"}, part{10, code}, part{11, data})
}

func (g *generator) globals() string {
	return list(len(globalTypes), func(i int) string {
		t := globalTypes[i]
		init := map[byte]string{wI32: "\x41\x00", wI64: "\x42\x07", wF32: "\x43\x00\x00\x80\x3f",
			wF64: "\x44\x00\x00\x00\x00\x00\x00\xf0\x3f"}[t]
		if i == 0 {
			init = string(appendSigned([]byte{0x41}, generatedTicks))
		}
		return string([]byte{t, 1}) + init + "\x0b"
	})
}

func (g *generator) exports() string {
	named := func(name string, kind byte, index int) string {
		return lengthOf(name) + string([]byte{kind, byte(index)})
	}
	n := len(globalTypes)
	return list(1+n+len(g.own), func(i int) string {
		switch {
		case i == 0:
			return named("memory", 2, 0)
		case i <= n:
			return named(fmt.Sprint("g", i-1), 3, i-1)
		}
		return named(fmt.Sprint("f", i-n-1), 0, len(g.hosts)+i-n-1)
	})
}

// seeds are bytes for the generator, the same each time.
func seeds(n int) (all [][]byte) {
	random := rand.New(rand.NewPCG(1, 2))
	for range n {
		seed := make([]byte, 1+random.IntN(1200))
		for i := range seed {
			seed[i] = byte(random.Uint32())
		}
		seed[0] |= 1 // \0 begins a module
		all = append(all, seed)
	}
	return all
}
