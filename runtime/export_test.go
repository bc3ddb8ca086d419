package runtime

// Running returns how many calls have an instance.
func (m *Module) Running() int { return len(m.slots) }

// Prepare exposes prepare to the fuzz test.
func Prepare(wasm []byte) ([]byte, error) {
	p, err := prepare(wasm)
	if err != nil {
		return nil, err
	}
	return p.wasm, nil
}
