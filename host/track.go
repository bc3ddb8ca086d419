package host

import (
	"context"
	"errors"
	"slices"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/credential"
	"github.com/whowasm/whowasm/host/internal/telemetry"
)

// Track makes identifier answer who calls server. Handlers read the answer with [IdentityFrom]. It is the short form of
// [NewTracker] and [Tracker.Attach] for a program with one server; stop is [Tracker.Close].
func Track(server *mcp.Server, identifier Identifier, options Options) (stop func(), err error) {
	if server == nil || identifier == nil {
		return nil, errors.New("host.Track needs a server and an identifier")
	}
	t, err := NewTracker(identifier, options)
	if err != nil {
		return nil, err
	}
	return t.Close, t.Attach(server)
}

// A Tracker knows who calls the servers that it is attached to. It is safe for use by several goroutines and has none
// of its own.
//
// The identifier is asked on the first tools/call of a session. A session is the connection itself: a stdio or
// in-memory connection, or a stateful HTTP session. Protocol 2026-07-28 and stateless HTTP have none: there, callers
// are remembered by their credential, for a while, and a caller without a credential is identified on every call. Calls
// that arrive while their session is being identified share that one identification; it is aborted when none of them
// waits any longer. Other methods see the identity that the session has and never start an identification; see
// [Options.Methods].
//
// A session remembers several credentials. A call that brings another one is identified again, and
// until then it is nobody. See [Options.CredentialPaths] for what counts as a credential.
//
// Without a session a caller is remembered whose token the server has verified (req.Extra.TokenInfo), or who
// brings a value at one of the CredentialPaths. If several users share a verified token and tell themselves
// apart by an argument, name the argument there.
type Tracker struct {
	identifier  Identifier
	options     Options
	credentials *credential.Reader
	sessions    *sessions
	callers     *callers
	telemetry   *telemetry.Recorder // nil for none
	keys        keys
	claims      credential.Watch

	running context.Context // ends with Close
	cancel  context.CancelFunc
}

// NewTracker returns a tracker that asks an identifier. A program that makes a server for each request or each session
// needs one tracker for all of them. The identifier remains the caller's to close.
func NewTracker(identifier Identifier, options Options) (*Tracker, error) {
	if identifier == nil {
		return nil, errors.New("host.NewTracker needs an identifier")
	}
	options, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	credentials, err := credential.NewReader(options.CredentialPaths, options.Claims, marshalInput)
	if err != nil {
		return nil, err
	}
	callers, err := newCallers(options.CacheSize)
	if err != nil {
		return nil, err
	}
	recorder, err := telemetry.New(options.Tracer, options.Meter, options.TelemetryUser)
	if err != nil {
		return nil, err
	}
	keys, err := newKeys(options.Key)
	if err != nil {
		return nil, err
	}
	t := &Tracker{
		identifier:  identifier,
		options:     options,
		credentials: credentials,
		sessions:    new(sessions),
		callers:     callers,
		telemetry:   recorder,
		keys:        keys,
	}
	t.running, t.cancel = context.WithCancel(context.Background())
	return t, nil
}

// Attach makes the tracker know who calls a server. Call it before the server gets its first connection, and after
// adding the middleware that must not run for callers that are denied: the Go SDK runs what is added later first. It
// fails after Close.
func (t *Tracker) Attach(server *mcp.Server) error {
	if server == nil {
		return errors.New("host.Tracker.Attach needs a server")
	}
	if t.running.Err() != nil {
		return errors.New("host.Tracker.Attach: the tracker is closed")
	}
	server.AddReceivingMiddleware(t.middleware)
	return nil
}

// Close ends tracking: identifications that are running are aborted, what is known of callers is dropped, and the
// servers go on as if they had never been tracked. Closing twice is harmless.
func (t *Tracker) Close() {
	t.cancel()
	t.sessions.clear()
	t.callers.clear()
}

