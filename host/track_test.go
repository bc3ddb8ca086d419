package host

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A caller makes requests straight to the middleware, without a connection.
type caller struct {
	t       *testing.T
	handler mcp.MethodHandler
	session *mcp.ServerSession
	extra   *mcp.RequestExtra
}

// newCaller tracks with an identifier and returns a caller that has a session.
func newCaller(t *testing.T, identify IdentifierFunc, options Options) *caller {
	t.Helper()
	tracker, err := NewTracker(identify, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tracker.Close)
	handler := tracker.middleware(func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result, error) {
		result := new(mcp.CallToolResult)
		if outcome, ok := OutcomeFrom(ctx); ok {
			result.StructuredContent = outcome
		}
		return result, nil
	})
	return &caller{t: t, handler: handler, session: new(mcp.ServerSession)}
}

// as returns the caller with other HTTP headers, given as name and value in turn.
func (c caller) as(headers ...string) *caller {
	header := http.Header{"Accept": {"application/json"}}
	for i := 0; i < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	c.extra = &mcp.RequestExtra{Header: header}
	return &c
}

// verified returns the caller with a verified token.
func (c caller) verified(info *auth.TokenInfo) *caller {
	extra := *c.extra
	extra.TokenInfo = info
	c.extra = &extra
	return &c
}

// call calls a tool. It returns the outcome that the tool saw and the call's error.
func (c *caller) call(arguments string) (Outcome, error) {
	return c.callWith(c.t.Context(), arguments)
}

func (c *caller) callWith(ctx context.Context, arguments string) (Outcome, error) {
	return c.do(ctx, "tools/call", &mcp.CallToolRequest{
		Session: c.session, Extra: c.extra,
		Params: &mcp.CallToolParamsRaw{Name: "whoami", Arguments: json.RawMessage(arguments)},
	})
}

func (c *caller) readResource() (Outcome, error) {
	return c.do(c.t.Context(), "resources/read", &mcp.ReadResourceRequest{Session: c.session, Extra: c.extra,
		Params: &mcp.ReadResourceParams{URI: "x:y"}})
}

func (c *caller) do(ctx context.Context, method string, req mcp.Request) (Outcome, error) {
	result, err := c.handler(ctx, method, req)
	if err != nil {
		return Outcome{}, err
	}
	outcome, _ := result.(*mcp.CallToolResult).StructuredContent.(Outcome)
	return outcome, nil
}

// is fails the test unless a call with these arguments is made by the user, "" for an anonymous one.
func (c *caller) is(arguments, user string) {
	c.t.Helper()
	outcome, err := c.call(arguments)
	if err != nil || outcome.Err != nil || userOf(outcome) != user {
		c.t.Errorf("a call with %s is by %q (%v, %v), want %q", arguments, userOf(outcome), outcome.Err, err, user)
	}
}

func userOf(outcome Outcome) string {
	if outcome.Identity == nil {
		return ""
	}
	return outcome.Identity.UserID
}

// counted counts the runs of an identifier.
func counted(identify IdentifierFunc) (IdentifierFunc, *atomic.Int64) {
	runs := new(atomic.Int64)
	return func(ctx context.Context, in *Input) (*Identity, error) {
		runs.Add(1)
		return identify(ctx, in)
	}, runs
}

// byToken takes the token argument, or the Authorization header, for the user's id. "bad…" is a failure.
func byToken(_ context.Context, in *Input) (*Identity, error) {
	token := in.Request.Argument("token")
	if token == "" && in.Extra.RequestInfo != nil {
		token = in.Extra.RequestInfo.Headers["authorization"]
	}
	if strings.HasPrefix(token, "bad") {
		return nil, errors.New("unknown token " + token)
	}
	if token == "" {
		return nil, nil
	}
	return &Identity{UserID: token}, nil
}

func TestIdentifiedOnceASession(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{})
	c.is(`{"token":"alice"}`, "alice")
	c.is(`{"token":"alice"}`, "alice")
	c.is(`{}`, "alice") // the session is known, whatever later calls bring
	if runs.Load() != 1 {
		t.Errorf("identified %d times", runs.Load())
	}
	other := *c
	other.session = new(mcp.ServerSession) // both have the id ""
	other.is(`{"token":"bob"}`, "bob")
	c.is(`{}`, "alice")
}

