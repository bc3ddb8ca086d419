package sandbox

import (
	"context"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// An image is a module made ready: compiled and initialised. Every instance begins as a copy of it. A module that
// was not used for long may give it up, and makes it again when it is called.
type image struct {
	compiled wazero.CompiledModule
	globals  []string // export names of the globals to restore
	counts   []wasm.Count
	fresh    string // why each run needs a new instance, "" when the snapshot is all of the state
	snapshot *snapshot
	code     codeKey
	bytes    int64 // what it takes, without code and instances

	nativeBytes int64 // in bytes, 0 if not known
	overhead    int64 // what an instance takes beside its memory
}

// instanceBytes is what an instance takes in its first state.
func (i *image) instanceBytes() int64 { return i.overhead + int64(i.snapshot.size) }

// instanceOverhead is what an instance takes beside its memory and wasm.Metered.StateBytes: what wazero keeps of it,
// and the first stacks of its two functions.
const instanceOverhead = 32<<10 + firstStack

// free gives back what an image holds, whatever wazero does. Its instances are closed before.
func (i *image) free(m *module) error {
	m.budget.Give(i.bytes)
	m.codes.Done(i.code)
	if i.compiled == nil {
		return nil
	}
	return panics.Try(m.Logger, "freeing a module", func() error { return i.compiled.Close(context.Background()) })
}
