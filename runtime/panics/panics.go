// Package panics turns a panic into the error of the one call or module that it happened in. Whatever runs in a
// goroutine of its own, or for several callers at once, is guarded with it: nobody else could recover such a panic, and
// the process would end.
package panics

import (
	"fmt"
	"log/slog"
	goruntime "runtime"
	"runtime/debug"
)

// An Error is a panic that was caught. It was logged, with its stack, where that happened.
type Error struct {
	// Doing says what was done, such as "closing an instance".
	Doing string
	// What is the text of a runtime error, and the type of any other value: its text may quote what a caller sent.
	What string
}

func (e *Error) Error() string {
	return fmt.Sprintf("a panic of the host while %s: %s", e.Doing, e.What)
}

// Recover is to be deferred. It catches a panic, logs it, and stores it as the error. Nil logs nothing.
func Recover(logger *slog.Logger, doing string, err *error) {
	if reason := recover(); reason != nil {
		*err = Caught(logger, doing, reason)
	}
}

// Try runs f. A panic of it becomes its error.
func Try(logger *slog.Logger, doing string, f func() error) (err error) {
	defer Recover(logger, doing, &err)
	return f()
}

// Caught makes an error of what recover returned, and logs it with the stack of the goroutine. One that was caught
// before is not logged again.
func Caught(logger *slog.Logger, doing string, reason any) *Error {
	if known, ok := reason.(*Error); ok {
		return known
	}
	return Logged(logger, doing, describe(reason), string(debug.Stack()))
}

// Logged makes an error of a panic that somebody else has caught, and logs it with the stack that is known.
func Logged(logger *slog.Logger, doing, what, stack string) *Error {
	if logger != nil {
		logger.Error("a panic was caught", "while", doing, "panic", what, "stack", stack)
	}
	return &Error{Doing: doing, What: what}
}

func describe(reason any) string {
	if err, ok := reason.(goruntime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("a value of type %T", reason)
}
