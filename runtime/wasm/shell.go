package wasm

import (
	"crypto/sha256"
	"embed"
	"strings"
	"sync"
)

// Split returns the module without its active data segments, and those: whoever makes an instance writes them into its
// memory, in their order, before anything runs. The engine would copy all of them in one go. Where one is for a memory
// that the module imports, or its address is not a constant, the module stays as it is and there are none.
func (m *Metered) Split() (module []byte, data []Segment) {
	module = rewriteSections(m.Wasm, nil, func(id byte, section *reader) []byte {
		content := section.data[section.pos:section.end]
		if id != sectionData || !m.ownsMemory {
			return content
		}
		rest, taken, ok := takeActive(section)
		if !ok {
			return content
		}
		data = taken
		return rest
	})
	return module, data
}

// takeActive takes the active segments out of a data section: an empty passive one stays in the place of each, which is
// what code finds there when an instance has been made. It reports false if one of them cannot be taken.
func takeActive(section *reader) (rest []byte, taken []Segment, ok bool) {
	count := section.u32()
	rest = uleb(nil, count)
	for range count {
		s := readSegment(section, constExpr)
		if s.passive {
			rest = append(uleb(append(rest, dataPassive), uint32(len(s.bytes))), s.bytes...)
			continue
		}
		a, ok := s.active()
		if !ok {
			return nil, nil, false
		}
		taken = append(taken, a)
		rest = append(rest, dataPassive, 0)
	}
	return rest, taken, true
}

// Shell returns a module with a function body that traps in place of each of its own: what a host needs, beside
// native code that was made from the module before, to instantiate it. It is several times smaller, and
// nobody has to check code that was checked already. A shell is told from others by a digest of the whole
// module. Its CodeName traps, if the native code is not there.
func Shell(module []byte) []byte {
	digest := sha256.Sum256(module)
	mark := append(str(nil, HiddenPrefix+"digest"), digest[:]...)
	return rewriteSections(module, mark, func(id byte, section *reader) []byte {
		if id == sectionCode {
			return emptyBodies(section.u32())
		}
		return section.data[section.pos:section.end]
	})
}

// rewriteSections copies a module that was metered, with a custom section before the others unless that is nil.
func rewriteSections(module, custom []byte, content func(id byte, section *reader) []byte) []byte {
	w := &rewriter{out: []byte(header)}
	if custom != nil {
		w.section(sectionCustom, custom)
	}
	r := &reader{data: module, pos: len(header), end: len(module)}
	for r.more() {
		id := r.byte()
		w.section(id, content(id, r.sub(r.u32())))
	}
	return w.out
}

// emptyBodies is a code section in which every function traps.
func emptyBodies(count uint32) []byte {
	b := uleb(nil, count)
	for range count {
		b = appendBody(b, []byte{0}, []byte{opUnreachable, opEnd})
	}
	return b
}

//go:embed *.go
var sources embed.FS

// Version identifies the rewriting: a digest of the code that does it. Modules that were made by the same version
// from the same module, with the same limits, are the same.
func Version() string { return version() }

var version = sync.OnceValue(func() string {
	hash := sha256.New()
	files, err := sources.ReadDir(".")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, file := range files {
		if strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, err := sources.ReadFile(file.Name())
		if err != nil {
			panic(err)
		}
		hash.Write(text)
	}
	return string(hash.Sum(nil))
})