func TestNullIsKeptLikeAnyAnswer(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{})
	c.is(`{}`, "")
	c.is(`{"token":"alice"}`, "")
	if runs.Load() != 1 {
		t.Errorf("identified %d times", runs.Load())
	}
}

func TestOtherMethodsNeverIdentify(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{})
	if outcome, err := c.readResource(); err != nil || outcome.Identity != nil || runs.Load() != 0 {
		t.Errorf("before the first tool call: %v, %v, %d runs", outcome, err, runs.Load())
	}
	c.is(`{"token":"alice"}`, "alice")
	if outcome, err := c.readResource(); err != nil || userOf(outcome) != "alice" {
		t.Errorf("after it: %v, %v", outcome, err)
	}
}

func TestChangedCredentialIsIdentifiedAgain(t *testing.T) {
	identify, runs := counted(byToken)
	var announced []Identified
	c := newCaller(t, identify, Options{OnIdentify: func(_ context.Context, i Identified) {
		announced = append(announced,
			i)
	}})
	alice, bob, nobody := c.as("Authorization", "alice"), c.as("Authorization", "bob"), c.as()
	session := sessionWithID(t)
	alice.session, bob.session, nobody.session = session, session, session
	alice.is(`{}`, "alice")
	alice.is(`{}`, "alice")
	if outcome, _ := bob.readResource(); outcome.Identity != nil {
		t.Errorf("another credential sees %v before it is identified", outcome.Identity)
	}
	bob.is(`{}`, "bob")
	nobody.is(`{}`, "") // whoever has the session's id but not its credential
	alice.is(`{}`, "alice")
	if runs.Load() != 3 {
		t.Errorf("identified %d times: alice is remembered", runs.Load())
	}
	var story []string
	for _, i := range announced {
		story = append(story, fmt.Sprintf("%s %v %s", userOf(Outcome{Identity: i.Identity}), i.Changed,
			userOf(Outcome{Identity: i.Previous})))
	}
	if got, want := strings.Join(story, ", "), "alice false , bob true alice,  true bob"; got != want {
		t.Errorf("announced %q, want %q", got, want)
	}
}

// sessionWithID returns a session of stateful HTTP.
func sessionWithID(t *testing.T) *mcp.ServerSession {
	t.Helper()
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	session, err := server.Connect(t.Context(), &mcp.StreamableServerTransport{SessionID: "s-1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

func TestRefusedChange(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{OnChange: RefuseChange,
		CredentialPaths: []string{"request.params.arguments.token"}})
	c.is(`{"token":"alice"}`, "alice")
	for range 2 {
		for _, arguments := range []string{`{"token":"bob"}`} {
			_, err := c.call(arguments)
			var rpc *jsonrpc.Error
			if !errors.As(err, &rpc) || rpc.Code != CodeDenied || rpc.Message != "denied: the session belongs to another user" {
				t.Errorf("%s: %v", arguments, err)
			}
		}
	}
	if runs.Load() != 2 {
		t.Errorf("identified %d times: a refused credential is remembered for a while", runs.Load())
	}
	c.is(`{"token":"alice"}`, "alice")

	// Logging in is not a change.
	d := newCaller(t, identify, Options{OnChange: RefuseChange,
		CredentialPaths: []string{"request.params.arguments.token"}})
	d.is(`{}`, "")
	d.is(`{"token":"alice"}`, "alice")
}

func TestFailureIsRetriedWithGrowingPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		down.Store(true)
		identify, runs := counted(func(context.Context, *Input) (*Identity, error) {
			if down.Load() {
				return nil, errors.New("user service: 503")
			}
			return &Identity{UserID: "alice"}, nil
		})
		c := newCaller(t, identify, Options{RetryMin: time.Second, RetryMax: 4 * time.Second})
		for step, pause := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second} {
			for _, wait := range []time.Duration{0, pause - time.Millisecond} {
				time.Sleep(wait)
				outcome, err := c.call(`{}`)
				if err != nil || outcome.Identity != nil || outcome.Err == nil || outcome.Err.Error() != "user service: 503" {
					t.Errorf("step %d: %+v, %v", step, outcome, err)
				}
				if outcome.Cached != (wait > 0) {
					t.Errorf("step %d after %v: cached is %v", step, wait, outcome.Cached)
				}
			}
			if int(runs.Load()) != step+1 {
				t.Errorf("step %d: %d runs", step, runs.Load())
			}
			time.Sleep(time.Millisecond)
		}
		down.Store(false)
		c.is(`{}`, "alice")
		c.is(`{}`, "alice")
	})
}

