package host

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// An entry is what is known of one session, or of one credential where there is no session. The zero value knows
// nothing.
type entry struct {
	isSession bool
	uses      atomic.Uint32 // counts them, for the verdicts

	// known are the identifications that succeeded, one for each credential: a slice that does not change.
	known atomic.Pointer[[]*verdict]

	mu       sync.Mutex
	owner    *Identity                // of the session: the last identification's, nil for nobody
	failures map[fingerprint]*verdict // the last identification of these credentials failed; nil for none
	flights  map[fingerprint]*flight  // under way; nil for none
}

// A verdict is a finished identification. Beside used it does not change.
type verdict struct {
	credential fingerprint
	fresh      Outcome       // for the calls that waited for it
	cached     Outcome       // for later ones
	old        moment        // when to ask again
	ends       moment        // when it is no longer true
	failures   int32         // in a row
	used       atomic.Uint32 // entry.uses at the last use
}

// A moment is a time in microseconds since the Unix epoch, 0 for never.
type moment int64

func momentOf(t time.Time) moment {
	if t.IsZero() {
		return 0
	}
	return moment(t.UnixMicro())
}

// reached reports whether a moment is over.
func (m moment) reached(now moment) bool { return m != 0 && m <= now }

// lookup returns the outcome for a credential without asking, nil when one must ask. It reports whether one should ask
// for the sake of later calls.
func (e *entry) lookup(credential fingerprint) (outcome *Outcome, refresh bool) {
	if outcome, refresh := e.lookupKnown(credential); outcome != nil {
		return outcome, refresh
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lookupFailure(credential), false
}

func (e *entry) lookupKnown(credential fingerprint) (outcome *Outcome, refresh bool) {
	known := e.known.Load()
	if known == nil {
		return nil, false
	}
	for _, v := range *known {
		if v.credential == credential {
			if len(*known) > 1 {
				e.use(v)
			}
			return v.now()
		}
	}
	return nil, false
}

// use marks a verdict as the one that was used last. It writes only where another one was.
func (e *entry) use(v *verdict) {
	if v.used.Load() != e.uses.Load() {
		v.used.Store(e.uses.Add(1))
	}
}

// now returns the outcome if it is true now, and whether it is so old that one should ask again.
func (v *verdict) now() (outcome *Outcome, refresh bool) {
	if v.old == 0 && v.ends == 0 {
		return &v.cached, false
	}
	now := momentOf(time.Now())
	if v.ends.reached(now) {
		return nil, false
	}
	return &v.cached, v.old.reached(now)
}

// lookupFailure returns the outcome of a credential that failed a short while ago. The caller holds e.mu.
func (e *entry) lookupFailure(credential fingerprint) *Outcome {
	if v := e.failures[credential]; v != nil && !v.ends.reached(momentOf(time.Now())) {
		return &v.cached
	}
	return nil
}

// keep stores the answer of a flight that somebody waits for, and returns what is announced of it.
func (e *entry) keep(t *Tracker, f *flight, a answer) (v *verdict, announcement Identified, kept bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	kept = e.flights[f.credential] == f && t.running.Err() == nil
	e.remove(f)
	identity, err := a.identity, a.err
	changed := err == nil && e.isSession && isChange(e.owner, identity)
	refused := changed && t.options.OnChange == RefuseChange
	if refused {
		identity, err, changed = nil, ErrIdentityChanged, false
	}
	announcement = Identified{Identity: identity, Err: err, Changed: changed, Duration: a.took, Usage: a.usage}
	if changed {
		announcement.Previous = e.owner
	}
	v = &verdict{
		credential: f.credential,
		fresh:      Outcome{Identity: identity, Err: err, Duration: a.took},
		cached:     Outcome{Identity: identity, Err: err, Duration: a.took, Cached: true},
	}
	switch {
	case !kept:
	case err != nil:
		if refused {
			e.drop(f.credential)
		}
		e.blame(v, t.options)
	default:
		v.old, v.ends = t.lifetime(e, f.expires)
		e.store(v, t.options)
	}
	return v, announcement, kept
}

// lifetime says when an identification that succeeds now is to be made again, and when it is no longer true.
func (t *Tracker) lifetime(e *entry, tokenEnds time.Time) (old, ends moment) {
	age := t.options.MaxAge
	if !e.isSession && (age == 0 || t.options.CacheTTL < age) {
		age = t.options.CacheTTL
	}
	if age == 0 {
		return 0, momentOf(tokenEnds)
	}
	asks := time.Now().Add(age)
	over := asks.Add(t.options.StaleWhileRefresh)
	if !tokenEnds.IsZero() && tokenEnds.Before(over) {
		over = tokenEnds
	}
	return momentOf(asks), momentOf(over)
}

// store keeps a success. The caller holds e.mu.
func (e *entry) store(v *verdict, options Options) {
	v.used.Store(e.uses.Add(1))
	known := []*verdict{v}
	if before := e.known.Load(); before != nil && !e.loggedIn(v, options) {
		for _, other := range *before {
			if other.credential != v.credential {
				known = append(known, other)
			}
		}
	}
	if len(known) > options.SessionCredentials {
		least := slices.MinFunc(known, func(a, b *verdict) int { return cmp.Compare(a.used.Load(), b.used.Load()) })
		known = slices.DeleteFunc(known, func(v *verdict) bool { return v == least })
	}
	e.owner = v.fresh.Identity
	e.known.Store(&known)
	e.forgive(v.credential)
}

// drop forgets what was known by a credential that is somebody else's now. The caller holds e.mu.
func (e *entry) drop(credential fingerprint) {
	before := e.known.Load()
	if before == nil {
		return
	}
	known := slices.DeleteFunc(slices.Clone(*before), func(v *verdict) bool { return v.credential == credential })
	e.known.Store(&known)
}

// loggedIn reports whether a session that may have one user only has got it now: who was nobody in it before is not
// that user.
func (e *entry) loggedIn(v *verdict, options Options) bool {
	return options.OnChange == RefuseChange && e.isSession && e.owner == nil && v.fresh.Identity != nil
}

// blame keeps a failure, until it is time to ask again. The caller holds e.mu.
func (e *entry) blame(v *verdict, options Options) {
	v.failures = 1
	if last := e.failures[v.credential]; last != nil {
		v.failures = last.failures + 1
	}
	v.ends = momentOf(time.Now().Add(backoff(v.failures, options.RetryMin, options.RetryMax)))
	if e.failures == nil {
		e.failures = make(map[fingerprint]*verdict, 1)
	}
	e.failures[v.credential] = v
	if len(e.failures) > options.SessionCredentials {
		oldest := v
		for _, other := range e.failures {
			if other.ends < oldest.ends {
				oldest = other
			}
		}
		delete(e.failures, oldest.credential)
	}
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
func backoff(failures int32, shortest, longest time.Duration) time.Duration {
	pause := shortest
	for range failures - 1 {
		if pause >= longest/2 {
			return longest
		}
		pause *= 2
	}
	return min(pause, longest)
}
