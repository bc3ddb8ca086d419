package lifetime

import (
	"context"
	"sync"
	"time"
)

// A Timeout is what context.WithTimeout makes, without a timer until somebody waits for its end: most calls are over
// before, and making the timer takes a tenth of a short one.
type Timeout struct {
	context.Context // the caller's
	at              time.Time

	mu     sync.Mutex
	begun  context.Context // nil until somebody waits
	cancel context.CancelFunc
}

// WithTimeout returns a context that ends with its parent or after so long. What it holds is freed by End.
func WithTimeout(parent context.Context, after time.Duration) *Timeout {
	at := time.Now().Add(after)
	if earlier, ok := parent.Deadline(); ok && earlier.Before(at) {
		at = earlier
	}
	return &Timeout{Context: parent, at: at}
}

// Deadline implements context.Context.
func (t *Timeout) Deadline() (time.Time, bool) { return t.at, true }

// Done implements context.Context.
func (t *Timeout) Done() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.begun == nil {
		t.begun, t.cancel = context.WithDeadline(t.Context, t.at)
	}
	return t.begun.Done()
}

// Err implements context.Context.
func (t *Timeout) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.begun != nil:
		return t.begun.Err()
	case t.Context.Err() != nil:
		return t.Context.Err()
	case !time.Now().Before(t.at):
		return context.DeadlineExceeded
	}
	return nil
}

// End frees the timer, if there is one.
func (t *Timeout) End() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cancel != nil {
		t.cancel()
	}
}
