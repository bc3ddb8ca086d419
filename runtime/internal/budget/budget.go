package budget

import (
	"sync"
	"sync/atomic"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
)

// A Budget is what its holders may hold together, in bytes. Who asks for more than is left makes those that were not
// used for the longest time give up what they hold.
type Budget struct {
	limit   int64
	waiting atomic.Int64 // calls of Take that wait
	holders holders

	mu    sync.Mutex
	used  int64
	given chan struct{} // closed when there may be more room, nil while nobody waits for that
}

// New returns a budget of so many bytes, without holders.
func New(limit int64) *Budget {
	return &Budget{limit: limit, holders: holders{all: make(map[Holder]struct{})}}
}

// Limit is how many bytes there are.
func (b *Budget) Limit() int64 { return b.limit }

// Add lets a holder be asked to give up what it holds, until Remove.
func (b *Budget) Add(h Holder) { b.holders.add(h) }

// Remove ends what Add began. Removing twice is harmless.
func (b *Budget) Remove(h Holder) { b.holders.remove(h) }

// TryTake takes so many bytes, or reports that they are not to be had while the running calls go on. Nobody gives
// anything up for what is not enough.
func (b *Budget) TryTake(asking Holder, bytes int64) bool {
	for !b.takeFree(bytes) {
		if b.Held()+bytes-b.holders.idle(asking) > b.limit || !b.holders.evict(asking) {
			return b.takeFree(bytes)
		}
	}
	return true
}

// takeFree takes so many bytes if nobody has them.
func (b *Budget) takeFree(bytes int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used+bytes > b.limit {
		return false
	}
	b.used += bytes
	return true
}

// Take is TryTake that waits for running calls to end. The error says why the asking call ended before, or is a
// [*fault.LimitError] for more than there can be.
func (b *Budget) Take(life *lifetime.Life, asking Holder, bytes int64) error {
	b.waiting.Add(1)
	defer b.waiting.Add(-1)
	for {
		given := b.notice()
		if b.TryTake(asking, bytes) {
			return nil
		}
		if bytes > b.limit {
			return b.Exceeded()
		}
		select {
		case <-given:
		case <-life.Module().Done():
			return lifetime.ErrClosed
		case <-life.Call().Done():
			return life.Why()
		}
	}
}

// notice returns a channel that is closed when there may be more room from now on.
func (b *Budget) notice() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.given == nil {
		b.given = make(chan struct{})
	}
	return b.given
}

// Give returns bytes that were taken.
func (b *Budget) Give(bytes int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used -= bytes
	b.stir()
}

// Released tells those who wait that a holder has something that it can give up.
func (b *Budget) Released() {
	if b.waiting.Load() > 0 {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.stir()
	}
}

// stir makes those who wait look again. The caller holds b.mu.
func (b *Budget) stir() {
	if b.given != nil {
		close(b.given)
		b.given = nil
	}
}

// Held is how many bytes are taken.
func (b *Budget) Held() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// Exceeded is the error for what the budget does not allow.
func (b *Budget) Exceeded() error {
	return &fault.LimitError{Limit: "memory of the engine (Options.MemoryBytes)", Allowed: b.limit, Unit: "bytes"}
}
