package host

import (
	"context"
	"errors"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
)

// Track makes identifier answer who calls server. Handlers read the answer with [IdentityFrom].
//
// The identifier is asked on the first tools/call of a session. A session is the connection itself: a stdio
// or in-memory connection, or a stateful HTTP session. Stateless HTTP has none; its callers are remembered by
// their credential, for a while, and a caller without a credential is identified on every call. Calls that
// arrive while their session is being identified share that one identification; it is aborted when none of
// them waits any longer. Other methods see the identity that the session has and never start an
// identification.
//
// A call that brings another credential than the session was identified with is identified again, and
// until then it is nobody. See Options.CredentialPaths for what counts as a credential.
//
// Over stateless HTTP a caller is remembered whose token the server has verified (req.Extra.TokenInfo), or who
// brings a value at one of the CredentialPaths. If several users share a verified token and tell themselves
// apart by an argument, name the argument there.
//
// Call Track before the server gets its first connection, and before adding middleware that must not run for
// callers that are denied. The stop function ends tracking: identifications that are running are aborted, and
// what is known of callers is dropped. Stopping twice is harmless. The identifier remains the caller's to
// close.
func Track(server *mcp.Server, identifier Identifier, options Options) (stop func(), err error) {
	if server == nil || identifier == nil {
		return nil, errors.New("host.Track needs a server and an identifier")
	}
	t, err := newTracker(identifier, options)
	if err != nil {
		return nil, err
	}
	server.AddReceivingMiddleware(t.middleware)
	return t.stop, nil
}

// A tracker is what Track keeps of one server.
type tracker struct {
	identifier   Identifier
	options      Options
	fingerprints *fingerprinter
	sessions     *sessions
	callers      *callers
	telemetry    *telemetry // nil for none
	labels       labels

	running context.Context // ends with stop
	stop    context.CancelFunc
}

func newTracker(identifier Identifier, options Options) (*tracker, error) {
	options, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	fingerprints, err := newFingerprinter(options.CredentialPaths)
	if err != nil {
		return nil, err
	}
	callers, err := newCallers(options.CacheSize, options.CacheTTL)
	if err != nil {
		return nil, err
	}
	telemetry, err := newTelemetry(options)
	if err != nil {
		return nil, err
	}
	t := &tracker{
		telemetry:    telemetry,
		labels:       newLabels(),
		identifier:   identifier,
		options:      options,
		fingerprints: fingerprints,
		sessions:     new(sessions),
		callers:      callers,
	}
	t.running, t.stop = context.WithCancel(context.Background())
	context.AfterFunc(t.running, t.forget)
	return t, nil
}

// forget drops what is known of callers.
func (t *tracker) forget() {
	t.sessions.clear()
	t.callers.clear()
}

// methodCallTool is the one method that starts an identification.
const methodCallTool = "tools/call"

// middleware is the way of one call: find what is known of the caller, identify if that is not enough, go on.
func (t *tracker) middleware(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		if t.telemetry != nil || t.options.OnCall != nil {
			return t.observe(ctx, method, req, next)
		}
		_, result, err := t.serve(ctx, method, req, next)
		return result, err
	}
}

// serve answers one request, and returns what is known of its caller.
func (t *tracker) serve(ctx context.Context, method string, req mcp.Request, next mcp.MethodHandler) (*Outcome, mcp.Result, error) {
	outcome, err := t.outcome(ctx, method, req)
	if err != nil {
		return nil, nil, err
	}
	result, err := next(withOutcome(ctx, outcome), method, req)
	return outcome, result, err
}

// withOutcome returns a context for a handler. A nil outcome hides that of another server, within whose call
// the session of this one may have been opened.
func withOutcome(ctx context.Context, outcome *Outcome) context.Context {
	if outcome == nil && ctx.Value(outcomeKey{}) == nil {
		return ctx
	}
	return context.WithValue(ctx, outcomeKey{}, outcome)
}

