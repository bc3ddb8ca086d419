package runtime

import "context"

// Running returns how many calls have an instance.
func (m *Module) Running() int { return len(m.slots) }

// DropIdle makes the next call take a new instance.
func (m *Module) DropIdle() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, guest := range m.idle {
		guest.module.Close(context.Background())
	}
	m.idle = nil
}
