package host_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
)

// bound serves both HTTP transports with sessions that are bound to their callers: streamable HTTP on /mcp, SSE on
// /sse, and the same behind a verifier, which knows the user of a token from what stands before its last dash, on
// /verified/….
func bound(t *testing.T) (url string) {
	t.Helper()
	server := newServer(t, host.IdentifierFunc(func(_ context.Context, in *host.Input) (*host.Identity, error) {
		token := in.Request.Argument("token")
		if token == "" {
			token = "nobody in particular"
		}
		return &host.Identity{UserID: token}, nil
	}), tokenArgument)
	get := func(*http.Request) *mcp.Server { return server }
	streamable := host.BindSessions(mcp.NewStreamableHTTPHandler(get,
		&mcp.StreamableHTTPOptions{EventStore: mcp.NewMemoryEventStore(nil)}))
	events := host.BindSessions(mcp.NewSSEHandler(get, nil))
	verify := auth.RequireBearerToken(func(_ context.Context, token string, _ *http.Request) (*auth.TokenInfo, error) {
		user, _, _ := strings.Cut(token, "-")
		return &auth.TokenInfo{UserID: user, Expiration: time.Now().Add(time.Hour)}, nil
	}, nil)
	mux := http.NewServeMux()
	mux.Handle("/mcp", streamable)
	mux.Handle("/sse", events)
	mux.Handle("/verified/mcp", verify(streamable))
	mux.Handle("/verified/sse", verify(events))
	web := httptest.NewServer(mux)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	return web.URL
}

// A trespasser is a caller with a header of their own, or none.
type trespasser struct{ authorization string }

// status sends a request and returns the answer's status. A stream that begins counts.
func (c trespasser) status(t *testing.T, method, url string, header ...string) int {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, url,
		strings.NewReader(`{"jsonrpc":"2.0","id":99,"method":"ping"}`))
	if err != nil {
		t.Error(err)
		return 0
	}
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Content-Type", "application/json")
	if c.authorization != "" {
		req.Header.Set("Authorization", c.authorization)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	response, err := pooled.RoundTrip(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}

// ways are what one can do with the id of a streamable session.
func ways(id string) [][]string {
	return [][]string{
		{http.MethodGet, "Mcp-Session-Id", id},
		{http.MethodGet, "Mcp-Session-Id", id, "Last-Event-ID", "_0"},
		{http.MethodPost, "Mcp-Session-Id", id},
		{http.MethodDelete, "Mcp-Session-Id", id},
	}
}

func open(t *testing.T, url, bearer string) *mcp.ClientSession {
	t.Helper()
	session, err := connect(t.Context(), &mcp.StreamableClientTransport{
		Endpoint: url, HTTPClient: &http.Client{Transport: withBearer(bearer)}, DisableStandaloneSSE: true,
	}, "2025-11-25")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

// TestSessionIsItsCallers tries to listen to another caller's session, to speak in it and to end it.
func TestSessionIsItsCallers(t *testing.T) {
	for path, mallory := range map[string]trespasser{"/mcp": {"Bearer mallory"}, "/verified/mcp": {"Bearer mallory-1"}} {
		url := bound(t) + path
		alice := open(t, url, "alice-1")
		id := alice.ID()
		inner, _, signed := strings.Cut(id, ".")
		if !signed {
			t.Fatalf("%s is the handler's own id", id)
		}
		callers := []trespasser{mallory}
		if path == "/mcp" {
			callers = append(callers, trespasser{}, trespasser{"bearer alice-1"}, trespasser{"Bearer alice-2"})
		}
		for _, caller := range callers {
			for _, claim := range []string{id, inner, inner + ".", inner + ".AAAAAAAAAAAAAAAAAAAAAA", id + "A", "." + id} {
				for _, way := range ways(claim) {
					if got := caller.status(t, way[0], url, way[1:]...); got != http.StatusNotFound {
						t.Errorf("%s: %q, %v: status %d", path, caller.authorization, way, got)
					}
				}
			}
		}
		if got, err := callWhoami(t.Context(), alice, "alice"); got != "alice" || err != nil {
			t.Errorf("%s: afterwards: %s, %v", path, got, err)
		}
		owner := trespasser{"Bearer alice-1"}
		for _, way := range ways(id) {
			want := map[string]int{http.MethodDelete: http.StatusNoContent}[way[0]]
			if got := owner.status(t, way[0], url, way[1:]...); want != 0 && got != want || got == http.StatusNotFound {
				t.Errorf("%s: the owner, %v: status %d", path, way, got)
			}
		}
		if got := owner.status(t, http.MethodGet, url, "Mcp-Session-Id", id); got != http.StatusNotFound {
			t.Errorf("%s: a session that has ended: status %d", path, got)
		}
	}
}

// TestVerifiedUserKeepsTheSession refreshes a token within a session: a verified user goes on, a header that nobody has
// verified is another caller.
func TestVerifiedUserKeepsTheSession(t *testing.T) {
	url := bound(t)
	refreshed := trespasser{"Bearer alice-2"}
	verified := open(t, url+"/verified/mcp", "alice-1")
	if got := refreshed.status(t, http.MethodPost, url+"/verified/mcp", "Mcp-Session-Id",
		verified.ID()); got != http.StatusOK {
		t.Errorf("verified: status %d", got)
	}
	header := open(t, url+"/mcp", "alice-1")
	if got := refreshed.status(t, http.MethodPost, url+"/mcp", "Mcp-Session-Id", header.ID()); got != http.StatusNotFound {
		t.Errorf("unverified: status %d", got)
	}
	// A header cannot pass for a user.
	if got := refreshed.status(t, http.MethodPost, url+"/mcp", "Mcp-Session-Id",
		verified.ID()); got != http.StatusNotFound {
		t.Errorf("a header in a user's session: status %d", got)
	}
}

// endpoint opens an SSE session and returns where messages go, once the server has said so.
func endpoint(t *testing.T, url, path, bearer string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := withBearer(bearer).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return url + data
		}
	}
	t.Fatal("the stream has no endpoint")
	return ""
}