func TestDeniedOnFailure(t *testing.T) {
	c := newCaller(t, byToken, Options{OnFailure: Deny})
	for range 2 {
		_, err := c.call(`{"token":"bad-secret"}`)
		var rpc *jsonrpc.Error
		if !errors.As(err, &rpc) || rpc.Code != CodeDenied || strings.Contains(rpc.Message, "bad-secret") {
			t.Errorf("got %v", err)
		}
	}
	if outcome, err := c.readResource(); err != nil || outcome.Identity != nil {
		t.Errorf("a method that identifies nobody: %v, %v", outcome, err)
	}
	other := newCaller(t, byToken, Options{OnFailure: Deny})
	other.is(`{}`, "") // anonymous is not a failure
}

func TestStatelessCallersAreKnownByTheirCredential(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, byHeader)
	for range 3 { // each request has a session of its own
		alice, bob := c.as("Authorization", "alice"), c.as("Authorization", "bob")
		alice.session, bob.session = new(mcp.ServerSession), new(mcp.ServerSession)
		alice.is(`{}`, "alice")
		bob.is(`{}`, "bob")
	}
	if runs.Load() != 2 {
		t.Errorf("two callers were identified %d times", runs.Load())
	}
	for range 3 {
		nobody := c.as()
		nobody.is(`{"token":"carol"}`, "carol")
		nobody.is(`{"token":"dave"}`, "dave")
		nobody.is(`{}`, "")
	}
	if runs.Load() != 2+9 {
		t.Errorf("callers without a credential are never cached: %d runs", runs.Load())
	}
	if outcome, err := c.as().readResource(); err != nil || outcome.Identity != nil {
		t.Errorf("a resource without credential: %v, %v", outcome, err)
	}
}

// byHeader makes the Authorization header, which nothing verifies here, a credential by itself.
var byHeader = Options{CredentialPaths: []string{"extra.requestInfo.headers.authorization"}}

func TestStatelessCallersAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		identify, runs := counted(byToken)
		c := newCaller(t, identify, Options{CacheSize: 10, CacheTTL: time.Minute, CredentialPaths: byHeader.CredentialPaths})
		asked := func() int64 {
			before := runs.Load()
			c.as("Authorization", "user-0").is(`{}`, "user-0")
			return runs.Load() - before
		}
		for i := range 1000 {
			user := fmt.Sprint("user-", i)
			c.as("Authorization", user).is(`{}`, user)
		}
		if asked() != 1 {
			t.Error("the first of 1000 callers is remembered in a cache of 10")
		}
		time.Sleep(time.Minute - 1)
		if asked() != 0 {
			t.Error("a caller is forgotten before its time")
		}
		time.Sleep(time.Nanosecond)
		if asked() != 1 {
			t.Error("a caller is remembered beyond the time to live")
		}
	})
}

