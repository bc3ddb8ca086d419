package wasm

import (
	"fmt"
	"slices"
)

// Limits bound what a module may consist of. They are checked while it is read, before anything else sees it.
// The zero value of a field is its default.
type Limits struct {
	// Types, Imports, Functions, Globals, Exports, Elements and DataSegments bound the entries of the sections.
	// Defaults: 10,000 types, 1,000 imports, 50,000 functions, 10,000 globals, 10,000 exports, 1,000 element
	// segments, 100,000 data segments (a guest in Go has tens of thousands).
	Types, Imports, Functions, Globals, Exports, Elements, DataSegments uint32
	// Params and Results bound a function's type. Defaults 1,000 and 100.
	Params, Results uint32
	// TypeValues bounds the parameters and results of all types together. Default 100,000.
	TypeValues uint32
	// SegmentItems bounds the elements of all element segments together. Default 100,000.
	SegmentItems uint32
	// Locals bounds the local variables of a function, parameters not counted. Default 10,000.
	Locals uint32
	// BodyBytes bounds the code of a function. Default 1 MiB.
	BodyBytes uint32
	// Nesting bounds how deep blocks nest within a function. Default 10,000 (a guest in Go nests by the thousand).
	Nesting uint32
	// BranchTargets bounds the targets of all br_table instructions of a function. Default 50,000.
	BranchTargets uint32
	// Tables bounds the tables of a module, TableElements the elements of each: a table that declares more is
	// refused, one that would grow beyond does not grow. Defaults 10 and 100,000.
	Tables, TableElements uint32
	// FreshBytes bounds what a new instance takes beside its memory, about, where each call needs one: its tables,
	// references, globals and segments. Default 1 MiB, which takes some milliseconds.
	FreshBytes uint32
}

// withDefaults returns the limits with every zero replaced.
func (l Limits) withDefaults() Limits {
	for _, field := range []struct {
		value     *uint32
		otherwise uint32
	}{
		{&l.Types, 10_000}, {&l.Imports, 1_000}, {&l.Functions, 50_000}, {&l.Globals, 10_000},
		{&l.Exports, 10_000}, {&l.Elements, 1_000}, {&l.DataSegments, 100_000},
		{&l.Params, 1_000}, {&l.Results, 100}, {&l.TypeValues, 100_000}, {&l.SegmentItems, 100_000},
		{&l.Locals, 10_000}, {&l.BodyBytes, 1 << 20},
		{&l.Nesting, 10_000}, {&l.BranchTargets, 50_000}, {&l.Tables, 10}, {&l.TableElements, 100_000},
		{&l.FreshBytes, 1 << 20},
	} {
		if *field.value == 0 {
			*field.value = field.otherwise
		}
	}
	return l
}

// A Count is how much of something a module has, and how much it may have.
type Count struct {
	// What is counted, in the words of [LimitError], such as "functions". Of functions it is the largest one's.
	What    string `json:"what"`
	Used    uint64 `json:"used"`
	Allowed uint64 `json:"allowed"`
}

// counts are in the order in which they were first taken.
type counts []Count

// note keeps the largest number that was found of something.
func (c *counts) note(what string, found, allowed uint64) {
	if c == nil {
		return
	}
	for i := range *c {
		if (*c)[i].What == what {
			(*c)[i].Used = max((*c)[i].Used, found)
			return
		}
	}
	*c = append(*c, Count{what, found, allowed})
}

// Counts are what the module has of all that the limits bound, but for what is in its code.
func (m *Module) Counts() []Count { return slices.Clone(m.counts) }

// A LimitError is a module that has more of something than the limits allow.
type LimitError struct {
	// What is limited, such as "functions".
	What string
	// Found and Allowed are how many there are and may be.
	Found, Allowed uint64
	// Section and Offset say where: the section's name, "" for the module as a whole, and the byte in the file.
	Section string
	Offset  int
}

func (e *LimitError) Error() string {
	text := fmt.Sprintf("limit reached: %d %s, %d are allowed", e.Found, e.What, e.Allowed)
	if e.Section != "" {
		text += fmt.Sprintf(" (%s section, offset %d)", e.Section, e.Offset)
	}
	return text
}

// A FormatError is a module that is not what the binary format says, or uses what is not supported.
type FormatError struct {
	// Section is the name of the section, "" for the module as a whole.
	Section string
	// Offset is the byte in the file.
	Offset int
	// Problem says what is wrong.
	Problem string
}

func (e *FormatError) Error() string {
	where := ""
	if e.Section != "" {
		where = e.Section + " section, "
	}
	return fmt.Sprintf("%s (%soffset %d)", e.Problem, where, e.Offset)
}
