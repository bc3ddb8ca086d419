package budget

import "sync"

// Codes are the native code of an engine's modules, known by what it is made of. wazero has that of modules which are
// the same once, so it counts against the budget once.
type Codes[Key comparable] struct {
	budget *Budget

	mu   sync.Mutex
	used map[Key]*code
}

type code struct {
	uses  int // images that have it
	bytes int64
}

// NewCodes returns no code yet. It counts against the budget.
func NewCodes[Key comparable](b *Budget) *Codes[Key] {
	return &Codes[Key]{budget: b, used: make(map[Key]*code)}
}

// Use counts one more use of code, and reports false if there is none of it.
func (c *Codes[Key]) Use(key Key) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.used[key]
	if known != nil {
		known.uses++
	}
	return known != nil
}

// Add counts a use of code, for which so many bytes of the budget were taken.
func (c *Codes[Key]) Add(key Key, bytes int64) {
	c.mu.Lock()
	known := c.used[key]
	if known == nil {
		c.used[key] = &code{uses: 1, bytes: bytes}
	} else {
		known.uses++
	}
	c.mu.Unlock()
	if known != nil { // since a moment ago
		c.budget.Give(bytes)
	}
}

// Done ends a use.
func (c *Codes[Key]) Done(key Key) {
	c.mu.Lock()
	known := c.used[key]
	known.uses--
	last := known.uses == 0
	if last {
		delete(c.used, key)
	}
	c.mu.Unlock()
	if last {
		c.budget.Give(known.bytes)
	}
}

// Share is one user's part of the code's bytes.
func (c *Codes[Key]) Share(key Key) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.used[key]
	return known.bytes / int64(known.uses)
}
