package runtime

import (
	"context"
	"sync"
	"sync/atomic"
)

// A budget is what the modules of an engine may hold together, in bytes. Who asks for more than is left makes
// the modules that were not used for the longest time give up what they hold.
type budget struct {
	limit int64
	// idle is how much can be freed for a module without a call being over.
	idle func(asking *Module) int64
	// evict frees some of that, and reports false when there is nothing to free.
	evict func(asking *Module) bool

	waiting atomic.Int64 // calls of take that wait

	mu    sync.Mutex
	used  int64
	given chan struct{} // closed when there may be more room, nil while nobody waits for that
}

// tryTake takes so many bytes, or reports that they are not to be had while the running calls go on. Nobody gives
// anything up for what is not enough.
func (b *budget) tryTake(asking *Module, bytes int64) bool {
	for !b.fits(bytes) {
		if b.held()+bytes-b.idle(asking) > b.limit || !b.evict(asking) {
			return b.fits(bytes)
		}
	}
	return true
}

func (b *budget) fits(bytes int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used+bytes > b.limit {
		return false
	}
	b.used += bytes
	return true
}

// take is tryTake that waits for running calls to end. The error is the context's, ErrClosed, or a [*LimitError] for
// more than there can be.
func (b *budget) take(ctx context.Context, asking *Module, bytes int64) error {
	b.waiting.Add(1)
	defer b.waiting.Add(-1)
	for {
		given := b.notice()
		if b.tryTake(asking, bytes) {
			return nil
		}
		if bytes > b.limit {
			return b.exceeded()
		}
		select {
		case <-given:
		case <-asking.running.Done():
			return ErrClosed
		case <-ctx.Done():
			asking.logger.Warn("a call ended while it waited for memory that calls of other modules hold", "limit_bytes", b.limit)
			return ctx.Err()
		}
	}
}

// notice returns a channel that is closed when there may be more room from now on.
func (b *budget) notice() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.given == nil {
		b.given = make(chan struct{})
	}
	return b.given
}

// give returns bytes that were taken.
func (b *budget) give(bytes int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used -= bytes
	b.stir()
}

// released tells those who wait that a module has something that it can give up.
func (b *budget) released() {
	if b.waiting.Load() > 0 {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.stir()
	}
}

// stir makes those who wait look again. The caller holds b.mu.
func (b *budget) stir() {
	if b.given != nil {
		close(b.given)
		b.given = nil
	}
}

func (b *budget) held() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// exceeded is the error for what the budget does not allow.
func (b *budget) exceeded() error {
	return &LimitError{Limit: "memory of the engine (Options.MemoryBytes)", Allowed: b.limit, Unit: "bytes"}
}