func TestCredentialPaths(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{CredentialPaths: []string{
		"request.params.arguments.token", "extra.requestInfo.headers.x-api-key", "request.params._meta.key",
	}})
	for _, test := range []struct {
		who  *caller
		args string
		new  bool
	}{
		{c, `{"token":"alice"}`, true},
		{c, `{"token":"alice","other":1}`, false},
		{c, `{"other":2,"token":"alice"}`, false},
		{c, `{"token":"bob"}`, true},
		{c, `{}`, true},
		{c, `{"token":null}`, true},
		{c, `{"token":""}`, true},
		{c.as("X-Api-Key", "1"), `{}`, true},
		{c.as("X-Api-Key", "1"), `{}`, false},
		{c.as("X-Api-Key", "2"), `{}`, true},
	} {
		before := runs.Load()
		if _, err := test.who.call(test.args); err != nil {
			t.Fatal(err)
		}
		if got := runs.Load() > before; got != test.new {
			t.Errorf("%s: identified is %v, want %v", test.args, got, test.new)
		}
	}
	withMeta := func(key string) int64 {
		before := runs.Load()
		_, err := c.do(t.Context(), "tools/call", &mcp.CallToolRequest{Session: c.session,
			Params: &mcp.CallToolParamsRaw{Name: "whoami", Meta: mcp.Meta{"key": key}}})
		if err != nil {
			t.Fatal(err)
		}
		return runs.Load() - before
	}
	if got := fmt.Sprint(withMeta("k-1"), withMeta("k-1"), withMeta("k-2")); got != "1 0 1" {
		t.Errorf("runs by _meta: %s", got)
	}
}

func TestVerifiedTokenIsPartOfTheCredential(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{}).as("Authorization", "token")
	info := func() *auth.TokenInfo {
		return &auth.TokenInfo{UserID: "u", Scopes: []string{"a", "b"}, Expiration: time.Now().Add(time.Hour),
			Extra: map[string]any{"tier": "gold", "n": 1.0, "list": []any{"x", true, nil}, "custom": struct{ A int }{1}}}
	}
	same := func(change func(*auth.TokenInfo)) bool {
		c.session = new(mcp.ServerSession)
		c.verified(info()).call(`{}`)
		before := runs.Load()
		changed := info()
		change(changed)
		c.verified(changed).call(`{}`)
		return runs.Load() == before
	}
	for name, change := range map[string]func(*auth.TokenInfo){
		"nothing": func(*auth.TokenInfo) {},
		"expiry":  func(i *auth.TokenInfo) { i.Expiration = i.Expiration.Add(time.Hour) },
	} {
		if !same(change) {
			t.Errorf("%s: identified again", name)
		}
	}
	for name, change := range map[string]func(*auth.TokenInfo){
		"user":        func(i *auth.TokenInfo) { i.UserID = "v" },
		"scopes":      func(i *auth.TokenInfo) { i.Scopes = []string{"a"} },
		"split scope": func(i *auth.TokenInfo) { i.Scopes = []string{"a b"} },
		"claim":       func(i *auth.TokenInfo) { i.Extra["tier"] = "lead" },
		"number":      func(i *auth.TokenInfo) { i.Extra["n"] = 2.0 },
		"list":        func(i *auth.TokenInfo) { i.Extra["list"] = []any{"x", true} },
		"custom":      func(i *auth.TokenInfo) { i.Extra["custom"] = struct{ A int }{2} },
	} {
		if same(change) {
			t.Errorf("%s: not identified again", name)
		}
	}
}

func TestFirstCallsShareOneRun(t *testing.T) {
	const calls = 100
	release := make(chan struct{})
	identify, runs := counted(func(context.Context, *Input) (*Identity, error) {
		<-release
		return &Identity{UserID: "alice"}, nil
	})
	c := newCaller(t, identify, Options{})
	var arrived, wg sync.WaitGroup
	arrived.Add(calls)
	for range calls {
		wg.Go(func() {
			arrived.Done()
			c.is(`{}`, "alice")
		})
	}
	arrived.Wait()
	close(release)
	wg.Wait()
	if runs.Load() != 1 {
		t.Errorf("identified %d times", runs.Load())
	}
}

