package lifetime

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestWhyACallIsOver(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	deadline := time.Now().Add(time.Hour)
	timed, cancel := context.WithDeadline(t.Context(), deadline)
	defer cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	other := errors.New("something else")
	for _, test := range []struct {
		name         string
		call, module context.Context
		now          time.Time
		ended, whyOr error
	}{
		{"not yet", timed, t.Context(), deadline.Add(-1), nil, other},
		{"its timer has not fired", timed, t.Context(), deadline, ErrTimeout, other},
		{"its time is over", late, t.Context(), time.Now(), ErrTimeout, ErrTimeout},
		{"aborted", cancelled, t.Context(), time.Now(), ErrAborted, ErrAborted},
		{"the module is closed", timed, cancelled, time.Now(), ErrClosed, other},
		{"both", cancelled, cancelled, time.Now(), ErrClosed, ErrClosed},
	} {
		life := New(test.call, test.module)
		if err := life.Ended(test.now); err != test.ended {
			t.Errorf("%s: it ended with %v", test.name, err)
		}
		if err := life.WhyOr(other); err != test.whyOr {
			t.Errorf("%s: the error is %v", test.name, err)
		}
	}
}
