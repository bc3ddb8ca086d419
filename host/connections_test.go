package host_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/runtime"
)

// echoToken loads the guest that answers the token it finds as the user's id.
func echoToken(t testing.TB) *runtime.Module {
	t.Helper()
	engine, err := runtime.New(t.Context(), runtime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close(context.Background()) })
	module, err := engine.LoadFile(t.Context(), "../testdata/guests/echo-token.wasm", runtime.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// newServer returns a server whose tool whoami, resource who:am:i and prompt whoami answer the caller's user id.
func newServer(t testing.TB, identifier host.Identifier, options host.Options) *mcp.Server {
	t.Helper()
	server := mcp.NewServer(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	server.AddTool(&mcp.Tool{Name: "whoami", InputSchema: map[string]any{"type": "object"}},
		func(ctx context.Context, _ *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: whoCalls(ctx)}}}, nil
		})
	server.AddResource(&mcp.Resource{Name: "whoami", URI: "who:am:i"}, func(ctx context.Context,
		_ *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
		return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: "who:am:i", Text: whoCalls(ctx)}}}, nil
	})
	server.AddPrompt(&mcp.Prompt{Name: "whoami"}, func(ctx context.Context, _ *mcp.GetPromptRequest) (*mcp.GetPromptResult,
		error) {
		return &mcp.GetPromptResult{Description: whoCalls(ctx)}, nil
	})
	if identifier != nil {
		stop, err := host.Track(server, identifier, options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(stop)
	}
	return server
}

func whoCalls(ctx context.Context) string {
	who, ok := host.IdentityFrom(ctx)
	if !ok {
		return "nobody"
	}
	return who.UserID
}

// A connector makes a session with a server. A bearer token goes along where the connection has headers.
type connector func(ctx context.Context, bearer string) (*mcp.ClientSession, error)

func connect(ctx context.Context, transport mcp.Transport, protocol string) (*mcp.ClientSession, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "test-client", Version: "2"}, nil)
	return client.Connect(ctx, transport, &mcp.ClientSessionOptions{ProtocolVersion: protocol})
}

// inMemory connects without any bytes in between.
func inMemory(server *mcp.Server) connector {
	return func(ctx context.Context, _ string) (*mcp.ClientSession, error) {
		client, there := mcp.NewInMemoryTransports()
		if _, err := server.Connect(ctx, there, nil); err != nil {
			return nil, err
		}
		return connect(ctx, client, "")
	}
}

// overPipes connects as stdio does, each session over pipes of its own.
func overPipes(server *mcp.Server) connector {
	return func(ctx context.Context, _ string) (*mcp.ClientSession, error) {
		fromClient, toServer := io.Pipe()
		fromServer, toClient := io.Pipe()
		there := host.RequestIDTransport(&mcp.IOTransport{Reader: fromClient, Writer: toClient})
		if _, err := server.Connect(ctx, there, nil); err != nil {
			return nil, err
		}
		return connect(ctx, &mcp.IOTransport{Reader: fromServer, Writer: toServer}, "2025-11-25")
	}
}

// overHTTP connects to a real HTTP server that verifies bearer tokens.
func overHTTP(t testing.TB, server *mcp.Server, options *mcp.StreamableHTTPOptions, protocol string) connector {
	url := serveHTTP(t, server, options)
	return func(ctx context.Context, bearer string) (*mcp.ClientSession, error) {
		return connect(ctx, &mcp.StreamableClientTransport{
			Endpoint:             url,
			HTTPClient:           &http.Client{Transport: withBearer(bearer)},
			DisableStandaloneSSE: true,
		}, protocol)
	}
}

// serveHTTP takes every bearer token for a good one.
func serveHTTP(t testing.TB, server *mcp.Server, options *mcp.StreamableHTTPOptions) string {
	t.Helper()
	return serveVerified(t, server, options, func(_ context.Context, token string, _ *http.Request) (*auth.TokenInfo,
		error) {
		return &auth.TokenInfo{UserID: token, Scopes: []string{"read"}, Expiration: time.Now().Add(time.Hour),
			Extra: map[string]any{"client_id": "cli"}}, nil
	})
}