func TestCredentialsNeverShareARun(t *testing.T) {
	release := make(chan struct{})
	identify, runs := counted(func(ctx context.Context, in *Input) (*Identity, error) {
		<-release
		return byToken(ctx, in)
	})
	c := newCaller(t, identify, Options{CredentialPaths: tokenArgument})
	var arrived, wg sync.WaitGroup
	for i := range 40 {
		user := fmt.Sprint("user-", i%4)
		arrived.Add(1)
		wg.Go(func() {
			arrived.Done()
			c.is(`{"token":"`+user+`"}`, user)
		})
	}
	arrived.Wait()
	close(release)
	wg.Wait()
	if runs.Load() < 4 {
		t.Errorf("4 credentials were identified in %d runs", runs.Load())
	}
}

func TestRunEndsWhenNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan struct{})
		identify, runs := counted(func(ctx context.Context, _ *Input) (*Identity, error) {
			<-ctx.Done()
			close(ended)
			return nil, ctx.Err()
		})
		c := newCaller(t, identify, Options{Timeout: time.Hour})
		first, abortFirst := context.WithCancel(t.Context())
		second, abortSecond := context.WithCancel(t.Context())
		errs := make(chan error, 2)
		for _, ctx := range []context.Context{first, second} {
			go func() {
				_, err := c.callWith(ctx, `{}`)
				errs <- err
			}()
		}
		synctest.Wait()
		abortFirst()
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Errorf("the first caller: %v", err)
		}
		synctest.Wait()
		select {
		case <-ended:
			t.Fatal("the run ended while one caller waited for it")
		default:
		}
		abortSecond()
		<-errs
		<-ended
		if runs.Load() != 1 {
			t.Errorf("%d runs", runs.Load())
		}
	})
}

func TestAnAbandonedRunIsNoFailure(t *testing.T) {
	started := make(chan struct{})
	c := newCaller(t, func(ctx context.Context, in *Input) (*Identity, error) {
		if in.Request.Argument("token") == "slow" {
			close(started)
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return &Identity{UserID: "alice"}, nil
	}, Options{OnIdentify: func(_ context.Context, i Identified) {
		if i.Err != nil {
			t.Errorf("announced: %v", i.Err)
		}
	}})
	ctx, abort := context.WithCancel(t.Context())
	errs := make(chan error)
	go func() {
		_, err := c.callWith(ctx, `{"token":"slow"}`)
		errs <- err
	}()
	<-started
	abort()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller that gave up: %v", err)
	}
	c.is(`{}`, "alice")
}

func TestConcurrentModeNeverWaits(t *testing.T) {
	release := make(chan struct{})
	identified := make(chan Identified, 1)
	c := newCaller(t, func(context.Context, *Input) (*Identity, error) {
		<-release
		return &Identity{UserID: "alice"}, nil
	}, Options{TrackOnly: true, OnIdentify: func(_ context.Context, i Identified) { identified <- i }})
	for range 3 {
		c.is(`{}`, "")
	}
	close(release)
	if i := <-identified; i.Identity.UserID != "alice" || i.Tool != "whoami" || i.Session != c.session {
		t.Errorf("announced %+v", i)
	}
	c.is(`{}`, "alice")
}

func TestIdentifierThatMisbehaves(t *testing.T) {
	for name, test := range map[string]struct {
		identify IdentifierFunc
		want     string
	}{
		"panics": {func(context.Context, *Input) (*Identity, error) { panic("token tok-secret-1") },
			"the identifier panicked: token [redacted]"},
		"typed nil": {func(context.Context, *Input) (*Identity, error) { var e *typedNil; return nil, e },
			"the identifier panicked"},
		"exits": {func(context.Context, *Input) (*Identity, error) { goruntime.Goexit(); return nil, nil },
			"the identifier ended its goroutine"},
		"hangs": {func(context.Context, *Input) (*Identity, error) { select {} },
			"identification took longer than 10ms"},
		"empty id": {func(context.Context, *Input) (*Identity, error) { return &Identity{}, nil }, "empty UserID"},
		"tells secrets": {func(context.Context, *Input) (*Identity, error) { return nil, errors.New("no user tok-secret-1") },
			"no user [redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			var announced []error
			c := newCaller(t, test.identify, Options{
				Timeout:    map[bool]time.Duration{true: 10 * time.Millisecond, false: time.Minute}[name == "hangs"],
				Logger:     slog.New(slog.NewTextHandler(&log, nil)),
				OnIdentify: func(_ context.Context, i Identified) { announced = append(announced, i.Err) },
			})
			outcome, err := c.call(`{"token":"tok-secret-1"}`)
			if err != nil || outcome.Err == nil || !strings.Contains(outcome.Err.Error(), test.want) {
				t.Errorf("got %v, %v, want %q", outcome.Err, err, test.want)
			}
			if len(announced) != 1 || announced[0] != outcome.Err {
				t.Errorf("announced %v", announced)
			}
			if strings.Contains(log.String(), "tok-secret-1") || !strings.Contains(log.String(), "caller not identified") {
				t.Errorf("logged %s", log.String())
			}
		})
	}
}

