package host

import (
	"context"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// IdentityFrom returns who makes the call that a handler serves. It reports false for an anonymous caller,
// and for a context that does not come from a tracked server.
func IdentityFrom(ctx context.Context) (*Identity, bool) {
	c := callFrom(ctx)
	if c == nil || c.outcome == nil || c.outcome.Identity == nil {
		return nil, false
	}
	return c.outcome.Identity, true
}

// OutcomeFrom returns how the identity of a call came about. Handlers need it only to tell a failure from an
// anonymous caller, or to measure; [IdentityFrom] is enough for the rest. It reports false where nothing was
// asked: the server is not tracked, or the request is none of [Options.Methods] and its session is not identified yet.
func OutcomeFrom(ctx context.Context) (Outcome, bool) {
	c := callFrom(ctx)
	if c == nil || c.outcome == nil {
		return Outcome{}, false
	}
	return *c.outcome, true
}

// A callContext is the context of a handler: what is known of who calls it.
type callContext struct {
	context.Context
	tracker *Tracker
	req     mcp.Request
	outcome *Outcome // nil for nothing
}

// callKey is the context key of a *callContext.
type callKey struct{}

// Value implements context.Context.
func (c *callContext) Value(key any) any {
	if key == (callKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// callFrom returns the call that a context belongs to, nil for none.
func callFrom(ctx context.Context) *callContext {
	c, _ := ctx.Value(callKey{}).(*callContext)
	return c
}

// withOutcome returns the context for a handler. Where nothing is known of a call, what another tracker of the same
// server knows stays; what is known of another server's call, within which this session was opened, does not.
func (t *Tracker) withOutcome(ctx context.Context, req mcp.Request, outcome *Outcome) context.Context {
	if outcome == nil {
		if c := callFrom(ctx); c == nil || c.req.GetSession() == req.GetSession() {
			return ctx
		}
	}
	return &callContext{Context: ctx, tracker: t, req: req, outcome: outcome}
}
