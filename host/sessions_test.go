package host

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// tokenArgument makes the token argument a credential.
var tokenArgument = []string{"request.params.arguments.token"}

func TestCallersWhoTakeTurnsAreRemembered(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{CredentialPaths: tokenArgument})
	for range 10 {
		c.is(`{"token":"alice"}`, "alice")
		c.is(`{"token":"bob"}`, "bob")
		c.is(`{}`, "")
	}
	if runs.Load() != 3 {
		t.Errorf("three credentials were asked about %d times", runs.Load())
	}
}

func TestLeastRecentlyUsedCredentialGoesFirst(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{CredentialPaths: tokenArgument, SessionCredentials: 3})
	for _, step := range []struct {
		token string
		asked int64
	}{{"a", 1}, {"b", 1}, {"c", 1}, {"a", 0}, {"d", 1}, {"a", 0}, {"c", 0}, {"b", 1}, {"a", 0}, {"d", 1}} {
		before := runs.Load()
		c.is(`{"token":"`+step.token+`"}`, step.token)
		if asked := runs.Load() - before; asked != step.asked {
			t.Errorf("%s was asked about %d times", step.token, asked)
		}
	}
	for i := range 1000 {
		c.is(fmt.Sprintf(`{"token":"user-%d"}`, i), fmt.Sprint("user-", i))
	}
	tracker := mustTracker(t, byToken)
	if kept := *tracker.sessions.entry(c.session, true); kept.known.Load() != nil {
		t.Error("another tracker knows the session")
	}
}

// TestAnonymousBeforeLoginIsNotKept: where a session may have one user only, whoever was nobody in it before is
// refused.
func TestAnonymousBeforeLoginIsNotKept(t *testing.T) {
	c := newCaller(t, byToken, Options{OnChange: RefuseChange, CredentialPaths: tokenArgument})
	c.is(`{}`, "")
	c.is(`{"token":"alice"}`, "alice")
	if _, err := c.call(`{}`); !isDenied(err) {
		t.Errorf("nobody in the session of alice: %v", err)
	}
	c.is(`{"token":"alice"}`, "alice")
}

// roles answers the role that is set, as a part of the identity.
func roles(role *atomic.Value) IdentifierFunc {
	return func(context.Context, *Input) (*Identity, error) {
		switch role := role.Load().(string); role {
		case "revoked":
			return nil, nil
		case "down":
			return nil, errors.New("user service: 503")
		default:
			return &Identity{UserID: "alice", UserName: role}, nil
		}
	}
}

// has fails the test unless the caller has a role now, "" for an anonymous caller.
func (c *caller) has(role string) {
	c.t.Helper()
	outcome, err := c.call(`{}`)
	got := ""
	if outcome.Identity != nil {
		got = outcome.Identity.UserName
	}
	if err != nil || got != role {
		c.t.Errorf("at %v the caller is %q (%v, %v), want %q", time.Now().Format("04:05"), got, outcome.Err, err, role)
	}
}

func TestMaxAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var role atomic.Value
		identify, runs := counted(roles(&role))
		bounded, unbounded := newCaller(t, identify, Options{MaxAge: time.Minute}), newCaller(t, roles(&role), Options{})
		role.Store("admin")
		bounded.has("admin")
		unbounded.has("admin")
		role.Store("guest")
		time.Sleep(time.Minute - 1)
		bounded.has("admin")
		time.Sleep(time.Nanosecond)
		bounded.has("guest")
		role.Store("revoked")
		time.Sleep(time.Minute)
		bounded.has("")
		time.Sleep(240 * time.Hour)
		unbounded.has("admin") // as documented
		if runs.Load() != 3 {
			t.Errorf("asked %d times", runs.Load())
		}
	})
}

func TestStaleWhileRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var role atomic.Value
		slow := func(ctx context.Context, in *Input) (*Identity, error) {
			now := role.Load()
			time.Sleep(time.Second)
			role := new(atomic.Value)
			role.Store(now)
			return roles(role)(ctx, in)
		}
		identify, runs := counted(slow)
		c := newCaller(t, identify, Options{MaxAge: time.Minute, StaleWhileRefresh: time.Minute, RetryMin: 10 * time.Second})
		role.Store("admin")
		c.has("admin")
		role.Store("guest")
		pass(time.Minute)
		began := time.Now()
		for range 5 {
			c.has("admin")
			synctest.Wait()
		}
		if time.Since(began) != 0 || runs.Load() != 2 {
			t.Errorf("five calls waited %v and asked %d times", time.Since(began), runs.Load()-1)
		}
		pass(time.Second)
		c.has("guest")

		// A failure leaves what was known until it is too old, and is tried again after pauses.
		role.Store("down")
		pass(time.Minute)
		c.has("guest")
		pass(2 * time.Second)
		c.has("guest")
		if runs.Load() != 3 {
			t.Errorf("asked %d times", runs.Load())
		}
		pass(10 * time.Second)
		c.has("guest")
		pass(time.Minute)
		c.has("")
		role.Store("admin")
		pass(time.Hour)
		c.has("admin")
	})
}

