package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
)

// Errors of a call, to test for with errors.Is.
var (
	// ErrTimeout is a call that took longer than its policy or its context's deadline allows. It also matches
	// context.DeadlineExceeded.
	ErrTimeout = fmt.Errorf("identify timed out: %w", context.DeadlineExceeded)
	// ErrAborted is a call whose context was cancelled. It also matches context.Canceled.
	ErrAborted = fmt.Errorf("identify was aborted: %w", context.Canceled)
	// ErrClosed is a call to a module or an engine that was closed.
	ErrClosed = errors.New("the module is closed")
)

// A LoadError is a module that cannot be loaded. It wraps the reason: among others a [*wasm.FormatError] or a
// [*wasm.LimitError] for what the module consists of, a [*LimitError] for what it would need, and the errors of
// a call for its initialisation.
type LoadError struct {
	// Module is the file, or the name given to Load.
	Module string
	Err    error
}

func (e *LoadError) Error() string { return quote.Text(e.Module) + ": " + e.Err.Error() }
func (e *LoadError) Unwrap() error { return e.Err }

// A GuestError is a failure that the guest itself reports, as {"error": …} or by its exit code.
type GuestError struct {
	// Message is the guest's, with the credentials of the call removed, escaped and cut as [quote.Text] does it.
	Message string
	// ExitCode is the exit code of a command, 0 for a reported error.
	ExitCode uint32
}

func (e *GuestError) Error() string {
	if e.ExitCode != 0 {
		return fmt.Sprintf("the guest exited with code %d%s", e.ExitCode, prefixed(": ", e.Message))
	}
	return "the guest reports: " + e.Message
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// A TrapError is a guest that did what WebAssembly forbids: an access outside memory, `unreachable`, a
// division by zero, a stack overflow.
type TrapError struct {
	// Reason is the engine's word for the trap, such as "unreachable".
	Reason string
}

func (e *TrapError) Error() string { return "the guest trapped: " + e.Reason }

// An AnswerError is an answer that is not what the contract asks for (ABI.md, "The answer").
type AnswerError struct {
	// Path is the member of the answer, such as "userId"; "" is the answer as a whole.
	Path string
	// Problem says what is wrong and what is expected.
	Problem string
}

func (e *AnswerError) Error() string {
	if e.Path == "" {
		return "bad answer: " + e.Problem
	}
	return fmt.Sprintf("bad answer: %s: %s", e.Path, e.Problem)
}

// A PanicError is a fault of the host or of wazero: a panic that became the error of the call or the module that it
// happened in. It was logged, with its stack. Other calls and modules go on.
type PanicError = panics.Error

// A LimitError is a limit of the [Policy] that was reached.
type LimitError struct {
	// Limit names what is limited, such as "output".
	Limit string
	// Allowed is how much of it the policy allows, in Unit.
	Allowed int64
	// Unit is "bytes", or "" for a count.
	Unit string
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("limit reached: %s of more than %d%s", e.Limit, e.Allowed, prefixed(" ", e.Unit))
}
