package guest

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/sdk"
)

// A Module is what all calls of a module have in common. It is safe for use by several goroutines.
type Module struct {
	pool       *sandbox.Pool
	convention *Convention
	granted    *capability.Set
	bounds     Bounds
	logger     *slog.Logger
	logs       *rate.Limiter  // records of guests
	cuts       rate.Sometimes // records that something was dropped
}

// Bounds are what bounds a module's answers and its log. Sizes are bytes.
type Bounds struct {
	OutputBytes int64 // of an answer's JSON
	IDBytes     int   // of userId and userName
	Depth       int   // of objects and arrays in an answer
	LogBytes    int64 // that a call writes to the log and to standard error
	LogRate     int   // records a second, of all calls
}

// NewModule returns a module whose sandboxes are of the given code, which speaks the convention. What the code exports
// for the host is the convention's to say.
func NewModule(
	shared *sandbox.Shared, code sandbox.Module, convention *Convention, granted *capability.Set, bounds Bounds,
) *Module {
	m := &Module{
		convention: convention,
		granted:    granted,
		bounds:     bounds,
		logger:     code.Logger,
		logs:       rate.NewLimiter(rate.Limit(bounds.LogRate), bounds.LogRate),
		cuts:       rate.Sometimes{Interval: time.Second},
	}
	code.Exports = convention.hostCalls()
	m.pool = sandbox.NewPool(shared, code, host{m})
	return m
}

// Pool has the module's sandboxes.
func (m *Module) Pool() *sandbox.Pool { return m.pool }

// NewCall begins a call, which ends with [Call.HandBack]. The input is what credentials are found in, to be kept out of
// the log and of messages; nil is an initialisation.
func (m *Module) NewCall(ctx context.Context, in *sdk.Input) *Call {
	c := calls.Get().(*Call)
	*c = Call{module: m, logger: m.logger, redaction: redaction{in: in, secrets: m.granted.Secrets()}}
	if attributes, ok := ctx.Value(logKey{}).([]any); ok {
		c.logger = m.logger.With(attributes...)
	}
	c.stdout.limit = m.bounds.OutputBytes
	c.granted = m.granted.Begin(peerFrom(ctx))
	if in == nil {
		c.granted = m.granted.AtStart().Begin(nil)
	}
	m.pool.Start(context.WithValue(ctx, callKey{}, c), &c.Run)
	return c
}

// calls are kept, empty, for the next: a call is half of what one allocates.
var calls = sync.Pool{New: func() any { return new(Call) }}

// A host is a module as its sandboxes know it.
type host struct{ *Module }

// NewRun implements sandbox.Host.
func (h host) NewRun(ctx context.Context) *sandbox.Run { return &h.NewCall(ctx, nil).Run }

// Failure implements sandbox.Host.
func (h host) Failure(r *sandbox.Run, err error) error { return callOf(r.Context()).failure(err) }

// End implements sandbox.Host: the call's turn and its place are others', and nobody may use it any more.
func (h host) End(r *sandbox.Run) {
	c := callOf(r.Context())
	c.logLine()
	c.Release()
	*c = Call{}
	calls.Put(c)
}
