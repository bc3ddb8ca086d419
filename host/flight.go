package host

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/telemetry"
	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
)

// A question is one identification to be made.
type question struct {
	ctx     context.Context // the values of the call that asked first, but not its end
	in      *Input
	session *mcp.ServerSession
	tool    string
	expires time.Time // of the verified token, zero for none
}

// An answer is what an identifier gave.
type answer struct {
	identity *Identity
	err      error
	usage    runtime.Usage
	took     time.Duration
}

// A flight is an identification under way, which all calls that need it share.
type flight struct {
	credential fingerprint
	expires    time.Time
	cancel     context.CancelFunc
	waiting    int // calls; guarded by entry.mu
	land       sync.Once

	done    chan struct{} // closed when outcome is set
	outcome *Outcome
}

// join returns the flight that answers for a credential, and counts the caller among those who wait for it.
func (e *entry) join(t *Tracker, credential fingerprint, ask func() question) *flight {
	e.mu.Lock()
	defer e.mu.Unlock()
	if outcome, _ := e.lookupKnown(credential); outcome != nil { // it landed since the caller looked
		return landed(outcome)
	}
	if outcome := e.lookupFailure(credential); outcome != nil {
		return landed(outcome)
	}
	f := e.flights[credential]
	if f == nil {
		f = e.start(t, credential, ask())
	}
	f.waiting++
	return f
}

// refresh begins an identification that nobody waits for, unless one is under way or failed a short while ago.
func (e *entry) refresh(t *Tracker, credential fingerprint, ask func() question) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, old := e.lookupKnown(credential); !old || e.flights[credential] != nil || e.lookupFailure(credential) != nil {
		return
	}
	e.start(t, credential, ask()).waiting++ // the session itself, which does not give up
}

// landed is a flight that has been.
func landed(outcome *Outcome) *flight {
	f := &flight{done: make(chan struct{}), outcome: outcome}
	close(f.done)
	return f
}

// start begins an identification. The caller holds e.mu.
func (e *entry) start(t *Tracker, credential fingerprint, q question) *flight {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(q.ctx), t.options.Timeout)
	release := context.AfterFunc(t.running, cancel)
	f := &flight{credential: credential, expires: q.expires, cancel: cancel, done: make(chan struct{})}
	if e.flights == nil {
		e.flights = make(map[fingerprint]*flight, 1)
	}
	e.flights[credential] = f

	began := time.Now()
	q.ctx = ctx
	land := func(a answer) {
		a.took = time.Since(began)
		f.land.Do(func() { e.finish(t, f, q, a) })
	}
	// An identifier that does not heed its context must not hold up the calls that wait.
	context.AfterFunc(ctx, func() { land(answer{err: ended(ctx, t.options.Timeout)}) })
	go func() {
		defer cancel() // last: it would land the flight
		defer release()
		a := answer{err: errors.New("the identifier ended its goroutine")} // runtime.Goexit
		defer func() { land(a) }()
		a = t.answer(ctx, q)
	}()
	return f
}

// answer asks the identifier. A panic of that, or of what observes it, is the answer's error.
func (t *Tracker) answer(ctx context.Context, q question) (a answer) {
	defer panics.Recover(t.options.Logger, "identifying a caller", &a.err)
	t.telemetry.Identify(t.guestContext(ctx, q.session), func(ctx context.Context) (telemetry.Outcome, int64, error) {
		a = t.ask(ctx, q.in)
		return outcomeRecord(Outcome{Identity: a.identity, Err: a.err}), a.usage.Fuel, a.err
	})
	return a
}

// guestContext tells a module which client it may speak with, and its log which session it speaks of.
func (t *Tracker) guestContext(ctx context.Context, session *mcp.ServerSession) context.Context {
	ctx = runtime.WithPeer(ctx, peer{session})
	if label := t.label(session); label != "" {
		ctx = runtime.WithLogAttributes(ctx, "session", label)
	}
	return ctx
}

// ended says why a flight's context ended before the identifier answered.
func ended(ctx context.Context, timeout time.Duration) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("identification took longer than %v: %w", timeout, ctx.Err())
	}
	return fmt.Errorf("identification was aborted: %w", ctx.Err())
}

// wait returns a flight's outcome, or the context's error when the caller gives up first. The flight is
// aborted when nobody waits for it any longer.
func (e *entry) wait(ctx context.Context, f *flight) (*Outcome, error) {
	select {
	case <-f.done:
		return f.outcome, nil
	case <-ctx.Done():
		e.abandon(f)
		return nil, ctx.Err()
	}
}

func (e *entry) abandon(f *flight) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f.waiting--
	if f.waiting == 0 && e.flights[f.credential] == f {
		e.remove(f)
		f.cancel()
	}
}

// remove takes a flight off the list, if it is there. The list of a session at rest takes no memory.
func (e *entry) remove(f *flight) {
	if e.flights[f.credential] == f {
		delete(e.flights, f.credential)
	}
	if len(e.flights) == 0 {
		e.flights = nil
	}
}

// finish keeps a flight's answer, announces it, and lets the waiting calls go on.
func (e *entry) finish(t *Tracker, f *flight, q question, a answer) {
	v, announcement, kept := e.keep(t, f, a)
	f.outcome = &v.fresh
	defer close(f.done)
	if !kept {
		return
	}
	announcement.Method, announcement.Tool = q.in.Request.Method, q.tool
	announcement.Session, announcement.SessionLabel = q.session, t.label(q.session)
	_ = panics.Try(t.options.Logger, "announcing an identification", func() error {
		t.announce(q.ctx, announcement)
		return nil
	})
}

// announce tells the operator of a finished identification.
func (t *Tracker) announce(ctx context.Context, i Identified) {
	log := t.options.Logger.With(
		"method", i.Method, "tool", quote.Short(i.Tool), "duration", i.Duration, "fuel", i.Usage.Fuel)
	if i.SessionLabel != "" {
		log = log.With("session", i.SessionLabel)
	}
	switch {
	case i.Err != nil:
		log.WarnContext(ctx, "caller not identified", "error", quote.Line(i.Err.Error())) // a value might print more
	case i.Identity == nil:
		log.InfoContext(ctx, "caller is anonymous", "changed", i.Changed)
	default:
		log.InfoContext(ctx, "caller identified", "user_id", i.Identity.UserID, "changed", i.Changed)
	}
	if t.options.OnIdentify != nil {
		t.options.OnIdentify(ctx, i)
	}
}
