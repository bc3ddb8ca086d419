package runtime

import "github.com/whowasm/whowasm/sdk"

const WasmPage = wasmPage

// Running returns how many calls have an instance.
func (m *Module) Running() int { return m.places.InProgress() }

// DropIdle makes the next call take a new instance.
func (m *Module) DropIdle() { m.pool.GiveUp(false) }

// Ready reports whether the module has its image.
func (m *Module) Ready() bool { return m.pool.Ready() }

// Users returns how many calls use the image.
func (m *Module) Users() int {
	look := m.pool.Look()
	return look.Making + len(look.Instances) - look.Idle
}

// CheckIdle compares the memory of idle instances with the snapshot.
func (m *Module) CheckIdle() error { return m.pool.CheckIdle() }

// Idle returns how many instances are idle.
func (m *Module) Idle() int { return m.pool.Look().Idle }

// Instances returns what tells the module's instances apart.
func (m *Module) Instances() (all []any) {
	for _, guest := range m.pool.Look().Instances {
		all = append(all, guest)
	}
	return all
}

// Watched returns how many idle instances have memory of which it is known what is written.
func (m *Module) Watched() int { return m.pool.Look().Watched }

func toolCallInput() *sdk.Input {
	return &sdk.Input{Request: sdk.Request{Method: "tools/call", Params: &sdk.Params{Name: "whoami"}}}
}