// outcome returns what handlers may know of the caller, nil for nothing, or the error that answers the call.
func (t *tracker) outcome(ctx context.Context, method string, req mcp.Request) (*Outcome, error) {
	session, ok := req.GetSession().(*mcp.ServerSession)
	if !ok || t.running.Err() != nil {
		return nil, nil
	}
	credential := t.fingerprints.of(method, req)
	tool := method == methodCallTool
	entry := t.entry(session, req, credential, tool)
	if entry == nil {
		return nil, nil
	}
	known := entry.lookup(credential.print)
	if !tool {
		return known, nil
	}
	if known != nil {
		return t.decide(known)
	}
	flight := entry.join(t, credential.print, func() question { return newQuestion(ctx, session, req, t.options.Lifespan) })
	if t.options.Concurrent {
		return nil, nil
	}
	outcome, err := entry.wait(ctx, flight)
	if err != nil {
		return nil, err
	}
	return t.decide(outcome)
}

// entry finds the place where the caller's identity is kept. It makes one for a tool call; for other methods
// it returns nil where there is none.
func (t *tracker) entry(session *mcp.ServerSession, req mcp.Request, credential credential, create bool) *entry {
	switch {
	case !isStateless(session, req):
		return t.sessions.entry(session, create)
	case credential.sole:
		return t.callers.entry(credential.print, create)
	case create:
		return new(entry) // nobody that one could know again
	default:
		return nil
	}
}

// isStateless reports whether a request came over HTTP without a session: the ServerSession is then made for
// this request alone. On stdio and in-memory connections there is no HTTP header; stateful HTTP has an id.
func isStateless(session *mcp.ServerSession, req mcp.Request) bool {
	extra := req.GetExtra()
	return extra != nil && isHTTP(extra.Header) && session.ID() == ""
}

// decide applies the policies to the outcome of a tool call.
func (t *tracker) decide(outcome *Outcome) (*Outcome, error) {
	if outcome.Err == nil || t.options.Concurrent {
		return outcome, nil
	}
	if errors.Is(outcome.Err, ErrIdentityChanged) {
		return nil, denied("the session belongs to another user")
	}
	if t.options.OnFailure == Deny {
		return nil, denied("the caller could not be identified")
	}
	return outcome, nil
}

// ErrIdentityChanged is the failure of a call whose identity is not that of its session, where
// [Options.OnChange] is [RefuseChange].
var ErrIdentityChanged = errors.New("the caller is not the user that the session was established for")

// CodeDenied is the JSON-RPC error code of a tool call that [Deny] or [RefuseChange] refuses. It is from the
// range that JSON-RPC leaves to servers, and none of MCP's own.
const CodeDenied = -32003

// denied is the answer to a call that a policy refuses. It says nothing of the reason to the caller.
func denied(message string) error {
	return &jsonrpc.Error{Code: CodeDenied, Message: "denied: " + message}
}

// ask puts a question to the identifier. Whatever goes wrong there, also a panic, becomes an error without
// credentials.
func (t *tracker) ask(ctx context.Context, in *Input) (a answer) {
	defer func() {
		if reason := recover(); reason != nil {
			_ = panics.Caught(t.options.Logger, "asking the identifier", reason)
			a = answer{err: errors.New(quote.Text(in.Redactor().Redact(fmt.Sprint("the identifier panicked: ", reason))))}
		}
	}()
	if measurer, ok := t.identifier.(Measurer); ok {
		a.identity, a.usage, a.err = measurer.Measure(ctx, in)
	} else {
		a.identity, a.err = t.identifier.Identify(ctx, in)
	}
	if a.err != nil {
		a.identity, a.err = nil, redact(a.err, in)
	} else if a.identity != nil && a.identity.UserID == "" {
		a.identity, a.err = nil, errors.New("the identifier returned an identity with an empty UserID; nil is an anonymous caller")
	}
	return a
}

// redact hides the credentials of a call in the text of an error.
func redact(err error, in *Input) error {
	text := err.Error()
	if clean := in.Redactor().Redact(text); clean != text {
		return &redactedError{text: clean, original: err}
	}
	return err
}

// A redactedError can be tested with errors.Is as the original can, and shows nothing of it. It does not
// unwrap: the original holds a credential.
type redactedError struct {
	text     string
	original error
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return errors.Is(e.original, target) }