// pass lets time pass, and what is due then happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// TestExpiredToken: what is known through a verified token ends with it, in a session and without one.
func TestExpiredToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, options := range map[string]Options{
			"by default": {CacheTTL: time.Hour}, "stale": {CacheTTL: time.Hour, MaxAge: time.Second,
				StaleWhileRefresh: time.Hour},
		} {
			for _, session := range []*mcp.ServerSession{sessionWithID(t), new(mcp.ServerSession)} {
				identify, runs := counted(byToken)
				c := newCaller(t, identify, options).as("Authorization", "alice")
				c.session = session
				c.extra.TokenInfo = &auth.TokenInfo{Expiration: time.Now().Add(time.Minute)}
				c.is(`{}`, "alice")
				time.Sleep(time.Minute - 1)
				c.is(`{}`, "alice")
				synctest.Wait()
				before := runs.Load()
				time.Sleep(time.Nanosecond)
				c.is(`{}`, "alice")
				if runs.Load() != before+1 {
					t.Errorf("%s, session %q: asked %d times after the token's end", name, session.ID(), runs.Load()-before)
				}
			}
		}
	})
}

func TestIdentityRequired(t *testing.T) {
	identify, runs := counted(byToken)
	c := newCaller(t, identify, Options{OnAnonymous: Deny, CredentialPaths: tokenArgument})
	for arguments, message := range map[string]string{
		`{}`: "denied: the caller is anonymous", `{"token":"bad"}`: "denied: the caller could not be identified",
	} {
		for range 2 {
			_, err := c.call(arguments)
			var rpc *jsonrpc.Error
			if !errors.As(err, &rpc) || rpc.Code != CodeDenied || rpc.Message != message {
				t.Errorf("%s: %v", arguments, err)
			}
		}
	}
	c.is(`{"token":"alice"}`, "alice")
	if runs.Load() != 3 {
		t.Errorf("asked %d times", runs.Load())
	}
	if _, err := c.readResource(); err != nil {
		t.Errorf("a method that is not named: %v", err)
	}
}

func TestMethods(t *testing.T) {
	inputs := make(chan *Input, 1)
	identify := func(ctx context.Context, in *Input) (*Identity, error) {
		inputs <- in
		return byToken(ctx, in)
	}
	methods := []string{"resources/read", "prompts/get", "completion/complete"}
	c := newCaller(t, identify, Options{Methods: methods, OnAnonymous: Deny}).as("Authorization", "alice")
	nobody := c.as()
	for method, req := range map[string]func(*caller) mcp.Request{
		"resources/read": func(c *caller) mcp.Request {
			return &mcp.ReadResourceRequest{Session: c.session, Extra: c.extra, Params: &mcp.ReadResourceParams{URI: "a:b"}}
		},
		"prompts/get": func(c *caller) mcp.Request {
			return &mcp.GetPromptRequest{Session: c.session, Extra: c.extra,
				Params: &mcp.GetPromptParams{Name: "p", Arguments: map[string]string{"x": "y"}}}
		},
		"completion/complete": func(c *caller) mcp.Request {
			return &mcp.CompleteRequest{Session: c.session, Extra: c.extra, Params: &mcp.CompleteParams{
				Ref: &mcp.CompleteReference{Type: "ref/prompt", Name: "p"}, Argument: mcp.CompleteParamsArgument{Name: "x",
					Value: "y"}}}
		},
	} {
		outcome, err := c.do(t.Context(), method, req(c))
		if err != nil || userOf(outcome) != "alice" {
			t.Errorf("%s by alice: %v, %v", method, userOf(outcome), err)
		}
		in := <-inputs
		params := in.Request.Params
		got := fmt.Sprintf("%s %s%s %s%s%s", in.Request.Method, params.Name, params.URI, params.Arguments, params.Ref,
			params.Argument)
		if want := map[string]string{
			"resources/read":      "resources/read a:b ",
			"prompts/get":         `prompts/get p {"x":"y"}`,
			"completion/complete": `completion/complete  {"type":"ref/prompt","name":"p"}{"name":"x","value":"y"}`,
		}[method]; got != want {
			t.Errorf("the input is %s, want %s", got, want)
		}
		if _, err := nobody.do(t.Context(), method, req(nobody)); !isDenied(err) {
			t.Errorf("%s by nobody: %v", method, err)
		}
		<-inputs
	}
	nobody.is(`{}`, "") // a tool call is not among them
	for _, method := range []string{"initialize", "ping", "notifications/cancelled", "tools/Call", ""} {
		_, err := NewTracker(IdentifierFunc(byToken), Options{Methods: []string{method}})
		if err == nil || !strings.Contains(err.Error(), "is none of completion/complete") {
			t.Errorf("%q: %v", method, err)
		}
	}
}

