package telemetry

import "sync"

// A bounded set of names: a client may call tools of any name, and each would be a series of its own.
type bounded struct {
	mu    sync.RWMutex
	names map[string]bool
}

// maxTools is how many tools are told apart, and maxToolBytes how long their names may be.
const (
	maxTools     = 200
	maxToolBytes = 128
)

// name returns the name of a tool that is known, because it has answered before or does now, and "_OTHER" for others
// and where there are too many.
func (b *bounded) name(name string, answered bool) string {
	b.mu.RLock()
	known := b.names[name]
	b.mu.RUnlock()
	if !known && answered {
		known = b.add(name)
	}
	if !known {
		return "_OTHER"
	}
	return name
}

func (b *bounded) add(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.names[name] { // since the caller looked
		return true
	}
	if len(b.names) >= maxTools || len(name) > maxToolBytes {
		return false
	}
	if b.names == nil {
		b.names = make(map[string]bool)
	}
	b.names[name] = true
	return true
}
