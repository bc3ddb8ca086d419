package runtime

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/whowasm/whowasm/runtime/panics"
)

// instance takes an idle instance or makes a new one, in the module's first state and with a slice of fuel. The call has its turn
// then.
func (m *Module) instance(c *call) (*instance, error) {
	if err := c.turn.Begin(); err != nil {
		return nil, err
	}
	guest, err := m.takeInstance(c)
	if err != nil {
		return nil, err
	}
	if err := c.turn.Take(); err != nil {
		m.keep(guest, time.Now())
		return nil, err
	}
	guest.reserved.call, c.guest, c.began = c, guest, c.turn.Since()
	guest.fuel.Set(0)
	if guest.image.fresh != "" {
		c.fuel -= guest.initFuel
	}
	if c.fuel < 0 {
		return nil, c.outOfFuel()
	}
	guest.fuel.Set(uint64(c.refuel(0)))
	return guest, nil
}

// takeInstance waits while the engine has no room for a new instance. The call does not hold the image while it
// waits: calls that wait for each other's would never go on.
func (m *Module) takeInstance(c *call) (*instance, error) {
	for {
		guest, room := m.takeIdle()
		if guest != nil {
			return guest, nil
		}
		c.turn.Give() // what follows may wait
		if room == 0 {
			if err := m.wake(c.ctx); err != nil {
				return nil, &LoadError{Module: m.name, Err: err}
			}
			continue
		}
		if err := m.takeBudget(&c.life, room); err != nil {
			return nil, err
		}
		if image := m.use(room); image != nil {
			m.engine.budget.Give(room - image.instanceBytes()) // it may have been made anew meanwhile
			return m.another(c, image)
		}
		m.engine.budget.Give(room)
	}
}

// takeIdle returns an idle instance, or nil and how much room a new one takes: 0 when there is no image.
//
// It takes the one that this CPU used last, as a rule: what several CPUs write to they wait for, and another CPU's memory
// takes three times as long to put back.
func (m *Module) takeIdle() (guest *instance, room int64) {
	if near, _ := m.near.Get().(*instance); near != nil {
		if _, ok := near.take(); ok {
			return near, 0
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, guest := range m.instances {
		if _, ok := guest.take(); ok {
			return guest, 0
		}
	}
	if m.image == nil {
		return nil, 0
	}
	return nil, m.image.instanceBytes()
}

// use returns the image, of which a new instance is made: it is kept until that is kept, or leave. It returns nil if the instance
// would not fit into the room.
func (m *Module) use(room int64) *image {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.image == nil || m.image.instanceBytes() > room {
		return nil
	}
	m.making++
	m.lastUse = time.Now().UnixNano()
	return m.image
}

// leave ends a use of the image, of which no instance was made.
func (m *Module) leave() {
	m.mu.Lock()
	m.making--
	m.mu.Unlock()
	m.engine.budget.Released()
}

// another makes an instance in the module's first state, for which there is room.
func (m *Module) another(c *call, i *image) (*instance, error) {
	guest, err := m.make(c, i)
	c.guest = nil // it is the call's when that has a turn
	if err != nil {
		m.leave()
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.making--
	m.instances = append(m.instances, guest)
	return guest, nil
}

// make makes an instance: a copy of the first one, or initialised as that was where a copy would lack something.
func (m *Module) make(c *call, i *image) (*instance, error) {
	if i.fresh == "" {
		return m.copyImage(c, i)
	}
	guest, err := m.firstInstance(c.ctx, i, int64(i.snapshot.size), c.fuel)
	if err != nil {
		return nil, &LoadError{Module: m.name, Err: err}
	}
	return guest, nil
}

// copyImage makes an instance that is a copy of the image. It has its room.
func (m *Module) copyImage(c *call, i *image) (_ *instance, err error) {
	if err := c.turn.Take(); err != nil {
		m.engine.budget.Give(i.instanceBytes())
		return nil, err
	}
	guest, err := m.newInstance(c, i, int64(i.snapshot.size))
	if err != nil {
		return nil, err
	}
	defer guest.closeAfter(&err)
	defer m.caught("copying an instance", &err)
	guest.settleStacks(m.convention)
	if err := guest.growTo(i.snapshot); err != nil {
		return nil, err
	}
	if !guest.restore(i.snapshot, c) {
		return nil, errors.New("a new instance differs from the first one")
	}
	return guest, nil
}

// closeAfter is deferred by who makes an instance: it is closed if that fails.
func (i *instance) closeAfter(err *error) {
	if *err != nil {
		*err = errors.Join(*err, i.close())
	}
}

// patience is the size of a memory that a caller waits for to be put back or freed, some milliseconds at most.
// With a larger one the next call may find no instance and make a new one, which takes longer than waiting.
const patience = 16 << 20

// handBack ends a call. A caller whose time is over, or whose guest has much memory, does not wait for it.
func (m *Module) handBack(c *call) {
	c.turn.CleanUp()
	switch {
	case c.guest == nil:
		c.end()
	case c.turn.Has() && c.guest.memory.Size() <= patience:
		m.end(c)
	default:
		go m.end(c)
	}
}

// end puts the call's instance back into its first state and lets the next call run.
func (m *Module) end(c *call) {
	var err error
	defer m.caught("ending a call", &err)
	defer c.end()
	_ = c.turn.Take() // a call that is over has lost it; a module that is closed gets none
	m.recycle(c, c.guest)
}

// recycle keeps the instance for the next call, or closes it if it cannot be put back into its first state.
func (m *Module) recycle(c *call, guest *instance) {
	if m.restored(c, guest) {
		m.keep(guest, c.turn.Since())
		return
	}
	_ = guest.close()
	m.mu.Lock()
	m.instances = slices.DeleteFunc(m.instances, func(other *instance) bool { return other == guest })
	m.mu.Unlock()
	m.engine.budget.Released()
}

// restored puts the instance into its first state. It reports false if that cannot be done, also where wazero panics.
func (m *Module) restored(c *call, guest *instance) (done bool) {
	var err error
	defer m.caught("restoring an instance", &err)
	guest.settleStacks(m.convention)
	first := guest.image.snapshot
	if m.policy.KeepState && guest.rewind(first) || guest.image.fresh == "" && guest.restore(first, c) {
		return true
	}
	m.logger.Debug("an instance is not used again: its memory grew, or it has state that cannot be put back",
		"memory_bytes", guest.memory.Size(), "initial_bytes", first.size)
	return false
}

// keep keeps the instance, which is in its first state, for the next call.
func (m *Module) keep(guest *instance, used time.Time) {
	guest.reserved.call = nil
	guest.reserved.hasGrown()
	guest.idleSince.Store(used.UnixNano())
	m.near.Put(guest)
	m.engine.budget.Released()
}

// take takes the instance if it is idle, so that nobody else has it.
func (i *instance) take() (idleSince int64, ok bool) {
	since := i.idleSince.Load()
	return since, since != 0 && i.idleSince.CompareAndSwap(since, 0)
}

// close frees the instance and gives back its room, whatever wazero does.
func (i *instance) close() error {
	defer i.reserved.Free()
	return panics.Try(i.reserved.module.logger, "closing an instance", func() error {
		return i.module.Close(context.Background())
	})
}
