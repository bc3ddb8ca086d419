package sandbox

import (
	"log/slog"

	"github.com/whowasm/whowasm/runtime/panics"
)

// A Stop is why the host ends a guest. It is thrown through the guest, and wazero returns it as the run's error.
type Stop struct{ err error }

// StopWith returns what to panic with, to end a guest with an error.
func StopWith(err error) Stop { return Stop{err} }

func (s Stop) Error() string { return s.err.Error() }
func (s Stop) Unwrap() error { return s.err }

// Recover is deferred by whoever makes an instance, calls it or lets it grow. Memory that is not to be had, or a run
// that is over, is thrown through wazero, whose allocators cannot fail. Any other panic is a fault, wazero's or the
// host's, and is logged.
func Recover(logger *slog.Logger, doing string, err *error) {
	switch reason := recover().(type) {
	case nil:
	case Stop:
		*err = reason
	default:
		*err = panics.Caught(logger, doing, reason)
	}
}
