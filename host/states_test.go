package host

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestStates makes callers of every kind log in, log out, change tokens, give up and lose their accounts, over
// connections of every kind, while trackers end and begin, in 100,000 random steps. A model beside it knows what the
// identifier would say. A handler must never see an identity that its own credential does not yield.
func TestStates(t *testing.T) {
	const steps, each = 100_000, 500
	var total tally
	for seed := range uint64(steps / each) {
		random := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
		script := make([]byte, 2+2*each)
		random.Read(script)
		total.add(runStates(t, script))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d calls: %d identified, %d of them cached, %d anonymous, %d denied, %d gave up",
		total.calls, total.identified, total.cached, total.anonymous, total.denied, total.gaveUp)
	for _, n := range []int{total.identified - total.cached, total.cached, total.anonymous, total.denied, total.gaveUp} {
		if n < total.calls/100 {
			t.Error("a kind of call hardly happens: the test shows little")
		}
	}
}

func FuzzStates(f *testing.F) {
	f.Add([]byte{0, 0, 1, 2, 3, 4, 5, 6})
	f.Fuzz(func(t *testing.T, script []byte) {
		if len(script) < 1000 {
			runStates(t, script)
		}
	})
}

// A tally counts what came of calls.
type tally struct{ calls, identified, cached, anonymous, denied, gaveUp int }

func (t *tally) add(o tally) {
	t.calls += o.calls
	t.identified += o.identified
	t.cached += o.cached
	t.anonymous += o.anonymous
	t.denied += o.denied
	t.gaveUp += o.gaveUp
}

// A world is the callers, the connections, what the identifier says of tokens, and what it said when.
type world struct {
	t       *testing.T
	script  []byte
	options Options
	tracker *Tracker
	places  [4]*place // connections: stdio, stateful HTTP, stateless HTTP, stdio of a protocol without sessions

	mu     sync.Mutex
	says   [tokens][]saying // the newest last
	asking map[string][]asked
	tally  tally
}

const (
	tokens  = 5               // token 0 is none
	slowest = 2 * time.Second // that the identifier takes
)

// A saying is what the identifier says of a token since a time: a user, "" for nobody, or "!" for a failure.
type saying struct {
	since time.Time
	user  string
}

// asked is a call that was made with a token, so that its answer might be kept.
type asked struct {
	at    time.Time
	token int
}

// A place is a connection, over which a session may go on.
type place struct {
	kind    int
	session *mcp.ServerSession
	began   time.Time
	users   map[string]bool // that handlers saw
}

const (
	stdio = iota
	stateful
	stateless
	sessionless
)

// runStates runs a script: two bytes choose the options, and two are each step.
func runStates(t *testing.T, script []byte) (result tally) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, script: script, asking: make(map[string][]asked)}
		w.options = w.choose()
		for i := range w.says {
			w.says[i] = []saying{{time.Now(), []string{"", "alice", "bob", "alice", "!"}[i]}}
		}
		w.restart()
		for kind := range w.places {
			w.connect(kind)
		}
		for len(w.script) >= 2 && !t.Failed() {
			w.step(int(w.next()), int(w.next()))
		}
		w.tracker.Close()
		synctest.Wait()
		result = w.tally
	})
	return result
}

func (w *world) next() byte {
	if len(w.script) == 0 {
		return 0
	}
	b := w.script[0]
	w.script = w.script[1:]
	return b
}

func (w *world) choose() Options {
	a, b := w.next(), w.next()
	o := Options{Timeout: time.Minute, RetryMin: time.Second, RetryMax: 4 * time.Second, CacheTTL: 20 * time.Second}
	o.MaxAge = []time.Duration{0, 10 * time.Second}[a&1]
	o.StaleWhileRefresh = []time.Duration{0, 5 * time.Second}[a>>1&1]
	o.OnAnonymous = FailurePolicy(a >> 2 & 1)
	o.OnFailure = FailurePolicy(a >> 3 & 1)
	o.OnChange = ChangePolicy(a >> 4 & 1)
	o.ConnectionIsCaller = a>>5&1 == 1
	o.SessionCredentials = []int{1, 2, 16, 16}[b&3]
	o.CacheSize = []int{1, 100}[b>>2&1]
	if b>>3&1 == 1 {
		o.CredentialPaths = tokenArgument
	}
	return o
}

