package wasm

import (
	"crypto/sha256"
	"embed"
	"strings"
	"sync"
)

// Shell returns the module with a function body that traps in place of each of its own: what a host needs, beside
// native code that was made from the module before, to instantiate it. It is several times smaller, and
// nobody has to check code that was checked already. A shell is told from others by a digest of the whole
// module. Its CodeName traps, if the native code is not there.
func (m *Metered) Shell() []byte {
	digest := sha256.Sum256(m.Wasm)
	w := &rewriter{out: []byte("\x00asm\x01\x00\x00\x00")}
	w.section(sectionCustom, append(str(nil, HiddenPrefix+"digest"), digest[:]...))
	r := &reader{data: m.Wasm, pos: len(w.out[:8]), end: len(m.Wasm)}
	for r.more() {
		id := r.byte()
		section := r.sub(r.u32())
		content := section.data[section.pos:section.end]
		if id == sectionCode {
			content = emptyBodies(section.u32())
		}
		w.section(id, content)
	}
	return w.out
}

// emptyBodies is a code section in which every function traps.
func emptyBodies(count uint32) []byte {
	b := uleb(nil, count)
	for range count {
		b = body(b, []byte{0}, []byte{opUnreachable, opEnd})
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
