package budget

import "sync"

// Codes are what modules of an engine have in common, known by a key, such as native code by what it is made of. Each
// is held once, and counts against the budget once. It is safe for use by several goroutines.
type Codes[Key comparable, Content any] struct {
	budget *Budget

	mu   sync.Mutex
	used map[Key]*code[Content]
}

type code[Content any] struct {
	content Content
	uses    int
	bytes   int64
}

// NewCodes returns no code yet. It counts against the budget.
func NewCodes[Key comparable, Content any](b *Budget) *Codes[Key, Content] {
	return &Codes[Key, Content]{budget: b, used: make(map[Key]*code[Content])}
}

// Use counts one more use of code and returns it, and reports false if there is none of it.
func (c *Codes[Key, Content]) Use(key Key) (content Content, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.used[key]
	if known == nil {
		return content, false
	}
	known.uses++
	return known.content, true
}

// Add counts a use of code, for which so many bytes of the budget were taken. It returns the one that is held: another
// may have been added since the caller looked.
func (c *Codes[Key, Content]) Add(key Key, content Content, bytes int64) Content {
	if held, ok := c.add(key, content, bytes); !ok {
		c.budget.Give(bytes)
		return held
	}
	return content
}

func (c *Codes[Key, Content]) add(key Key, content Content, bytes int64) (held Content, added bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.used[key]; known != nil {
		known.uses++
		return known.content, false
	}
	c.used[key] = &code[Content]{content: content, uses: 1, bytes: bytes}
	return content, true
}

// Done ends a use.
func (c *Codes[Key, Content]) Done(key Key) {
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
func (c *Codes[Key, Content]) Share(key Key) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.used[key]
	return known.bytes / int64(known.uses)
}