// serveVerified starts a real HTTP server, whose callers may come without a token.
func serveVerified(t testing.TB, server *mcp.Server, options *mcp.StreamableHTTPOptions,
	verifier auth.TokenVerifier) string {
	t.Helper()
	handler := host.RequestIDHandler(mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server },
		options))
	verified := auth.RequireBearerToken(verifier, nil)(handler)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Authorization") == "" {
			handler.ServeHTTP(w, req)
			return
		}
		verified.ServeHTTP(w, req)
	}))
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	return web.URL
}

// withBearer adds an Authorization header to each request, unless it is empty. It shares connections.
type withBearer string

var pooled = &http.Transport{MaxIdleConnsPerHost: 256}

func (b withBearer) RoundTrip(req *http.Request) (*http.Response, error) {
	if b != "" {
		req = req.Clone(req.Context())
		req.Header.Set("Authorization", "Bearer "+string(b))
	}
	return pooled.RoundTrip(req)
}

func callWhoami(ctx context.Context, session *mcp.ClientSession, token string) (string, error) {
	arguments := map[string]any{}
	if token != "" {
		arguments["token"] = token
	}
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "whoami", Arguments: arguments})
	if err != nil {
		return "", err
	}
	return result.Content[0].(*mcp.TextContent).Text, nil
}

var tokenArgument = host.Options{CredentialPaths: []string{"request.params.arguments.token"}}

// TestEveryAnswerIsTheCallersOwn lets 200 callers at once ask who they are, over each kind of connection. Half
// of them bring their credential as an argument, half as a bearer token where there are headers; every third
// leaves and comes back as somebody else.
func TestEveryAnswerIsTheCallersOwn(t *testing.T) {
	const callers, calls = 200, 4
	module := echoToken(t)
	for name, kind := range map[string]struct {
		connector func(*mcp.Server) connector
		bearer    bool
	}{
		"in-memory": {connector: inMemory},
		"stdio":     {connector: overPipes},
		"stateful HTTP": {bearer: true, connector: func(s *mcp.Server) connector {
			return overHTTP(t, s, nil, "")
		}},
		"stateless HTTP, protocol 2026-07-28": {bearer: true, connector: func(s *mcp.Server) connector {
			return overHTTP(t, s, &mcp.StreamableHTTPOptions{Stateless: true}, "2026-07-28")
		}},
		"stateless HTTP, protocol 2025-06-18": {bearer: true, connector: func(s *mcp.Server) connector {
			return overHTTP(t, s, &mcp.StreamableHTTPOptions{Stateless: true}, "2025-06-18")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			connect := kind.connector(newServer(t, module, tokenArgument))
			begin := make(chan struct{})
			var wg sync.WaitGroup
			for i := range callers {
				wg.Go(func() {
					<-begin
					if err := visit(t.Context(), connect, fmt.Sprintf("user-%d", i), kind.bearer && i%2 == 1, calls); err != nil {
						t.Errorf("caller %d: %v", i, err)
						return
					}
					if i%3 == 0 {
						if err := visit(t.Context(), connect, fmt.Sprintf("other-%d", i), kind.bearer && i%2 == 0, calls); err != nil {
							t.Errorf("caller %d, again: %v", i, err)
						}
					}
				})
			}
			close(begin)
			wg.Wait()
		})
	}
}

// visit opens a session, asks some times who it is, and closes the session.
func visit(ctx context.Context, connect connector, user string, asBearer bool, calls int) error {
	token, bearer := user, ""
	if asBearer {
		token, bearer = "", user
	}
	session, err := connect(ctx, bearer)
	if err != nil {
		return err
	}
	defer session.Close()
	for range calls {
		got, err := callWhoami(ctx, session, token)
		if err != nil {
			return err
		}
		if got != user {
			return fmt.Errorf("%s is told to be %s", user, got)
		}
	}
	return nil
}

