package lifetime

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestTimeout looks at the context of a call in every order of what can happen to it.
func TestTimeout(t *testing.T) {
	for _, test := range []struct {
		name       string
		parent     time.Duration // 0 for no deadline
		abort      bool
		deadlineIn time.Duration
		after      time.Duration
		want       error
	}{
		{name: "not yet", deadlineIn: time.Second, after: time.Second - 1},
		{name: "over", deadlineIn: time.Second, after: time.Second, want: context.DeadlineExceeded},
		{name: "the caller's is earlier", parent: time.Millisecond, deadlineIn: time.Millisecond, after: time.Millisecond,
			want: context.DeadlineExceeded},
		{name: "the caller's is later", parent: time.Hour, deadlineIn: time.Second, after: time.Second,
			want: context.DeadlineExceeded},
		{name: "aborted", deadlineIn: time.Second, abort: true, after: time.Millisecond, want: context.Canceled},
		{name: "aborted, and over later", deadlineIn: time.Second, abort: true, after: time.Hour, want: context.Canceled},
	} {
		for _, waits := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				parent, abort := context.WithCancel(t.Context())
				defer abort()
				if test.parent > 0 {
					var cancel context.CancelFunc
					parent, cancel = context.WithTimeout(parent, test.parent)
					defer cancel()
				}
				ctx := WithTimeout(parent, time.Second)
				defer ctx.End()
				if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) != test.deadlineIn {
					t.Errorf("%s: its deadline is in %v", test.name, time.Until(deadline))
				}
				if waits {
					go func() { <-ctx.Done() }()
				}
				synctest.Wait()
				if test.abort {
					abort()
				}
				time.Sleep(test.after)
				synctest.Wait()
				if err := ctx.Err(); !errors.Is(err, test.want) {
					t.Errorf("%s, waits %v: %v", test.name, waits, err)
				}
				select {
				case <-ctx.Done():
					if test.want == nil {
						t.Errorf("%s: it is done", test.name)
					}
				default:
					if test.want != nil {
						t.Errorf("%s: it is not done", test.name)
					}
				}
				ctx.End()
			})
		}
	}
}
