package sandbox

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
)

// A Pool has the instances of one module, and the image that they are made of. It is safe for use by several
// goroutines.
type Pool struct {
	builder
	waking singleflight.Group // makes the image
	near   sync.Pool          // of *Instance, which may have been taken since: those that the same CPU used last

	mu        sync.Mutex
	image     *image      // nil if it was given up
	instances []*Instance // of the image, idle or not
	making    int         // runs that make another
	lastUse   int64       // Unix time in nanoseconds, not counting that of the instances
}

// NewPool returns a pool of a module that is not ready: [Pool.Hold] and [Pool.Wake] make it so.
func NewPool(shared *Shared, m Module, host Host) *Pool {
	p := new(Pool)
	p.builder = builder{&module{Shared: shared, Module: m, digest: digestOf(m.Program.Code), holder: p}, host}
	p.growth.limit, p.growth.large = m.Bounds.Growth, make(chan struct{}, m.Bounds.Large)
	return p
}

// Start begins a run of the pool's module, which is over when the context is. Of the context host functions get what
// they need. The run may be one that has ended.
func (p *Pool) Start(ctx context.Context, r *Run) { r.start(ctx, p.module) }

// Lend gives the run an idle instance or a new one, in the module's first state and with a slice of fuel. The run has
// its turn then. The error is why it has none.
func (p *Pool) Lend(r *Run) error {
	if err := r.turn.Begin(); err != nil {
		return err
	}
	guest, err := p.take(r)
	if err != nil {
		return err
	}
	if err := r.turn.Take(); err != nil {
		p.keep(guest, time.Now())
		return err
	}
	guest.memory.pace, r.guest, r.began = &r.pace, guest, r.turn.Since()
	guest.fuel.Set(0)
	if guest.image.fresh != "" {
		r.fuel -= guest.initFuel
	}
	if r.fuel < 0 {
		return r.outOfFuel()
	}
	guest.fuel.Set(uint64(r.refuel(0)))
	return nil
}

// take waits while the engine has no room for a new instance. The run does not hold the image while it waits: runs that
// wait for each other's would never go on.
func (p *Pool) take(r *Run) (*Instance, error) {
	for {
		guest, room := p.takeIdle()
		if guest != nil {
			return guest, nil
		}
		r.turn.Give() // what follows may wait
		if room == 0 {
			if err := p.Wake(r.ctx); err != nil {
				return nil, &fault.LoadError{Module: p.Name, Err: err}
			}
			continue
		}
		if err := p.waitForRoom(&r.life, room); err != nil {
			return nil, err
		}
		if image := p.holdImage(room); image != nil {
			p.budget.Give(room - image.instanceBytes()) // it may have been made anew meanwhile
			return p.addInstance(r, image)
		}
		p.budget.Give(room)
	}
}

// takeIdle returns an idle instance, or nil and how much room a new one takes: 0 when there is no image.
//
// It takes the one that this CPU used last, as a rule: what several CPUs write to they wait for, and another CPU's
// memory takes three times as long to put back.
func (p *Pool) takeIdle() (guest *Instance, room int64) {
	if near, _ := p.near.Get().(*Instance); near != nil {
		if _, ok := near.take(); ok {
			return near, 0
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, guest := range p.instances {
		if _, ok := guest.take(); ok {
			return guest, 0
		}
	}
	if p.image == nil {
		return nil, 0
	}
	return nil, p.image.instanceBytes()
}

// waitForRoom takes room of the budget, and tells the log where a run ended while it waited for that.
func (p *Pool) waitForRoom(life *lifetime.Life, bytes int64) error {
	err := p.budget.Take(life, p, bytes)
	if errors.Is(err, lifetime.ErrTimeout) || errors.Is(err, lifetime.ErrAborted) {
		p.Logger.Warn("a call ended while it waited for memory that calls of other modules hold",
			"limit_bytes", p.budget.Limit())
	}
	return err
}

// holdImage returns the image, of which a new instance is made: it is kept until that is kept, or dropImage. It returns
// nil if the instance would not fit into the room.
func (p *Pool) holdImage(room int64) *image {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.image == nil || p.image.instanceBytes() > room {
		return nil
	}
	p.making++
	p.lastUse = time.Now().UnixNano()
	return p.image
}

// dropImage ends a use of the image, of which no instance was made.
func (p *Pool) dropImage() {
	p.mu.Lock()
	p.making--
	p.mu.Unlock()
	p.budget.Released()
}

// addInstance makes an instance in the module's first state, for which there is room.
func (p *Pool) addInstance(r *Run, i *image) (*Instance, error) {
	guest, err := p.build(r, i)
	r.guest = nil // it is the run's when that has a turn
	if err != nil {
		p.dropImage()
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.making--
	p.instances = append(p.instances, guest)
	return guest, nil
}

// patience is the size of a memory that a caller waits for to be put back or freed, some milliseconds at most.
// With a larger one the next call may find no instance and make a new one, which takes longer than waiting.
const patience = 16 << 20

// TakeBack ends a run, also one whose guest trapped: what that wrote is put back like anything else. It returns at once
// where the run's time is over or its guest has much memory: what it used is put back in the background then.
func (p *Pool) TakeBack(r *Run) {
	r.turn.CleanUp()
	switch {
	case r.guest == nil:
		p.host.End(r)
	case r.turn.Has() && r.guest.exported.Size() <= patience:
		p.putBack(r)
	default:
		go p.putBack(r)
	}
}

// putBack puts the run's instance back into its first state and lets the next run begin.
func (p *Pool) putBack(r *Run) {
	var err error
	defer Recover(p.Logger, "ending a call", &err)
	defer p.host.End(r)
	_ = r.turn.Take() // a run that is over has lost it; a module that is closed gets none
	p.recycle(r, r.guest)
}

// recycle keeps the instance for the next run, or closes it if it cannot be put back into its first state.
func (p *Pool) recycle(r *Run, guest *Instance) {
	if p.restored(r, guest) {
		p.keep(guest, r.turn.Since())
		return
	}
	_ = guest.close()
	p.mu.Lock()
	p.instances = slices.DeleteFunc(p.instances, func(other *Instance) bool { return other == guest })
	p.mu.Unlock()
	p.budget.Released()
}

// restored puts the instance into its first state. It reports false if that cannot be done, also where wazero panics.
func (p *Pool) restored(r *Run, guest *Instance) (done bool) {
	var err error
	defer Recover(p.Logger, "restoring an instance", &err)
	guest.settleStacks()
	first := guest.image.snapshot
	if p.Bounds.KeepState && guest.rewind(first) || guest.image.fresh == "" && guest.restore(first, &r.turn) {
		return true
	}
	p.Logger.Debug("an instance is not used again: its memory grew, or it has state that cannot be put back",
		"memory_bytes", guest.exported.Size(), "initial_bytes", first.size)
	return false
}

// keep keeps the instance, which is in its first state, for the next run.
func (p *Pool) keep(guest *Instance, used time.Time) {
	guest.memory.pace = nil
	guest.memory.forgetGrowth()
	guest.idleSince.Store(used.UnixNano())
	p.near.Put(guest)
	p.budget.Released()
}