// TestStolenSessionID uses the session id of another caller without the credential, and with another one.
func TestStolenSessionID(t *testing.T) {
	server := newServer(t, echoToken(t), tokenArgument)
	url := serveHTTP(t, server, &mcp.StreamableHTTPOptions{JSONResponse: true})
	withArgument, err := connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: url}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer withArgument.Close()
	if got, err := callWhoami(t.Context(), withArgument, "alice"); got != "alice" || err != nil {
		t.Fatal(got, err)
	}
	const whoami = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoami","arguments":{%s}}}`
	const read = `{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":"who:am:i"}}`
	for _, theft := range []struct{ body, bearer, want string }{
		{fmt.Sprintf(whoami, ""), "", "nobody"},
		{fmt.Sprintf(whoami, `"token":"mallory"`), "", "mallory"},
		{fmt.Sprintf(whoami, ""), "mallory", "mallory"},
		{read, "", "nobody"},
	} {
		if got := post(t, url, withArgument.ID(), theft.bearer, theft.body); !strings.Contains(got,
			`"text":"`+theft.want+`"`) {
			t.Errorf("%s with bearer %q: %s, want %s", theft.body, theft.bearer, got, theft.want)
		}
	}
	if got, err := callWhoami(t.Context(), withArgument, "alice"); got != "alice" || err != nil {
		t.Errorf("afterwards: %s, %v", got, err)
	}

	withToken, err := connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: url,
		HTTPClient: &http.Client{Transport: withBearer("bob")}}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer withToken.Close()
	if got, err := callWhoami(t.Context(), withToken, ""); got != "bob" || err != nil {
		t.Fatal(got, err)
	}
	for _, bearer := range []string{"", "mallory"} {
		if got := post(t, url, withToken.ID(), bearer, fmt.Sprintf(whoami, "")); strings.Contains(got, "bob") {
			t.Errorf("bearer %q: %s", bearer, got)
		}
	}
}