// TestCallbacksThatPanic: whoever is told of an identification cannot end the process, nor keep the callers waiting. It
// hangs where the end of its time is what lands the flight, in a goroutine of the context's.
func TestCallbacksThatPanic(t *testing.T) {
	for name, identify := range map[string]IdentifierFunc{
		"answers": func(context.Context, *Input) (*Identity, error) { return &Identity{UserID: "alice"}, nil },
		"hangs":   func(context.Context, *Input) (*Identity, error) { select {} },
		"panics":  func(context.Context, *Input) (*Identity, error) { panic("token tok-secret-1") },
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			c := newCaller(t, identify, Options{
				Timeout:    map[bool]time.Duration{true: 10 * time.Millisecond, false: time.Minute}[name == "hangs"],
				Logger:     slog.New(slog.NewTextHandler(&log, nil)),
				OnIdentify: func(context.Context, Identified) { panic("announcing tok-secret-1") },
				OnCall:     func(context.Context, Called) { panic("calling tok-secret-1") },
			})
			outcome, err := c.call(`{"token":"tok-secret-1"}`)
			if err != nil || (outcome.Err == nil) != (name == "answers") {
				t.Errorf("got %v, %v", outcome.Err, err)
			}
			for what, want := range map[string]int{"announcing an identification": 1, "announcing a call": 1,
				"asking the identifier": strings.Count(name, "panics")} {
				if n := strings.Count(log.String(), "while=\""+what+"\""); n != want {
					t.Errorf("%d panics are logged while %s, want %d", n, what, want)
				}
			}
			if strings.Contains(log.String(), "tok-secret-1") || !strings.Contains(log.String(), "goroutine ") {
				t.Errorf("logged %s", log.String())
			}
		})
	}
}

func TestRedactedErrorsCanBeTested(t *testing.T) {
	c := newCaller(t, func(context.Context, *Input) (*Identity, error) {
		return nil, fmt.Errorf("token tok-secret-1: %w", http.ErrAbortHandler)
	}, Options{})
	outcome, _ := c.call(`{"token":"tok-secret-1"}`)
	if !errors.Is(outcome.Err, http.ErrAbortHandler) || errors.Unwrap(outcome.Err) != nil {
		t.Errorf("got %#v", outcome.Err)
	}
}

func TestStop(t *testing.T) {
	told := 0
	tracker, err := NewTracker(IdentifierFunc(byToken), Options{OnCall: func(context.Context, Called) { told++ }})
	if err != nil {
		t.Fatal(err)
	}
	c := &caller{t: t, session: new(mcp.ServerSession), handler: tracker.middleware(func(ctx context.Context, _ string,
		_ mcp.Request) (mcp.Result, error) {
		if _, ok := OutcomeFrom(ctx); ok {
			return &mcp.CallToolResult{StructuredContent: Outcome{Identity: &Identity{UserID: "tracked"}}}, nil
		}
		return &mcp.CallToolResult{}, nil
	})}
	c.is(`{"token":"alice"}`, "tracked")
	tracker.Close()
	tracker.Close()
	c.is(`{"token":"alice"}`, "")
	if told != 1 {
		t.Errorf("%d calls were announced, want the one before Close", told)
	}
}

