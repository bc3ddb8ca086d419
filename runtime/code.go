package runtime

import (
	"sync"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// codes are the native code of an engine's modules. wazero has that of modules which are the same once, so it counts against the
// budget once.
type codes struct {
	budget *budget

	mu   sync.Mutex
	used map[codeKey]*code
}

// A codeKey is what native code is made of.
type codeKey struct {
	digest string
	limits wasm.Limits
}

type code struct {
	uses  int // images that have it
	bytes int64
}

// use counts one more use of code, and reports false if there is none of it.
func (c *codes) use(key codeKey) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.used[key]
	if known != nil {
		known.uses++
	}
	return known != nil
}

// add counts a use of code, for which so many bytes of the budget were taken.
func (c *codes) add(key codeKey, bytes int64) {
	c.mu.Lock()
	known := c.used[key]
	if known == nil {
		c.used[key] = &code{uses: 1, bytes: bytes}
	} else {
		known.uses++
	}
	c.mu.Unlock()
	if known != nil { // since a moment ago
		c.budget.give(bytes)
	}
}

// done ends a use.
func (c *codes) done(key codeKey) {
	c.mu.Lock()
	known := c.used[key]
	known.uses--
	last := known.uses == 0
	if last {
		delete(c.used, key)
	}
	c.mu.Unlock()
	if last {
		c.budget.give(known.bytes)
	}
}

// share is one user's part of the code's bytes.
func (c *codes) share(key codeKey) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.used[key]
	return known.bytes / int64(known.uses)
}
