package runtime

import (
	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/panics"
)

// Errors of a call, to test for with errors.Is.
var (
	// ErrTimeout is a call that took longer than its policy or its context's deadline allows. It also matches
	// context.DeadlineExceeded.
	ErrTimeout = lifetime.ErrTimeout
	// ErrAborted is a call whose context was cancelled. It also matches context.Canceled.
	ErrAborted = lifetime.ErrAborted
	// ErrClosed is a call to a module or an engine that was closed.
	ErrClosed = lifetime.ErrClosed
)

// A LoadError is a module that cannot be loaded. It wraps the reason: among others a [*wasm.FormatError] or a
// [*wasm.LimitError] for what the module consists of, a [*LimitError] for what it would need, and the errors of
// a call for its initialisation.
//
// Module is the file, or the name given to Load; Err is the reason.
type LoadError = fault.LoadError

// A GuestError is a failure that the guest itself reports, as {"error": …} or by its exit code.
//
// Message is the guest's, with the credentials of the call removed, escaped and cut as [quote.Text] does it. ExitCode
// is the exit code of a command, 0 for a reported error.
type GuestError = fault.GuestError

// A TrapError is a guest that did what WebAssembly forbids: an access outside memory, `unreachable`, a
// division by zero, a stack overflow.
//
// Reason is the engine's word for the trap, such as "unreachable".
type TrapError = fault.TrapError

// An AnswerError is an answer that is not what the contract asks for (ABI.md, "The answer").
//
// Path is the member of the answer, such as "userId"; "" is the answer as a whole. Problem says what is wrong and what
// is expected.
type AnswerError = fault.AnswerError

// A PanicError is a fault of the host or of wazero: a panic that became the error of the call or the module that it
// happened in. It was logged, with its stack. Other calls and modules go on.
type PanicError = panics.Error

// A LimitError is a limit of the [Policy] that was reached.
//
// Limit names what is limited, such as "output"; Allowed is how much of it the policy allows; Unit is "bytes", or ""
// for a count.
type LimitError = fault.LimitError
