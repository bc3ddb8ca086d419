package wasm

// The exported i64 globals of what [Counted] returns. CountGlobal is how many instructions were executed: block, loop,
// else and end are instructions, as they are for the metering. WorkGlobal leaves those out, since native code has
// nothing for them: a switch of 250 cases begins with 250 blocks.
const (
	CountGlobal = "count:instructions"
	WorkGlobal  = "count:work"
)

// Counted rewrites a module so that it counts the instructions that it executes. It shares nothing with the metering
// but the reading of instructions.
func Counted(code []byte) (counted []byte, err error) {
	defer catch(&err)
	m, err := Decode(code, Limits{BodyBytes: 4 << 20})
	if err != nil {
		return nil, err
	}
	c := &counter{Module: m, names: []string{CountGlobal, WorkGlobal}}
	c.body = func(_ int, f function) (locals, code []byte) { return f.locals, c.instructions(f) }
	return c.rewrite(), nil
}

// A counter writes a module with exported i64 globals behind its own, and with other code.
type counter struct {
	*Module
	names []string
	body  func(index int, f function) (locals, code []byte)
}

// rewrite writes the module.
func (c *counter) rewrite() []byte {
	own := map[int]func([]byte, *reader) []byte{
		sectionGlobal: c.globalSection, sectionExport: c.exportSection, sectionCode: c.codeSection,
	}
	out := append([]byte(nil), c.file[:8]...)
	r := &reader{data: c.file, pos: 8, end: len(c.file)}
	for r.more() {
		id := r.byte()
		section := r.sub(r.u32())
		if id == sectionCustom {
			continue
		}
		out = c.missing(out, own, id)
		content := c.file[section.pos:section.end]
		if write := own[int(id)]; write != nil {
			delete(own, int(id))
			content = write(uleb(nil, section.u32()+c.added(id)), section)
		}
		out = append(uleb(append(out, id), uint32(len(content))), content...)
	}
	return out
}

// added is how many entries a section gets.
func (c *counter) added(id byte) uint32 {
	if id == sectionCode {
		return 0
	}
	return uint32(len(c.names))
}

// missing writes the sections that the module does not have and that stand before another one.
func (c *counter) missing(out []byte, own map[int]func([]byte, *reader) []byte, before byte) []byte {
	for _, id := range []int{sectionGlobal, sectionExport} {
		if write := own[id]; write != nil && sectionOrder[id] < sectionOrder[before] {
			delete(own, id)
			content := write(uleb(nil, c.added(byte(id))), &reader{})
			out = append(uleb(append(out, byte(id)), uint32(len(content))), content...)
		}
	}
	return out
}

func (c *counter) globalSection(out []byte, old *reader) []byte {
	out = append(out, old.data[old.pos:old.end]...)
	for range c.names {
		out = append(out, typeI64, 1, opI64Const, 0, opEnd)
	}
	return out
}

func (c *counter) exportSection(out []byte, old *reader) []byte {
	out = append(out, old.data[old.pos:old.end]...)
	for n, name := range c.names {
		out = uleb(append(str(out, name), KindGlobal), c.globals+uint32(n))
	}
	return out
}

func (c *counter) codeSection(out []byte, _ *reader) []byte {
	for n, f := range c.code {
		locals, code := c.body(n, f)
		out = appendBody(out, locals, code)
	}
	return out
}

// instructions puts before each run of instructions that are executed together the addition of their number.
func (c *counter) instructions(f function) (out []byte) {
	r := c.reader(f)
	var targets uint32
	start, count, work := r.pos, int64(0), int64(0)
	for r.more() {
		i := r.next(&targets, c.limits)
		count++
		if !structural(i.op) {
			work++
		}
		if !endsRun(i.op) && r.more() {
			continue
		}
		out = addTo(addTo(out, c.globals, count), c.globals+1, work)
		out = append(out, c.file[start:i.end]...)
		start, count, work = i.end, 0, 0
	}
	return out
}

// addTo writes: global += n.
func addTo(out []byte, global uint32, n int64) []byte {
	if n == 0 {
		return out
	}
	out = uleb(append(out, opGlobalGet), global)
	out = append(sleb(append(out, opI64Const), n), i64Add)
	return uleb(append(out, opGlobalSet), global)
}

func structural(op byte) bool { return op == opBlock || op == opLoop || op == opElse || op == opEnd }

// endsRun reports whether something else than the next instruction may follow, or whether something may jump there.
func endsRun(op byte) bool {
	switch op {
	case opUnreachable, opLoop, opIf, opElse, opEnd, opBr, opBrIf, opBrTable, opReturn, opCall, opCallIndirect:
		return true
	}
	return false
}
