package runtime

import (
	"context"
	"errors"
)

// instance takes an idle instance or makes a new one, in the state of the snapshot.
func (m *Module) instance(c *call) (*instance, error) {
	m.mu.Lock()
	if last := len(m.idle) - 1; last >= 0 {
		guest := m.idle[last]
		m.idle = m.idle[:last]
		m.mu.Unlock()
		guest.streams.current = c
		return guest, nil
	}
	m.mu.Unlock()

	guest, err := m.newInstance(c)
	if err != nil {
		return nil, err
	}
	guest.growTo(m.snapshot)
	if !guest.restore(m.snapshot) {
		guest.module.Close(c.ctx)
		return nil, errors.New("a new instance differs from the first one")
	}
	return guest, nil
}

// recycle keeps an instance for the next call, or closes it if it cannot be put back into its first state.
// After the end of the call's context wazero may be about to close it.
func (m *Module) recycle(guest *instance, c *call) {
	guest.streams.current = nil
	if c.ctx.Err() != nil || !m.resettable || !guest.restore(m.snapshot) {
		m.logger.Debug("an instance is not used again: it was stopped, its memory grew, or it has state that cannot be put back",
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
	m.recycle(guest, c)
	return nil
}
