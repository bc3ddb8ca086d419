package sandbox

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/internal/budget"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// Shared is what the pools of an engine have in common.
type Shared struct {
	wazero   wazero.Runtime
	compiler *native.Compiler
	budget   *budget.Budget
	pieces   *budget.Codes[string, []byte]            // of programs, by their digest
	codes    *budget.Codes[codeKey, *native.Artifact] // what wazero holds of those
}

// NewShared returns it. wazero is configured by the compiler, and has all that modules import.
func NewShared(wazero wazero.Runtime, compiler *native.Compiler, b *budget.Budget) *Shared {
	return &Shared{wazero, compiler, b, budget.NewCodes[string, []byte](b), budget.NewCodes[codeKey, *native.Artifact](b)}
}

// A codeKey is what native code is made of.
type codeKey struct {
	digest string
	limits wasm.Limits
}

// A Module is what a pool makes instances of.
type Module struct {
	Name    string
	Program wasm.Program
	Exports Exports
	Bounds  Bounds
	Logger  *slog.Logger // not nil
	// Running ends when the runs that are still going on are to stop.
	Running context.Context
	Places  *schedule.Places
}

// Exports are the names of what a module exports for its host, "" for what it does not have.
type Exports struct {
	Memory     string
	Entry      string // the function that answers
	Alloc      string // the function that gives room for the input
	Initialize string // the function that is called once, before any other
}

// Bounds are what bounds a module's instances. Sizes are bytes.
type Bounds struct {
	Timeout        time.Duration // of initialisation
	CompileTimeout time.Duration
	CompileBytes   int64
	Fuel           int64 // of one run
	MemoryBytes    int64 // of one instance
	StackBytes     int64 // of one instance
	// Growth is what the instances' memory may grow by together. So many as Large may grow beyond it, at the same time.
	Growth int64
	Large  int
	// Module bounds what the module consists of.
	Module wasm.Limits
	// KeepState leaves an instance as a run left it.
	KeepState bool
}

// A module is one whose instances are made here.
type module struct {
	*Shared
	Module
	digest string        // of the program's code
	holds  []string      // the digests of its pieces
	holder budget.Holder // as which it is known to the budget
	growth growth
}

// growth is what the memory of a module's instances has grown by since they began.
type growth struct {
	limit int64         // in bytes, of all that are not large
	bytes atomic.Int64  // of those
	kept  atomic.Int64  // that instances have room for which are not in use, or whose run has not grown that far
	large chan struct{} // a token for each that is
}

// life is what ends a run with that context.
func (m *module) life(ctx context.Context) lifetime.Life { return lifetime.New(ctx, m.Running) }

// tryTake takes room of the budget, and reports whether it was to be had without waiting.
func (m *module) tryTake(bytes int64) bool { return m.budget.TryTake(m.holder, bytes) }

// A pace is how a run goes on: until its life is over, in turns.
type pace struct {
	life lifetime.Life
	turn schedule.Turn
}

// pause says why the run is over, or lets others go first.
func (p *pace) pause(now time.Time) error {
	if err := p.life.Ended(now); err != nil {
		return err
	}
	return p.turn.Pass(now)
}
