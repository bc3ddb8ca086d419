package sandbox

import (
	"context"
	"time"

	"github.com/whowasm/whowasm/runtime/internal/lifetime"
)

// A Run is one guest at work: what bounds it, and the instance that it has.
type Run struct {
	pace
	ctx    context.Context // carries to host functions what they need
	module *module
	began  time.Time // when it got its instance
	guest  *Instance // nil until then
	fuel   int64     // what is left, beside the slice that the guest has
}

// Context is what the guest's functions are called with.
func (r *Run) Context() context.Context { return r.ctx }

// Life is when the run is over.
func (r *Run) Life() *lifetime.Life { return &r.life }

// Began is when the run got its instance.
func (r *Run) Began() time.Time { return r.began }

// Instance is what the pool lent to the run, nil for nothing yet.
func (r *Run) Instance() *Instance { return r.guest }

// Outside runs what the run waits for, while others have its turn. The error says why it ended before it had a turn
// again.
func (r *Run) Outside(wait func()) error { return r.turn.Outside(r.guest.memory.taken.Load(), wait) }

// Release ends the run's turn and gives back its place. Releasing it twice is harmless.
func (r *Run) Release() { r.turn.End() }

// start makes a run of what may be another's, which is over.
func (r *Run) start(ctx context.Context, m *module) {
	r.module, r.ctx, r.fuel = m, ctx, m.Bounds.Fuel
	r.life = m.life(ctx)
	r.turn = m.Places.NewTurn(&r.life)
}

// bound makes the run end with a context.
func (r *Run) bound(ctx context.Context) {
	r.ctx, r.life = ctx, r.module.life(ctx)
}
