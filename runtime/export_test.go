package runtime

import (
	"bytes"
	"fmt"

	"github.com/whowasm/whowasm/sdk"
)

const (
	KeptGrowth = keptGrowth
	WasmPage   = wasmPage
)

// Running returns how many calls have an instance.
func (m *Module) Running() int { return m.places.InProgress() }

// DropIdle makes the next call take a new instance.
func (m *Module) DropIdle() { m.giveUp(false) }

// Ready reports whether the module has its image.
func (m *Module) Ready() bool { return m.ready() }

// Users returns how many calls use the image.
func (m *Module) Users() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.making + len(m.instances) - len(m.idle())
}

// idle returns the idle instances. The caller holds m.mu.
func (m *Module) idle() (idle []*instance) {
	for _, guest := range m.instances {
		if guest.idleSince.Load() != 0 {
			idle = append(idle, guest)
		}
	}
	return idle
}

// CheckIdle compares the memory of idle instances with the snapshot.
func (m *Module) CheckIdle() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, guest := range m.idle() {
		memory, _ := guest.memory.Read(0, guest.memory.Size())
		for _, p := range m.image.snapshot.parts {
			want := p.data
			if want == nil {
				want = make([]byte, p.size)
			}
			if !bytes.Equal(memory[p.at:p.end()], want) {
				return fmt.Errorf("%d bytes from %d on differ from the snapshot", p.size, p.at)
			}
		}
	}
	return nil
}

// Idle returns how many instances are idle.
func (m *Module) Idle() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.idle())
}

// Instances returns what tells the module's instances apart.
func (m *Module) Instances() (all []any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, guest := range m.instances {
		all = append(all, guest)
	}
	return all
}

// Watched returns how many idle instances have memory of which it is known what is written.
func (m *Module) Watched() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, guest := range m.idle() {
		if guest.reserved.watched != nil {
			n++
		}
	}
	return n
}

func toolCallInput() *sdk.Input {
	return &sdk.Input{Request: sdk.Request{Method: "tools/call", Params: &sdk.Params{Name: "whoami"}}}
}
