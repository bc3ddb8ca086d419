package wasm

import (
	"errors"
	"slices"
)

// A Program is a module in two parts: Code, which is compiled, and Data, which is written into the memory of each new
// instance. Modules that differ only in what their memory begins with have the same Code, as those do in which one
// interpreter was joined with several scripts.
type Program struct {
	// Code is a module without names and other custom sections. Where Data and MemoryBytes say what the memory begins
	// with, it begins empty in Code.
	Code []byte
	// Data is what an instance's memory holds before any of its code runs: whoever makes one writes it, in this order,
	// when the memory has MemoryBytes.
	Data []Segment
	// MemoryBytes is what the memory begins with, also where Code says so itself.
	MemoryBytes int64

	shift int // how much further the code section begins in the file
}

// Program returns the module's program, which shares no bytes with the file. A module that imports its memory, or has
// none, or that has data at an address that is not a constant, keeps what it has, and begins with that by itself.
func (m *Module) Program() Program {
	p := Program{MemoryBytes: m.MemoryBytes()}
	data, ok := m.memoryData()
	if ok {
		p.Data = data
	}
	out := []byte(header)
	for id, section := range sections(m.file) {
		content := section.rest()
		switch {
		case id == sectionCustom:
			continue
		case id == sectionCode:
			p.shift = section.pos - len(appendSection(out, id, content)) + len(content)
		case ok && id == sectionMemory:
			content = m.emptyMemory()
		case ok && id == sectionData && !m.hasDataCount: // no code names segments
			continue
		case ok && id == sectionData:
			content = m.emptySegments()
		}
		out = appendSection(out, id, content)
	}
	p.Code = out
	return p
}

// memoryData is what the module's memory begins with. It reports false if that is not known before there is an
// instance.
func (m *Module) memoryData() (data []Segment, ok bool) {
	if len(m.Memories) != 1 || m.imported(KindMemory) > 0 {
		return nil, false
	}
	size := 0
	for _, s := range m.segments {
		if s.passive {
			continue
		}
		a, ok := s.active()
		if !ok {
			return nil, false
		}
		data = append(data, a)
		size += len(s.bytes)
	}
	if joined := joinAll(slices.Clone(data)); joined != nil {
		return joined, true
	}
	copied := make([]byte, 0, size)
	for i := range data {
		begin := len(copied)
		copied = append(copied, data[i].Bytes...)
		data[i].Bytes = copied[begin:]
	}
	return data, true
}

// emptyMemory is the memory section for one that begins without a page.
func (m *Module) emptyMemory() []byte {
	mem := m.Memories[0]
	mem.Min = 0
	return appendMemory(uleb(nil, 1), mem)
}

// emptySegments is a data section in which an empty passive segment stands in the place of each active one, as code
// finds them when an instance has been made.
func (m *Module) emptySegments() []byte {
	b := uleb(nil, uint32(len(m.segments)))
	for _, s := range m.segments {
		b = append(b, dataPassive)
		if !s.passive {
			b = append(b, 0)
			continue
		}
		b = append(uleb(b, uint32(len(s.bytes))), s.bytes...)
	}
	return b
}

// Locate returns an error of metering the program's code as one of the module's file: its offset is that in the file.
func (p Program) Locate(err error) error {
	var format *FormatError
	var limit *LimitError
	switch {
	case errors.As(err, &format) && format.Section == sectionNames[sectionCode]:
		moved := *format
		moved.Offset += p.shift
		return &moved
	case errors.As(err, &limit) && limit.Section == sectionNames[sectionCode]:
		moved := *limit
		moved.Offset += p.shift
		return &moved
	}
	return err
}