// middleware is the way of one call: find what is known of the caller, identify if that is not enough, go on.
func (t *Tracker) middleware(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		tells := t.telemetry != nil || t.options.OnCall != nil
		if tells && t.running.Err() == nil {
			return t.observe(ctx, method, req, next)
		}
		_, result, err := t.serve(ctx, method, req, next)
		return result, err
	}
}

// serve answers one request, and returns what is known of its caller.
func (t *Tracker) serve(ctx context.Context, method string, req mcp.Request, next mcp.MethodHandler) (
	*Outcome, mcp.Result, error,
) {
	session, ok := req.GetSession().(*mcp.ServerSession)
	if !ok {
		result, err := next(ctx, method, req)
		return nil, result, err
	}
	outcome, err := t.outcome(ctx, method, req, session)
	if err != nil {
		return nil, nil, err
	}
	result, err := next(t.withOutcome(ctx, req, outcome), method, req)
	return outcome, result, err
}

// outcome returns what handlers may know of the caller, nil for nothing, or the error that answers the call.
func (t *Tracker) outcome(
	ctx context.Context, method string, req mcp.Request, session *mcp.ServerSession,
) (*Outcome, error) {
	if t.running.Err() != nil {
		return nil, nil
	}
	caller := t.credentials.Of(method, req)
	asks := t.identifies(method)
	entry := t.entry(session, req, caller, asks)
	if entry == nil {
		return nil, nil
	}
	known, refresh := entry.lookup(caller.Print)
	if !asks {
		return known, nil
	}
	ask := func() question { return t.newQuestion(ctx, method, session, req) }
	if refresh {
		entry.refresh(t, caller.Print, ask)
	}
	if known != nil {
		return t.decide(known)
	}
	t.watchClaims(req, caller)
	flight := entry.join(t, caller.Print, ask)
	if t.options.TrackOnly {
		return nil, nil
	}
	outcome, err := entry.wait(ctx, flight)
	if err != nil {
		return nil, err
	}
	return t.decide(outcome)
}

// watchClaims says once, in the log, that claims change while all else that a caller brings stays. It is called where a
// caller is not known.
func (t *Tracker) watchClaims(req mcp.Request, c credential.Credential) {
	extra := req.GetExtra()
	if extra == nil || extra.TokenInfo == nil || len(extra.TokenInfo.Extra) == 0 {
		return
	}
	bare := t.credentials.WithoutClaims(req)
	if t.claims.Saw(bare, c.Print) {
		t.options.Logger.Warn("the claims of verified tokens change from call to call, so that each is identified anew; " +
			"name those that matter in host.Options.Claims (claims, in a policy)")
	}
}

// identifies reports whether requests of a method start an identification.
func (t *Tracker) identifies(method string) bool { return slices.Contains(t.options.Methods, method) }

// decide applies the policies to what is known of a call's caller.
func (t *Tracker) decide(outcome *Outcome) (*Outcome, error) {
	switch {
	case outcome.Identity != nil || t.options.TrackOnly:
		return outcome, nil
	case errors.Is(outcome.Err, ErrIdentityChanged):
		return nil, denied("the session belongs to another user")
	case outcome.Err != nil && (t.options.OnFailure == Deny || t.options.OnAnonymous == Deny):
		return nil, denied("the caller could not be identified")
	case outcome.Err == nil && t.options.OnAnonymous == Deny:
		return nil, denied("the caller is anonymous")
	}
	return outcome, nil
}

// ErrIdentityChanged is the failure of a call whose identity is not that of its session, where
// [Options.OnChange] is [RefuseChange].
var ErrIdentityChanged = errors.New("the caller is not the user that the session was established for")

// CodeDenied is the JSON-RPC error code of a call that [Deny] or [RefuseChange] refuses. It is outside of -32768 to
// -32000: JSON-RPC and MCP keep these to themselves, and SDKs act on some of them as on a connection that broke.
const CodeDenied = 403

// denied is the answer to a call that a policy refuses. It says nothing of the reason to the caller.
func denied(message string) error {
	return &jsonrpc.Error{Code: CodeDenied, Message: "denied: " + message}
}
