package wasm

import (
	"crypto/sha256"
	"embed"
	"iter"
	"strings"
	"sync"
)

// Shell returns a module with a function body that traps in place of each of its own: what a host needs, beside
// native code that was made from the module before, to instantiate it. It is several times smaller, and
// nobody has to check code that was checked already. A shell is told from others by a digest of the whole
// module. Its CodeName traps, if the native code is not there.
func Shell(module []byte) []byte {
	digest := sha256.Sum256(module)
	mark := append(str(nil, HiddenPrefix+"digest"), digest[:]...)
	out := appendSection([]byte(header), sectionCustom, mark)
	for id, section := range sections(module) {
		content := section.rest()
		if id == sectionCode {
			content = emptyBodies(section.u32())
		}
		out = appendSection(out, id, content)
	}
	return out
}

// sections are those of a module that was decoded before.
func sections(module []byte) iter.Seq2[byte, *reader] {
	return func(yield func(byte, *reader) bool) {
		r := &reader{data: module, pos: len(header), end: len(module)}
		for r.more() {
			if id := r.byte(); !yield(id, r.sub(r.u32())) {
				return
			}
		}
	}
}

func appendSection(b []byte, id byte, content []byte) []byte {
	return append(uleb(append(b, id), uint32(len(content))), content...)
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