func TestStopAbortsRuns(t *testing.T) {
	started := make(chan struct{})
	tracker, err := NewTracker(IdentifierFunc(func(ctx context.Context, _ *Input) (*Identity, error) {
		close(started)
		<-ctx.Done()
		return nil, ctx.Err()
	}), Options{Timeout: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	c := &caller{t: t, session: new(mcp.ServerSession), handler: tracker.middleware(func(context.Context, string,
		mcp.Request) (mcp.Result, error) {
		return &mcp.CallToolResult{}, nil
	})}
	done := make(chan struct{})
	go func() { defer close(done); c.call(`{}`) }()
	<-started
	tracker.Close()
	<-done
}

func TestTrackRefuses(t *testing.T) {
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	for want, track := range map[string]func() error{
		"needs a server and an identifier": func() error {
			_, err := Track(nil, IdentifierFunc(byToken),
				Options{})
			return err
		},
		"host.Options.Timeout is negative": func() error {
			_, err := Track(server, IdentifierFunc(byToken), Options{Timeout: -1})
			return err
		},
		`"arguments.token" does not begin with request., extra. or context.; for a tool's argument write ` +
			`request.params.arguments.NAME`: func() error {
			_, err := Track(server, IdentifierFunc(byToken), Options{CredentialPaths: []string{"arguments.token"}})
			return err
		},
	} {
		if err := track(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// stateless returns the caller of one request over stateless HTTP.
func (c caller) stateless(headers ...string) *caller {
	one := c.as(headers...)
	one.session = new(mcp.ServerSession)
	return one
}

func TestSharedHeaderIdentifiesNobody(t *testing.T) {
	for _, header := range []string{"", "Bearer", "Bearer ", "Bearer gateway"} {
		c := newCaller(t, func(_ context.Context, in *Input) (*Identity, error) {
			return &Identity{UserID: in.Request.Argument("token")}, nil
		}, Options{})
		c.stateless("Authorization", header).is(`{"token":"alice"}`, "alice")
		c.stateless("Authorization", header).is(`{"token":"bob"}`, "bob")
	}
}

func TestVerifiedTokenIsRemembered(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{})
	for range 3 {
		c.stateless("Authorization", "alice").verified(&auth.TokenInfo{}).is(`{}`, "alice")
	}
	if runs.Load() != 1 {
		t.Errorf("identified %d times", runs.Load())
	}
}

// TestAmbiguousArguments sends arguments that JSON readers understand differently. They must not make a
// caller's identity known under another one's credential.
func TestAmbiguousArguments(t *testing.T) {
	for _, paths := range [][]string{{"request.params.arguments.token"}, {"request.params.arguments.to?en"}} {
		c := newCaller(t, byToken, Options{CredentialPaths: paths})
		for _, twice := range []string{
			`{"token":"alice","token":"mallory"}`, `{"token":"alice","to\u006ben":"mallory"}`, `{"token":"","token":"mallory"}`,
		} {
			c.stateless().is(twice, "mallory")
			c.stateless().is(twice, "mallory")
		}
		c.stateless().is(`{"token":"alice"}`, "alice")
		c.stateless().is(`{"token":""}`, "")
		if _, err := c.stateless().call(`{"token":"alice","TOKEN":"mallory"}`); err != nil {
			t.Error(err)
		}
		c.stateless().is(`{"token":"alice"}`, "alice")
	}
}

func TestEmptyCredentialIsNone(t *testing.T) {
	c := newCaller(t, func(_ context.Context, in *Input) (*Identity, error) {
		return &Identity{UserID: in.Request.Argument("apiKey")}, nil
	}, Options{CredentialPaths: tokenArgument})
	for _, empty := range []string{`null`, `""`} {
		c.stateless().is(`{"token":`+empty+`,"apiKey":"alice"}`, "alice")
		c.stateless().is(`{"token":`+empty+`,"apiKey":"bob"}`, "bob")
	}
}

func TestCredentialThatCannotBeReadIsNotRemembered(t *testing.T) {
	c := newCaller(t, func(_ context.Context, in *Input) (*Identity, error) {
		return &Identity{UserID: in.Request.Argument("token")}, nil
	}, Options{CredentialPaths: []string{"request.params._meta.key"}})
	unwritable := &auth.TokenInfo{Extra: map[string]any{"verify": func() {}}}
	c.stateless("Authorization", "gateway").verified(unwritable).is(`{"token":"alice"}`, "alice")
	c.stateless("Authorization", "gateway").verified(unwritable).is(`{"token":"bob"}`, "bob")
}

// TestIdentityOfAnotherServerIsHidden opens a session within a call of another tracked server, as a gateway
// does.
func TestIdentityOfAnotherServerIsHidden(t *testing.T) {
	outer := newCaller(t, byToken, Options{})
	var inside context.Context
	outer.handler = mustTracker(t, byToken).middleware(func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result,
		error) {
		inside = ctx
		return &mcp.CallToolResult{}, nil
	})
	if _, err := outer.call(`{"token":"alice"}`); err != nil {
		t.Fatal(err)
	}
	if who, ok := IdentityFrom(inside); !ok || who.UserID != "alice" {
		t.Fatalf("the outer server's caller is %v", who)
	}
	for name, tracker := range map[string]*Tracker{"tracked": mustTracker(t, byToken), "stopped": stopped(mustTracker(t,
		byToken))} {
		_, err := tracker.middleware(func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result, error) {
			if who, ok := IdentityFrom(ctx); ok {
				t.Errorf("%s: the inner server's caller is %v", name, who)
			}
			if outcome, ok := OutcomeFrom(ctx); ok {
				t.Errorf("%s: the inner server has %v", name, outcome)
			}
			return &mcp.CallToolResult{}, nil
		})(inside, "resources/read", &mcp.ReadResourceRequest{Session: new(mcp.ServerSession)})
		if err != nil {
			t.Error(err)
		}
	}
}

func mustTracker(t *testing.T, identify IdentifierFunc) *Tracker {
	t.Helper()
	tracker, err := NewTracker(identify, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tracker.Close)
	return tracker
}

func stopped(tracker *Tracker) *Tracker {
	tracker.Close()
	return tracker
}

func TestAlternatingBadCredentialsPauseToo(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{RetryMin: time.Hour, RetryMax: time.Hour,
		CredentialPaths: []string{"request.params.arguments.token"}})
	for i := range 20 {
		c.call(fmt.Sprintf(`{"token":"bad-%d"}`, i%2))
	}
	if runs.Load() != 2 {
		t.Errorf("two bad credentials were asked about %d times", runs.Load())
	}
	for i := range 1000 {
		c.call(fmt.Sprintf(`{"token":"bad-%d"}`, i))
	}
	if runs.Load() > 1002 {
		t.Errorf("1000 bad credentials were asked about %d times", runs.Load())
	}
}

// TestInputIsTheIdentifiersOwn changes a request while the identifier reads its input; for the race detector.
func TestInputIsTheIdentifiersOwn(t *testing.T) {
	read := make(chan struct{})
	tracker, err := NewTracker(IdentifierFunc(func(_ context.Context, in *Input) (*Identity, error) {
		defer close(read)
		for range 100 {
			json.Marshal(in)
		}
		return nil, nil
	}), Options{TrackOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer tracker.Close()
	handler := tracker.middleware(func(_ context.Context, _ string, req mcp.Request) (mcp.Result, error) {
		params := req.(*mcp.CallToolRequest).Params
		for i := range 100 {
			params.Meta["trace"] = i
			params.Meta["nested"].(map[string]any)["i"] = i
			params.Arguments[2] = 'b'
		}
		return &mcp.CallToolResult{}, nil
	})
	_, err = handler(t.Context(), "tools/call", &mcp.CallToolRequest{Session: new(mcp.ServerSession),
		Params: &mcp.CallToolParamsRaw{
			Name: "whoami", Arguments: json.RawMessage(`{"a":1}`), Meta: mcp.Meta{"nested": map[string]any{}},
		}})
	if err != nil {
		t.Fatal(err)
	}
	<-read
}

type typedNil struct{ text string }

func (e *typedNil) Error() string { return e.text }

// textLogger logs as text.
func textLogger(to io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(to, nil)) }
