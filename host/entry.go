package host

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
)

// An entry is what is known of one session, or of one credential where there is no session. The zero value
// knows nothing.
type entry struct {
	known atomic.Pointer[verdict] // the last identification that succeeded

	mu       sync.Mutex
	failures map[fingerprint]*verdict // of other credentials than the known one, maxFailures at most; nil for none
	flights  map[fingerprint]*flight  // under way; nil for none
}

// maxFailures is how many credentials of one session are remembered to have failed. With more, the oldest is
// forgotten and would be asked about again.
const maxFailures = 16

// A verdict is a finished identification. It does not change.
type verdict struct {
	credential fingerprint
	fresh      Outcome // for the calls that waited for it
	cached     Outcome // for later ones
	failures   int     // in a row
	retry      time.Time
}

// lookup returns the outcome for a credential without asking, nil when one must ask.
func (e *entry) lookup(credential fingerprint) *Outcome {
	if v := e.known.Load(); v != nil && v.credential == credential {
		return &v.cached
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lookupFailure(credential)
}

// lookupFailure returns the outcome of a credential that failed a short while ago. The caller holds e.mu.
func (e *entry) lookupFailure(credential fingerprint) *Outcome {
	if v := e.failures[credential]; v != nil && time.Now().Before(v.retry) {
		return &v.cached
	}
	return nil
}

// A question is one identification to be made.
type question struct {
	ctx     context.Context // the values of the call that asked first, but not its end
	in      *Input
	session *mcp.ServerSession
	tool    string
}

// An answer is what an identifier gave.
type answer struct {
	identity *Identity
	err      error
	usage    runtime.Usage
	took     time.Duration
}

// A flight is an identification under way.
type flight struct {
	credential fingerprint
	cancel     context.CancelFunc
	waiting    int // calls; guarded by entry.mu
	land       sync.Once

	done    chan struct{} // closed when outcome is set
	outcome *Outcome
}

// join returns the flight that answers for a credential, and counts the caller among those who wait for it.
func (e *entry) join(t *tracker, credential fingerprint, ask func() question) *flight {
	e.mu.Lock()
	defer e.mu.Unlock()
	if v := e.known.Load(); v != nil && v.credential == credential { // it landed since the caller looked
		return landed(&v.cached)
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

// landed is a flight that has been.
func landed(outcome *Outcome) *flight {
	f := &flight{done: make(chan struct{}), outcome: outcome}
	close(f.done)
	return f
}

// start begins an identification. The caller holds e.mu.
func (e *entry) start(t *tracker, credential fingerprint, q question) *flight {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(q.ctx), t.options.Timeout)
	release := context.AfterFunc(t.running, cancel)
	f := &flight{credential: credential, cancel: cancel, done: make(chan struct{})}
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
func (t *tracker) answer(ctx context.Context, q question) (a answer) {
	defer panics.Recover(t.options.Logger, "identifying a caller", &a.err)
	return t.telemetry.ask(t.guestContext(ctx, q.session), t, q.in)
}

// guestContext tells a module which client it may speak with, and its log which session it speaks of.
func (t *tracker) guestContext(ctx context.Context, session *mcp.ServerSession) context.Context {
	ctx = runtime.WithPeer(ctx, peer{session})
	if label := t.labels.of(session); label != "" {
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

// remove takes a flight off the list. The list of a session at rest takes no memory.
func (e *entry) remove(f *flight) {
	delete(e.flights, f.credential)
	if len(e.flights) == 0 {
		e.flights = nil
	}
}

// finish keeps a flight's answer, announces it, and lets the waiting calls go on.
func (e *entry) finish(t *tracker, f *flight, q question, a answer) {
	v, announcement, kept := e.keep(t, f, a)
	f.outcome = &v.fresh
	defer close(f.done)
	if !kept {
		return
	}
	announcement.Session, announcement.Tool = q.session, q.tool
	_ = panics.Try(t.options.Logger, "announcing an identification", func() error {
		t.announce(q.ctx, announcement)
		return nil
	})
}

// keep stores a verdict, unless nobody waits for it any longer.
func (e *entry) keep(t *tracker, f *flight, a answer) (*verdict, Identified, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before, identity, err := e.identity(), a.identity, a.err
	announcement := Identified{Duration: a.took, Usage: a.usage}
	if err == nil && isChange(before, identity) {
		if t.options.OnChange == RefuseChange {
			identity, err = nil, ErrIdentityChanged
		} else {
			announcement.Changed, announcement.Previous = true, before
		}
	}
	announcement.Identity, announcement.Err = identity, err
	v := &verdict{
		credential: f.credential,
		fresh:      Outcome{Identity: identity, Err: err, Duration: a.took},
		cached:     Outcome{Identity: identity, Err: err, Duration: a.took, Cached: true},
	}
	if e.flights[f.credential] != f { // abandoned
		return v, announcement, false
	}
	e.remove(f)
	if t.running.Err() != nil {
		return v, announcement, false
	}
	if err == nil {
		e.known.Store(v)
		e.forgive(f.credential)
	} else {
		e.blame(v, t.options)
	}
	return v, announcement, true
}

// blame keeps a failure, with the time at which to ask again.
func (e *entry) blame(v *verdict, options Options) {
	v.failures = 1
	if last := e.failures[v.credential]; last != nil {
		v.failures = last.failures + 1
	}
	v.retry = time.Now().Add(backoff(v.failures, options.RetryMin, options.RetryMax))
	if e.failures == nil {
		e.failures = make(map[fingerprint]*verdict, 1)
	}
	e.failures[v.credential] = v
	if len(e.failures) > maxFailures {
		oldest := v
		for _, other := range e.failures {
			if other.retry.Before(oldest.retry) {
				oldest = other
			}
		}
		delete(e.failures, oldest.credential)
	}
}

// identity returns the identity that the session has.
func (e *entry) identity() *Identity {
	if v := e.known.Load(); v != nil {
		return v.fresh.Identity
	}
	return nil
}

// forgive forgets the failures of a credential.
func (e *entry) forgive(credential fingerprint) {
	delete(e.failures, credential)
	if len(e.failures) == 0 {
		e.failures = nil
	}
}

// isChange reports whether a session that was one user's becomes another's or nobody's. A session that was
// anonymous and becomes somebody's has logged in.
func isChange(before, after *Identity) bool {
	return before != nil && (after == nil || after.UserID != before.UserID)
}

// backoff returns the pause after so many failures in a row.
func backoff(failures int, shortest, longest time.Duration) time.Duration {
	pause := shortest
	for range failures - 1 {
		if pause >= longest/2 {
			return longest
		}
		pause *= 2
	}
	return min(pause, longest)
}

// announce tells the operator of a finished identification.
func (t *tracker) announce(ctx context.Context, i Identified) {
	log := t.options.Logger.With("tool", quote.Short(i.Tool), "duration", i.Duration, "fuel", i.Usage.Fuel)
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