// restart stops a tracker and attaches another one.
func (w *world) restart() {
	if w.tracker != nil {
		w.tracker.Close()
	}
	tracker, err := NewTracker(IdentifierFunc(w.identify), w.options)
	if err != nil {
		w.t.Fatal(err)
	}
	w.tracker = tracker
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.asking)
	for _, p := range w.places {
		if p != nil {
			clear(p.users)
		}
	}
}

// connect ends a connection and begins another one.
func (w *world) connect(kind int) {
	p := &place{kind: kind, session: new(mcp.ServerSession), began: time.Now(), users: make(map[string]bool)}
	if kind == stateful {
		p.session = sessionWithID(w.t)
	}
	w.places[kind] = p
}

// identify answers by the token of the input, slowly.
func (w *world) identify(ctx context.Context, in *Input) (*Identity, error) {
	token := 0
	text := in.Request.Argument("token")
	if in.Extra.RequestInfo != nil && in.Extra.RequestInfo.Headers["authorization"] != "" {
		text = in.Extra.RequestInfo.Headers["authorization"]
	}
	fmt.Sscanf(text, "token-%d", &token)
	pause := time.Duration(in.Request.Params.Meta["pause"].(int)) * slowest / 7
	select {
	case <-time.After(pause):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	w.mu.Lock()
	user := w.says[token][len(w.says[token])-1].user
	w.mu.Unlock()
	select {
	case <-time.After(slowest - pause):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	switch user {
	case "":
		return nil, nil
	case "!":
		return nil, errors.New("the user service is down")
	}
	return &Identity{UserID: user}, nil
}

// step does one thing.
func (w *world) step(what, how int) {
	switch {
	case what < 130:
		w.call(what, how)
	case what < 190:
		w.burst(how)
	case what < 215: // a token is given to another user, revoked, or cannot be looked up
		w.say(1+how%(tokens-1), []string{"alice", "bob", "", "!"}[how>>4&3])
	case what < 245:
		time.Sleep(time.Duration(how) * 50 * time.Millisecond)
	case what < 254:
		w.connect(how % len(w.places))
	default:
		w.restart()
	}
}

func (w *world) say(token int, user string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.says[token] = append(w.says[token], saying{time.Now(), user})
}

// burst makes calls at the same time, of which some give up, while tokens change.
func (w *world) burst(how int) {
	var group sync.WaitGroup
	for i := range 2 + how%3 {
		what, detail := how*7+i*31, how*13+i*57
		group.Go(func() { w.call(what%256, detail%256) })
	}
	if how>>6 == 1 {
		group.Go(func() {
			time.Sleep(time.Second)
			w.say(1+how%(tokens-1), []string{"alice", "bob", "", "!"}[how>>4&3])
		})
	}
	group.Wait()
}

// call makes a call over one of the connections with one of the tokens.
func (w *world) call(what, how int) {
	p, token, bearer := w.places[what%4], how%tokens, what>>2&3
	began := time.Now()
	meta := mcp.Meta{"pause": how >> 5}
	if p.kind == sessionless {
		meta[mcp.MetaKeyProtocolVersion] = "2026-07-28"
	}
	req := &mcp.CallToolRequest{Session: p.session, Params: &mcp.CallToolParamsRaw{Name: "whoami", Meta: meta}}
	if p.kind == stateless {
		req.Session = new(mcp.ServerSession)
	}
	overHTTP := p.kind == stateful || p.kind == stateless
	var header, argument int
	if overHTTP {
		req.Extra = &mcp.RequestExtra{Header: http.Header{"Accept": {"application/json"}}}
	}
	expires := time.Time{}
	switch {
	case token == 0:
	case overHTTP && bearer > 0:
		header = token
		req.Extra.Header.Set("Authorization", fmt.Sprint("token-", token))
		if bearer > 1 { // verified; it lives for half a minute, like the next one of its name
			expires = began.Truncate(30 * time.Second).Add(30 * time.Second)
			req.Extra.TokenInfo = &auth.TokenInfo{UserID: fmt.Sprint(token), Expiration: expires}
		}
	default:
		argument = token
		req.Params.Arguments = fmt.Appendf(nil, `{"token":"token-%d"}`, token)
	}
	counts := argument
	if w.options.CredentialPaths == nil {
		counts = 0
	}
	key := fmt.Sprint(header, bearer > 1 && header > 0, counts)
	isSession := p.kind == stdio || p.kind == stateful || p.kind == sessionless && w.options.ConnectionIsCaller
	sufficient := counts > 0 || !expires.IsZero()
	oldest := w.oldest(began, isSession, sufficient, expires)
	if isSession {
		key += fmt.Sprint(" of ", p.kind, p.began.UnixNano())
	}
	w.mu.Lock()
	w.asking[key] = append(w.asking[key], asked{began, token})
	w.mu.Unlock()

	ctx, cancel := w.t.Context(), context.CancelFunc(func() {})
	if how>>4&7 == 1 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(what)*10*time.Millisecond)
	}
	defer cancel()
	tracker := w.tracker
	handler := tracker.middleware(func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result, error) {
		outcome, ok := OutcomeFrom(ctx)
		w.mu.Lock()
		defer w.mu.Unlock()
		if ok && tracker == w.tracker {
			w.check(p, key, outcome, oldest, isSession)
		}
		return nil, nil
	})
	_, err := handler(ctx, "tools/call", req)
	w.count(err)
}