// asVersion is a request of a version of the protocol, as clients since 2026-07-28 send it.
func (c *caller) asVersion(version, arguments string) (Outcome, error) {
	return c.do(c.t.Context(), "tools/call", &mcp.CallToolRequest{Session: c.session, Extra: c.extra,
		Params: &mcp.CallToolParamsRaw{
			Name: "whoami", Arguments: []byte(arguments), Meta: mcp.Meta{mcp.MetaKeyProtocolVersion: version},
		}})
}

// TestProtocolWithoutSessions: on a connection without sessions nobody is who called before.
func TestProtocolWithoutSessions(t *testing.T) {
	identify, runs := counted(byToken)
	for name, options := range map[string]Options{"plain": {}, "credential": {CredentialPaths: tokenArgument}} {
		c := newCaller(t, identify, options)
		for _, step := range []struct{ token, want string }{{"alice", "alice"}, {"bob", "bob"}, {"", ""},
			{"alice", "alice"}} {
			before := runs.Load()
			outcome, err := c.asVersion("2026-07-28", `{"token":"`+step.token+`"}`)
			if err != nil || userOf(outcome) != step.want {
				t.Errorf("%s: a call of %q is by %q, %v", name, step.token, userOf(outcome), err)
			}
			if cached := runs.Load() == before; cached != outcome.Cached {
				t.Errorf("%s: a call of %q is cached: %v", name, step.token, cached)
			}
		}
	}
	own := newCaller(t, byToken, Options{ConnectionIsCaller: true})
	own.asVersion("2026-07-28", `{"token":"alice"}`)
	if outcome, err := own.asVersion("2026-07-28", `{}`); err != nil || userOf(outcome) != "alice" {
		t.Errorf("the connection's own caller is %q, %v", userOf(outcome), err)
	}
	// Over HTTP a connection is nobody's.
	web := newCaller(t, byToken, Options{ConnectionIsCaller: true}).as()
	web.asVersion("2026-07-28", `{"token":"alice"}`)
	if outcome, err := web.asVersion("2026-07-28", `{}`); err != nil || userOf(outcome) != "" {
		t.Errorf("somebody else over HTTP is %q, %v", userOf(outcome), err)
	}
}

// TestManyServersOneTracker makes a server for each request, as many programs do.
func TestManyServersOneTracker(t *testing.T) {
	identify, runs := counted(byToken)
	tracker, err := NewTracker(identify, byHeader)
	if err != nil {
		t.Fatal(err)
	}
	defer tracker.Close()
	before := goruntime.NumGoroutine()
	for range 500 {
		server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
		if err := tracker.Attach(server); err != nil {
			t.Fatal(err)
		}
		short, err := NewTracker(identify, byHeader) // what Track makes
		if err != nil {
			t.Fatal(err)
		}
		for _, tracker := range []*Tracker{tracker, short} {
			handler := tracker.middleware(func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result, error) {
				outcome, _ := OutcomeFrom(ctx)
				return &mcp.CallToolResult{StructuredContent: outcome}, nil
			})
			c := &caller{t: t, handler: handler, session: new(mcp.ServerSession)}
			c.as("Authorization", "alice").is(`{}`, "alice")
		}
	}
	if runs.Load() != 1+500 {
		t.Errorf("asked %d times", runs.Load())
	}
	if after := goruntime.NumGoroutine(); after > before+10 {
		t.Errorf("%d goroutines, before %d", after, before)
	}
}

// connectInMemory makes a client's session with a server.
func connectInMemory(t *testing.T, server *mcp.Server) *mcp.ClientSession {
	t.Helper()
	client, there := mcp.NewInMemoryTransports()
	if _, err := server.Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), client, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

