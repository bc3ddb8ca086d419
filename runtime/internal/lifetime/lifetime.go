// Package lifetime says when a call is over, and why: its caller went, its time is over, or its module was closed. It
// knows nothing of what a call does meanwhile.
package lifetime

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Why a call is over. Package runtime has them under the same names, for its users.
var (
	ErrTimeout = fmt.Errorf("identify timed out: %w", context.DeadlineExceeded)
	ErrAborted = fmt.Errorf("identify was aborted: %w", context.Canceled)
	ErrClosed  = errors.New("the module is closed")
)

// A Life is what ends a call. Its two contexts are not joined into one: to do that for each call would make calls wait
// for each other.
type Life struct{ call, module context.Context }

// New returns the life of a call that ends with the first of two contexts: the call's own, which has the caller's
// deadline and the policy's, and the module's, which ends when the running calls are to stop.
func New(call, module context.Context) Life { return Life{call, module} }

// Call is the context of the call.
func (l *Life) Call() context.Context { return l.call }

// Module is the context of the module.
func (l *Life) Module() context.Context { return l.module }

// Ended says why the call is over, nil while it is not. It looks at the clock, since the timer behind the context may
// wait for the very goroutine that runs the guest.
func (l *Life) Ended(now time.Time) error {
	if l.call.Err() != nil || l.module.Err() != nil {
		return l.Why()
	}
	if deadline, ok := l.call.Deadline(); ok && !now.Before(deadline) {
		return ErrTimeout
	}
	return nil
}

// Why says why a call that is over ended.
func (l *Life) Why() error {
	switch {
	case l.module.Err() != nil:
		return ErrClosed
	case errors.Is(l.call.Err(), context.DeadlineExceeded):
		return ErrTimeout
	default:
		return ErrAborted
	}
}

// WhyOr says why the call's context ended, or returns the error if it did not.
func (l *Life) WhyOr(err error) error {
	if l.call.Err() != nil {
		return l.Why()
	}
	return err
}
