// Package fault has the errors that the rooms behind package runtime return to its users, which names them again. It
// knows nothing of where they come from.
package fault

import (
	"fmt"

	"github.com/whowasm/whowasm/runtime/quote"
)

// A LoadError is a module that cannot be loaded.
type LoadError struct {
	// Module is the file, or the name given to Load.
	Module string
	// Err is the reason.
	Err error
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

// A TrapError is a guest that did what WebAssembly forbids.
type TrapError struct {
	// Reason is the engine's word for the trap, such as "unreachable".
	Reason string
}

func (e *TrapError) Error() string { return "the guest trapped: " + e.Reason }

// An AnswerError is an answer that is not what the contract asks for.
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

// A LimitError is a limit of a policy that was reached.
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