// oldest is when the answer must have been given, at the earliest, that a call may see.
func (w *world) oldest(now time.Time, isSession, sufficient bool, expires time.Time) func(now time.Time) time.Time {
	o := w.options
	return func(at time.Time) time.Time {
		from := time.Time{}
		switch {
		case isSession && o.MaxAge > 0:
			from = at.Add(-o.MaxAge - o.StaleWhileRefresh)
		case !isSession && sufficient:
			age := o.CacheTTL
			if o.MaxAge > 0 {
				age = min(age, o.MaxAge)
			}
			from = at.Add(-age - o.StaleWhileRefresh)
		case !isSession:
			from = now
		}
		if before := expires.Add(-30 * time.Second); !expires.IsZero() && before.After(from) {
			from = before // what an earlier token of the name gave is over
		}
		return from.Add(-slowest)
	}
}

// check compares what a handler sees with what the identifier said. The caller holds w.mu.
func (w *world) check(p *place, key string, outcome Outcome, oldest func(time.Time) time.Time, isSession bool) {
	now := time.Now()
	user := ""
	switch {
	case outcome.Identity != nil:
		user = outcome.Identity.UserID
		w.tally.identified++
		if outcome.Cached {
			w.tally.cached++
		}
	case outcome.Err != nil: // a failure is no identity
		w.tally.anonymous++
		return
	default:
		w.tally.anonymous++
	}
	if user == "" && w.options.OnAnonymous == Deny {
		w.t.Errorf("at %v a handler sees nobody where an identity is required", now)
	}
	if from := oldest(now); !w.yields(key, user, from, now) {
		w.t.Errorf("at %v, %s sees %q, which its credential did not yield since %v: %v", now, key, user, from, w.asking[key])
	}
	if isSession && user != "" && w.options.OnChange == RefuseChange {
		p.users[user] = true
		if len(p.users) > 1 {
			w.t.Errorf("at %v the session %s has two users: %v", now, key, p.users)
		}
	}
}

// yields reports whether the identifier could have said that a user makes the calls of a key, between two times.
func (w *world) yields(key, user string, from, to time.Time) bool {
	for _, call := range w.asking[key] {
		if call.at.Before(from) {
			continue
		}
		sayings := w.says[call.token]
		for i, s := range sayings {
			until := to
			if i+1 < len(sayings) {
				until = sayings[i+1].since
			}
			if s.user == user && !s.since.After(to) && !until.Before(call.at) {
				return true
			}
		}
	}
	return false
}

func (w *world) count(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tally.calls++
	switch {
	case err == nil:
	case isDenied(err):
		w.tally.denied++
	case errors.Is(err, context.DeadlineExceeded):
		w.tally.gaveUp++
	default:
		w.t.Errorf("a call: %v", err)
	}
}