// TestSSESessionIsItsCallers posts messages to another caller's SSE session.
func TestSSESessionIsItsCallers(t *testing.T) {
	url := bound(t)
	for path, mallory := range map[string]trespasser{"/sse": {"Bearer mallory"}, "/verified/sse": {"Bearer mallory-1"}} {
		to := endpoint(t, url, path, "alice-1")
		end := strings.LastIndex(to, ".")
		for _, address := range []string{to, to[:end], to + "A", strings.Replace(to, "sessionid=", "sessionid=x&sessionid=",
			1)} {
			if got := mallory.status(t, http.MethodPost, address); got != http.StatusNotFound {
				t.Errorf("%s: status %d", address, got)
			}
		}
		if got := (trespasser{"Bearer alice-1"}).status(t, http.MethodPost, to); got != http.StatusAccepted {
			t.Errorf("the owner: status %d", got)
		}
	}
	session, err := connect(t.Context(), &mcp.SSEClientTransport{Endpoint: url + "/sse",
		HTTPClient: &http.Client{Transport: withBearer("alice")}}, "2025-11-25")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if got, err := callWhoami(t.Context(), session, "alice"); got != "alice" || err != nil {
		t.Errorf("a client: %s, %v", got, err)
	}
}

// TestBoundSessionsOfManyUsers lets users work at once, each of whom also tries the sessions of the others.
func TestBoundSessionsOfManyUsers(t *testing.T) {
	const users = 40
	url := bound(t) + "/mcp"
	sessions := make([]*mcp.ClientSession, users)
	for i := range sessions {
		sessions[i] = open(t, url, fmt.Sprint("user-", i))
	}
	var wg sync.WaitGroup
	for i, session := range sessions {
		wg.Go(func() {
			name := fmt.Sprint("user-", i)
			for _, other := range sessions {
				want := http.StatusNotFound
				if other == session {
					want = http.StatusOK
				}
				if got := (trespasser{"Bearer " + name}).status(t, http.MethodPost, url, "Mcp-Session-Id",
					other.ID()); got != want {
					t.Errorf("%s: status %d", name, got)
				}
			}
			if got, err := callWhoami(t.Context(), session, name); got != name || err != nil {
				t.Errorf("%s: %s, %v", name, got, err)
			}
		})
	}
	wg.Wait()
}

// TestBoundResponses looks at what goes out for handlers that write in other ways than the Go SDK's.
func TestBoundResponses(t *testing.T) {
	const event = "event: endpoint\ndata: /sse?sessionid=abc\n\nmore"
	stream := func(pieces ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			for _, piece := range pieces {
				if n, err := io.WriteString(w, piece); n != len(piece) || err != nil {
					t.Error(n, err)
				}
				w.(http.Flusher).Flush()
			}
		}
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		body    string // with the signature as *
		id      bool   // in the header
	}{
		"in pieces": {handler: stream(strings.Split(event, "")...),
			body: "event: endpoint\ndata: /sse?sessionid=abc*\n\nmore"},
		"not whole":       {handler: stream("event: endpoint\n"), body: "event: endpoint\n"},
		"another event":   {handler: stream(": ok\n\n", event), body: ": ok\n\n" + event},
		"other line ends": {handler: stream("event: endpoint\r\n"), body: "event: endpoint\r\n"},
		"a long event":    {handler: stream(strings.Repeat("x", 9000), event), body: strings.Repeat("x", 9000) + event},
		"no stream":       {handler: func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, event) }, body: event},
		"nothing": {handler: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Mcp-Session-Id", "abc") },
			id: true},
		"a status": {handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Mcp-Session-Id", "abc")
			w.WriteHeader(202)
		}, id: true},
		"an informational": {handler: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(103)
			w.Header().Set("Mcp-Session-Id", "abc")
		}, id: true},
	} {
		t.Run(name, func(t *testing.T) {
			recorder := httptest.NewRecorder()
			host.BindSessions(test.handler).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/sse", nil))
			body := recorder.Body.String()
			if before, after, ok := strings.Cut(body, "sessionid=abc."); ok {
				body = before + "sessionid=abc*" + after[22:]
			}
			if body != test.body {
				t.Errorf("body %.200q", body)
			}
			if id := recorder.Header().Get("Mcp-Session-Id"); strings.HasPrefix(id, "abc.") != test.id {
				t.Errorf("id %q", id)
			}
		})
	}
}