// post sends a message as whoever has the session's id.
func post(t *testing.T, url, session, bearer, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Mcp-Session-Id", session)
	response, err := (&http.Client{Transport: withBearer(bearer)}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

// TestAbortOverEachConnection cancels a first call while it is being identified: the caller is back, and the
// run ends because nobody waits for it.
func TestAbortOverEachConnection(t *testing.T) {
	for name, connector := range map[string]func(*mcp.Server) connector{
		"in-memory, notifications/cancelled":     inMemory,
		"stdio, notifications/cancelled":         overPipes,
		"stateful HTTP, notifications/cancelled": func(s *mcp.Server) connector { return overHTTP(t, s, nil, "") },
		"stateless HTTP, closed request": func(s *mcp.Server) connector {
			return overHTTP(t, s, &mcp.StreamableHTTPOptions{Stateless: true, PropagateRequestCancellation: true}, "2026-07-28")
		},
	} {
		t.Run(name, func(t *testing.T) {
			running, ended := make(chan struct{}), make(chan struct{})
			server := newServer(t, host.IdentifierFunc(func(ctx context.Context, _ *host.Input) (*host.Identity, error) {
				close(running)
				<-ctx.Done()
				close(ended)
				return nil, ctx.Err()
			}), host.Options{Timeout: time.Hour})
			session, err := connector(server)(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			ctx, abort := context.WithCancel(t.Context())
			back := make(chan error)
			go func() {
				_, err := callWhoami(ctx, session, "alice")
				back <- err
			}()
			<-running
			abort()
			if err := <-back; err == nil {
				t.Error("the aborted call succeeded")
			}
			<-ended
		})
	}
}

// TestAbortStopsARealGuest does the same with a module that would never end by itself.
func TestAbortStopsARealGuest(t *testing.T) {
	engine, err := runtime.New(t.Context(), runtime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	module, err := engine.LoadFile(t.Context(), "../testdata/guests/loop.wasm", runtime.Policy{Timeout: time.Hour,
		Concurrency: 1})
	if err != nil {
		t.Fatal(err)
	}
	running := make(chan struct{}, 2)
	failed := make(chan error, 2)
	server := newServer(t, host.IdentifierFunc(func(ctx context.Context, in *host.Input) (*host.Identity, error) {
		running <- struct{}{}
		who, err := module.Identify(ctx, in)
		failed <- err
		return who, err
	}), host.Options{Timeout: time.Hour})
	session, err := inMemory(server)(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	ctx, abort := context.WithCancel(t.Context())
	go callWhoami(ctx, session, "")
	<-running
	abort()
	if err := <-failed; err == nil || err.Error() != runtime.ErrAborted.Error() {
		t.Errorf("the guest ended with %v", err)
	}
}

// TestHandlersSeeTheIdentity asks in a tool, a resource and a prompt.
func TestHandlersSeeTheIdentity(t *testing.T) {
	session, err := overPipes(newServer(t, echoToken(t), host.Options{}))(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	others := func() string {
		resource, err := session.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "who:am:i"})
		if err != nil {
			t.Fatal(err)
		}
		prompt, err := session.GetPrompt(t.Context(), &mcp.GetPromptParams{Name: "whoami"})
		if err != nil {
			t.Fatal(err)
		}
		return resource.Contents[0].Text + " " + prompt.Description
	}
	if got := others(); got != "nobody nobody" {
		t.Errorf("before the first tool call: %s", got)
	}
	if got, err := callWhoami(t.Context(), session, "alice"); got != "alice" || err != nil {
		t.Errorf("the tool: %s, %v", got, err)
	}
	if got := others(); got != "alice alice" {
		t.Errorf("after it: %s", got)
	}
}

// TestInputOverEachConnection compares what an identifier is given with the documented form.
func TestInputOverEachConnection(t *testing.T) {
	const common = `"context":{"lifespan_context":{"region":"eu"},` +
		`"session":{"client_params":{"clientInfo":{"name":"test-client","version":"2"},"protocolVersion":"%s"}}}`
	for name, test := range map[string]struct {
		connector func(*mcp.Server) connector
		bearer    string
		want      string // extra, without the headers
		protocol  string
		headers   bool
	}{
		"in-memory": {connector: inMemory, protocol: "2026-07-28", want: `{"signal":{"aborted":false}}`},
		"stdio":     {connector: overPipes, protocol: "2025-11-25", want: `{"requestId":2,"signal":{"aborted":false}}`},
		"stateful HTTP": {
			connector: func(s *mcp.Server) connector {
				return overHTTP(t, s, nil,
					"2025-11-25")
			}, protocol: "2025-11-25", bearer: "secret", headers: true,
			want: `{"authInfo":{"clientId":"cli","expiresAt":"*","extra":{"client_id":"cli"},"scopes":["read"],` +
				`"token":"secret"},"requestId":2,"sessionId":"*","signal":{"aborted":false}}`,
		},
		"stateless HTTP": {
			connector: func(s *mcp.Server) connector {
				return overHTTP(t, s, &mcp.StreamableHTTPOptions{Stateless: true}, "")
			}, protocol: "2026-07-28", headers: true,
			want: `{"requestId":2,"signal":{"aborted":false}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			inputs := make(chan *host.Input, 1)
			server := newServer(t, host.IdentifierFunc(func(_ context.Context, in *host.Input) (*host.Identity, error) {
				inputs <- in
				return nil, nil
			}), host.Options{Lifespan: map[string]any{"region": "eu"}})
			session, err := test.connector(server)(t.Context(), test.bearer)
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			if _, err := callWhoami(t.Context(), session, "alice"); err != nil {
				t.Fatal(err)
			}
			in := <-inputs
			got := decode(t, in)
			extra := got["extra"].(map[string]any)
			if info, ok := extra["authInfo"].(map[string]any); ok && info["expiresAt"] != nil {
				info["expiresAt"] = "*"
			}
			if extra["sessionId"] != nil {
				extra["sessionId"] = "*"
			}
			if headers := in.Extra.RequestInfo; (headers != nil) != test.headers {
				t.Errorf("headers %v", headers)
			} else if headers != nil && (headers.Headers["content-type"] != "application/json" || hasPrefix(headers.Headers,
				"whowasm-")) {
				t.Errorf("headers %v", headers)
			}
			if info, ok := extra["requestInfo"].(map[string]any); ok {
				if url, _ := info["url"].(string); info["method"] != "POST" || !strings.HasPrefix(url, "http://127.0.0.1:") {
					t.Errorf("the HTTP request is %v %v", info["method"], info["url"])
				}
			}
			delete(extra, "requestInfo")
			delete(extra, "_meta") // protocol 2026-07-28 says everything there again
			params := got["request"].(map[string]any)["params"].(map[string]any)
			delete(params, "_meta")
			want := `{"request":{"method":"tools/call","params":{"arguments":{"token":"alice"},"name":"whoami"}},"extra":` +
				test.want + `,` + fmt.Sprintf(common, test.protocol) + `}`
			if a, b := encode(t, got), encode(t, decode(t, json.RawMessage(want))); a != b {
				t.Errorf("got  %s\nwant %s", a, b)
			}
		})
	}
}

func hasPrefix(headers map[string]string, prefix string) bool {
	for name := range headers {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func decode(t *testing.T, value any) map[string]any {
	t.Helper()
	var decoded map[string]any
	if err := json.Unmarshal([]byte(encode(t, value)), &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

func encode(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRequestIDs sends ids of every form, and bodies that have none.
func TestRequestIDs(t *testing.T) {
	var seen string
	inner := http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		seen = fmt.Sprintf("%q %d", host.RequestIDHeaderOf(req.Header), len(body))
	})
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	for body, want := range map[string]string{
		`{"id":7}`:            `["7"] 8`,
		`{"id":"a b"}`:        `["\"a b\""] 12`,
		`{"id":null}`:         `[] 11`,
		`{"id":{"a":1}}`:      `[] 14`,
		`[{"id":1},{"id":2}]`: `[] 19`,
		`{"id":1`:             `[] 7`,
		// The Go SDK takes 1; a reader that ignores case takes the other.
		`{"id":1,"ID":"forged"}`:                    `[] 22`,
		`{"Id":"forged","id":1}`:                    `[] 22`,
		`{"ID":"forged"}`:                           `[] 15`,
		`{"id":1,"id":2}`:                           `[] 15`,
		`{"id":1,"i\u0064":2}`:                      `[] 20`,
		`{"params":{"ID":2},"id":1}`:                `["1"] 26`,
		`{"id":1} {"id":2}`:                         `[] 17`,
		`{"id":1,"x":` + deep + `}`:                 fmt.Sprintf(`[] %d`, 13+len(deep)),
		``:                                          `[] 0`,
		strings.Repeat("[", 100_000):                `[] 100000`,
		`{"id":"` + strings.Repeat("x", 300) + `"}`: `[] 309`,
		`{"id":8,"x":"` + strings.Repeat("x", 5<<20) + `"}`: "[] 5242895",
	} {
		req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		req.Header.Set("Whowasm-Request-Id", `"claimed"`)
		req.Header.Set("X-Other", "kept")
		host.RequestIDHandler(inner).ServeHTTP(httptest.NewRecorder(), req)
		if seen != want {
			t.Errorf("%.40s: got %s, want %s", body, seen, want)
		}
	}
}

// TestNothingOfASessionIsKept opens and closes 4,000 sessions and compares the heap before and after.
func TestNothingOfASessionIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("opens 4,000 sessions")
	}
	const sessions = 4_000
	payload := strings.Repeat("x", 1000)
	connect := inMemory(newServer(t, host.IdentifierFunc(func(_ context.Context, in *host.Input) (*host.Identity, error) {
		token := in.Request.Argument("token")
		return &host.Identity{UserID: token, UserData: map[string]any{"payload": payload + token}}, nil
	}), host.Options{}))
	open := func(n int) {
		for i := range n {
			if err := visit(t.Context(), connect, fmt.Sprint("user-", i), false, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	open(100)
	before := heap()
	open(sessions)
	growth := heap() - before
	for tries := 0; growth > 50*sessions && tries < 100; tries++ { // what cleans up may not have had its turn
		growth = heap() - before
	}
	t.Logf("heap after %d sessions: %+d bytes", sessions, growth)
	if growth > 50*sessions { // one kept identity would be above 1,000 bytes
		t.Errorf("%d bytes a session stayed", growth/sessions)
	}
}

// heap returns the bytes in use once everything that can go has gone.
func heap() int64 {
	for range 4 { // cleanups of one cycle free objects for the next
		goruntime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	debug.FreeOSMemory()
	var stats goruntime.MemStats
	goruntime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
