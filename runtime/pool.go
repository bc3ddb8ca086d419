package runtime

import (
	"context"
	"errors"
)

// instance takes an idle instance or makes a new one, in the state of the snapshot and with a slice of fuel.
func (m *Module) instance(c *call) (*instance, error) {
	guest, err := m.takeInstance(c)
	if err != nil {
		return nil, err
	}
	guest.fuel.Set(uint64(c.refuel(0)))
	return guest, nil
}

func (m *Module) takeInstance(c *call) (*instance, error) {
	m.mu.Lock()
	if last := len(m.idle) - 1; last >= 0 {
		guest := m.idle[last]
		m.idle = m.idle[:last]
		m.mu.Unlock()
		return guest, nil
	}
	m.mu.Unlock()

	guest, err := m.newInstance(c)
	if err != nil {
		return nil, err
	}
	c.restart()
	guest.growTo(m.snapshot)
	if !guest.restore(m.snapshot) {
		guest.module.Close(c.ctx)
		return nil, errors.New("a new instance differs from the first one")
	}
	return guest, nil
}

// patience is the size of a snapshot that a caller waits for to be copied back, some milliseconds at most.
// With a larger one the next call may find no instance and make a new one, which takes longer than waiting.
const patience = 16 << 20

// handBack ends a call: its instance is put back into its first state, and the next call may run. Where that
// takes long the caller does not wait for it.
func (m *Module) handBack(guest *instance) {
	if len(m.snapshot.memory) <= patience {
		m.recycle(guest)
		m.leave()
		return
	}
	go func() {
		m.recycle(guest)
		m.leave()
	}()
}

// recycle keeps an instance for the next call, or closes it if it cannot be put back into its first state.
func (m *Module) recycle(guest *instance) {
	if m.fresh != "" || !guest.restore(m.snapshot) {
		m.logger.Debug("an instance is not used again: its memory grew, or it has state that cannot be put back",
			"memory_bytes", guest.memory.Size(), "initial_bytes", len(m.snapshot.memory))
		guest.module.Close(context.Background())
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.idle = append(m.idle, guest)
}

// initialize runs the module's initialisation and takes the snapshot.
func (m *Module) initialize(ctx context.Context) error {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	c := m.newCall(ctx, nil)
	guest, err := m.newInstance(c)
	if err != nil {
		return c.failure(err)
	}
	if m.convention == reactor {
		if err := guest.initialize(c.ctx); err != nil {
			return errors.Join(c.failure(err), guest.module.Close(ctx))
		}
	}
	c.finish()
	if m.snapshot, err = guest.snapshot(); err != nil {
		return errors.Join(err, guest.module.Close(ctx))
	}
	m.recycle(guest)
	return nil
}