func TestTrackAgain(t *testing.T) {
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	saw := make(chan string, 1)
	server.AddTool(&mcp.Tool{Name: "whoami", InputSchema: map[string]any{"type": "object"}},
		func(ctx context.Context, _ *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			who, _ := IdentityFrom(ctx)
			saw <- userOf(Outcome{Identity: who})
			return new(mcp.CallToolResult), nil
		})
	call := func() string {
		session := connectInMemory(t, server)
		if _, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami"}); err != nil {
			t.Fatal(err)
		}
		return <-saw
	}
	for _, user := range []string{"first", "second", "third"} {
		stop, err := Track(server, IdentifierFunc(func(context.Context, *Input) (*Identity, error) {
			return &Identity{UserID: user}, nil
		}), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := call(); got != user {
			t.Errorf("the caller is %q, want %q", got, user)
		}
		stop()
		if got := call(); got != "" {
			t.Errorf("after stop the caller is %q", got)
		}
	}
}

// TestDenialOverAConnection: a client gets a denial as an error of the call, with a middleware of the program on either
// side.
func TestDenialOverAConnection(t *testing.T) {
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	server.AddTool(&mcp.Tool{Name: "whoami", InputSchema: map[string]any{"type": "object"}},
		func(context.Context, *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return new(mcp.CallToolResult), nil
		})
	var before, after atomic.Int64
	count := func(n *atomic.Int64) mcp.Middleware {
		return func(next mcp.MethodHandler) mcp.MethodHandler {
			return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
				if method == methodCallTool {
					n.Add(1)
				}
				return next(ctx, method, req)
			}
		}
	}
	server.AddReceivingMiddleware(count(&before))
	stop, err := Track(server, IdentifierFunc(byToken), Options{OnAnonymous: Deny, CredentialPaths: tokenArgument})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	server.AddReceivingMiddleware(count(&after))
	session := connectInMemory(t, server)
	_, err = session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami"})
	var rpc *jsonrpc.Error
	if !errors.As(err, &rpc) || rpc.Code != CodeDenied || errors.Is(err, mcp.ErrConnectionClosed) {
		t.Errorf("the client's error is %v", err)
	}
	if before.Load() != 0 || after.Load() != 1 {
		t.Errorf("middleware that was added before tracking ran %d times, one that was added later %d times", before.Load(),
			after.Load())
	}
	_, err = session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami",
		Arguments: map[string]any{"token": "alice"}})
	if err != nil || before.Load() != 1 {
		t.Errorf("the connection after a denial: %v", err)
	}
}

func TestClaims(t *testing.T) {
	var log strings.Builder
	calls := 0
	call := func(c *caller) {
		calls++
		claims := map[string]any{"tier": "gold", "asked_at": float64(calls)}
		c.stateless("Authorization", "alice").verified(&auth.TokenInfo{Extra: claims}).is(`{}`, "alice")
	}
	identify, runs := counted(byToken)
	all := newCaller(t, identify, Options{Logger: textLogger(&log)})
	for range 100 {
		call(all)
	}
	if n := strings.Count(log.String(), "name those that matter in host.Options.Claims"); n != 1 || runs.Load() != 100 {
		t.Errorf("asked %d times, told %d times", runs.Load(), n)
	}
	runs.Store(0)
	some := newCaller(t, identify, Options{Claims: []string{"tier", "role"}})
	for range 100 {
		call(some)
	}
	some.stateless("Authorization", "alice").verified(&auth.TokenInfo{Extra: map[string]any{"tier": "lead"}}).is(`{}`,
		"alice")
	if runs.Load() != 2 {
		t.Errorf("asked %d times, want once for each tier", runs.Load())
	}
	// Users who share nothing but the form of their claims are told apart, and nothing is logged.
	log.Reset()
	quiet := newCaller(t, identify, Options{Logger: textLogger(&log)})
	for i := range 300 {
		user := fmt.Sprint("user-", i%50)
		info := &auth.TokenInfo{Extra: map[string]any{"sub": user}}
		quiet.stateless("Authorization", user).verified(info).is(`{}`, user)
	}
	if strings.Contains(log.String(), "Claims") {
		t.Errorf("logged %s", log.String())
	}
}

// TestTokenOfAnotherUser: a credential that turns out to be somebody else's is not the session's any longer, not even
// for as long as old answers may be used.
func TestTokenOfAnotherUser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		user := "alice"
		identify := func(context.Context, *Input) (*Identity, error) { return &Identity{UserID: user}, nil }
		c := newCaller(t, identify, Options{OnChange: RefuseChange, MaxAge: time.Minute, StaleWhileRefresh: time.Hour})
		c.is(`{}`, "alice")
		user = "bob"
		time.Sleep(time.Minute)
		c.is(`{}`, "alice")
		synctest.Wait()
		if _, err := c.call(`{}`); !isDenied(err) {
			t.Errorf("bob in the session of alice: %v", err)
		}
	})
}
