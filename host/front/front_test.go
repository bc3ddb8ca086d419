package front

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
)

// A served server runs in this process.
type served struct {
	url, address string
	server       *Server
	end          context.CancelFunc
	ended        chan error
}

// byToken knows everybody who has a token.
var byToken = host.IdentifierFunc(func(_ context.Context, in *host.Input) (*host.Identity, error) {
	if token := in.Request.Argument("token"); token != "" {
		return &host.Identity{UserID: token}, nil
	}
	return nil, nil
})

// newServer makes a server with a tool whoami.
func newServer(t *testing.T, b Bounds, identifier host.Identifier) *Server {
	t.Helper()
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	schema := map[string]any{"type": "object"}
	server.AddTool(&mcp.Tool{Name: "whoami", InputSchema: schema}, func(ctx context.Context, _ *mcp.CallToolRequest) (
		*mcp.CallToolResult, error,
	) {
		text := "You are anonymous."
		if who, ok := host.IdentityFrom(ctx); ok {
			text = "You are " + who.UserID + "."
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, nil
	})
	tracker, err := host.NewTracker(identifier, host.Options{
		CredentialPaths: []string{"request.params.arguments.token"}, Timeout: time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tracker.Close)
	bounded, err := New(server, tracker, b)
	if err != nil {
		t.Fatal(err)
	}
	return bounded
}

func serveWithin(t *testing.T, b Bounds, identifier host.Identifier) *served {
	t.Helper()
	return serve(t, b, identifier, false)
}

func serve(t *testing.T, b Bounds, identifier host.Identifier, stateless bool) *served {
	t.Helper()
	server := newServer(t, b, identifier)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	s := &served{url: "http://" + address, address: address, server: server, ended: make(chan error, 1)}
	var ctx context.Context
	ctx, s.end = context.WithCancel(t.Context())
	go func() { s.ended <- server.Serve(ctx, listener, server.Handler(stateless)) }()
	return s
}

// within is a deadline that only bounds a hang.
const within = time.Minute

// client makes a session with a connection of its own. It opens no event stream.
func (s *served) client(t *testing.T) *mcp.ClientSession {
	t.Helper()
	session, err := s.connect(t)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	if err := session.Ping(t.Context(), nil); err != nil { // the server has read what came before
		t.Fatal(err)
	}
	return session
}

func (s *served) connect(t *testing.T) (*mcp.ClientSession, error) {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return connect(t.Context(), &mcp.StreamableClientTransport{
		Endpoint: s.url, HTTPClient: &http.Client{Transport: transport,
			Timeout: within}, DisableStandaloneSSE: true, MaxRetries: -1,
	}, "2025-11-25")
}

func connect(ctx context.Context, transport mcp.Transport, protocol string) (*mcp.ClientSession, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil)
	return client.Connect(ctx, transport, &mcp.ClientSessionOptions{ProtocolVersion: protocol})
}

func whoIs(ctx context.Context, session *mcp.ClientSession, token string) (string, error) {
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

func (s *served) request(t *testing.T, method string, body io.Reader, header ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/json, text/event-stream")
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// stream opens the event stream of a session, and returns it once it has begun.
func (s *served) stream(t *testing.T, session *mcp.ClientSession) *bufio.Reader {
	t.Helper()
	lines := bufio.NewReader(s.request(t, http.MethodGet, nil, "Mcp-Session-Id", session.ID()).Body)
	if line, err := lines.ReadString('\n'); line != ": ok\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return lines
}

// TestForeignOrigins sends requests as pages of other origins do.
func TestForeignOrigins(t *testing.T) {
	s := serveWithin(t, Default, byToken)
	for _, method := range []string{http.MethodPost, http.MethodGet, http.MethodDelete} {
		for _, test := range []struct {
			header []string
			is403  bool
		}{
			{[]string{"Origin", "https://evil.example"}, true},
			{[]string{"Origin", "null"}, true},
			{[]string{"Origin", s.url + "1"}, true},
			{[]string{"Origin", s.url, "Sec-Fetch-Site", "cross-site"}, true},
			{[]string{"Origin", s.url, "Sec-Fetch-Site", "same-site"}, true},
			{[]string{"Origin", s.url}, false},
			{[]string{"Origin", s.url, "Sec-Fetch-Site", "same-origin"}, false},
			{nil, false},
		} {
			got := s.request(t, method, strings.NewReader("{}"), test.header...).StatusCode
			if (got == http.StatusForbidden) != test.is403 {
				t.Errorf("%s, %v: status %d", method, test.header, got)
			}
		}
	}
}

// TestSessionsMakeWay opens more sessions than there may be: those of unknown callers go first, and none at once.
func TestSessionsMakeWay(t *testing.T) {
	b := Default
	b.Sessions = 4
	s := serveWithin(t, b, byToken)
	var passed atomic.Int64
	s.server.sessions.now = func() time.Time { return time.Unix(passed.Load(), 0) }
	pass := func(d time.Duration) { passed.Add(int64(d / time.Second)) }
	is := func(session *mcp.ClientSession, token string, alive bool) {
		t.Helper()
		if got, err := whoIs(t.Context(), session, token); (err == nil) != alive {
			t.Errorf("%s %s: %s, %v", session.ID(), token, got, err)
		}
	}
	known, first, second, third := s.client(t), s.client(t), s.client(t), s.client(t)
	is(known, "alice", true)
	pass(time.Second)
	is(first, "", true)
	is(second, "", true)
	if _, err := s.connect(t); err == nil {
		t.Error("there was room for a fifth session")
	}
	response := s.request(t, http.MethodPost,
		strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`))
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, %v", response.StatusCode, response.Header)
	}
	pass(time.Second) // the third one has been idle for two
	fifth := s.client(t)
	is(fifth, "", true)
	is(third, "", false)
	is(known, "alice", true)
	is(first, "", true)
	// Whoever opens sessions and does not say who they are cannot end those of others.
	for range 20 {
		pass(minIdle)
		s.client(t)
	}
	is(known, "alice", true)
	is(first, "", false)
	// A known caller's session goes when all are known callers'.
	for _, name := range []string{"bob", "carol", "dave"} {
		is(s.client(t), name, true)
		pass(minIdleIdentified)
	}
	is(s.client(t), "eve", true)
	is(known, "alice", false)
}

// TestManySessions opens hundreds of sessions at once where there may be few.
func TestManySessions(t *testing.T) {
	b := Default
	b.Sessions = 8
	s := serveWithin(t, b, byToken)
	ended := make(chan struct{})
	for range 8 {
		go func() {
			defer func() { ended <- struct{}{} }()
			for range 40 {
				_, _ = s.connect(t) // some are told to come back
			}
		}()
	}
	for range 8 {
		<-ended
	}
	count := 0
	for range s.server.Sessions() {
		count++
	}
	if count == 0 || count > b.Sessions || len(s.server.sessions.used) > 10*b.Sessions {
		t.Errorf("%d sessions are open, %d are known", count, len(s.server.sessions.used))
	}
}

// TestIdleSessionsEnd waits for it.
func TestIdleSessionsEnd(t *testing.T) {
	b := Default
	b.SessionIdle = time.Millisecond
	s := serveWithin(t, b, byToken)
	const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",` +
		`"capabilities":{},"clientInfo":{"name":"c","version":"1"}}}`
	ended := s.request(t, http.MethodPost, strings.NewReader(initialize)).Header.Get("Mcp-Session-Id")
	for range s.server.Sessions() { // those that are still there
		for session := range s.server.Sessions() {
			_ = session.Wait()
		}
	}
	status := func() int { return s.request(t, http.MethodGet, nil, "Mcp-Session-Id", ended).StatusCode }
	deadline := time.Now().Add(time.Minute) // the handler forgets it a little later
	for got := status(); got != http.StatusNotFound; got = status() {
		if time.Now().After(deadline) {
			t.Fatalf("status %d", got)
		}
	}
}

// TestSlowBodies sends bodies that never end, and sees that an event stream outlives them.
func TestSlowBodies(t *testing.T) {
	b := Default
	b.Transfer = 100 * time.Millisecond
	s := serveWithin(t, b, byToken)
	session := s.client(t)
	stream := s.stream(t, session)
	for _, head := range []string{
		"POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: */*\r\nContent-Length: 1000\r\n\r\n{",
		"POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: */*\r\nTransfer-Encoding: " +
			"chunked\r\n\r\n1\r\n{\r\n",
		"POST / HTTP/1.1\r\nHost: %s\r\nOrigin: https://evil.example\r\nContent-Length: 1000\r\n\r\n{",
		"POST /?sessionid=x HTTP/1.1\r\nHost: %s\r\nMcp-Session-Id: x\r\nContent-Length: 1000\r\n\r\n{",
	} {
		connection, err := net.Dial("tcp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		fmt.Fprintf(connection, head, s.address)
		connection.SetDeadline(time.Now().Add(within))
		if _, err := io.Copy(io.Discard, connection); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%.40q: the connection was held", head)
		}
	}
	//lint:ignore SA1019 older versions have it
	if err := session.SetLoggingLevel(t.Context(), &mcp.SetLoggingLevelParams{Level: "info"}); err != nil {
		t.Fatal(err)
	}
	for there := range s.server.Sessions() {
		//lint:ignore SA1019 older versions have it
		if err := there.Log(t.Context(), &mcp.LoggingMessageParams{Level: "info", Data: "still here"}); err != nil {
			t.Error(err)
		}
	}
	for {
		line, err := stream.ReadString('\n')
		if strings.Contains(line, "still here") {
			break
		}
		if err != nil {
			t.Fatal("the event stream was cut:", err)
		}
	}
}

// TestSilentConnectionsMakeWay holds more connections than there may be, some with a part of a request.
func TestSilentConnectionsMakeWay(t *testing.T) {
	b := Default
	b.Connections = 4
	s := serveWithin(t, b, byToken)
	var held []net.Conn
	for i := range 12 {
		connection, err := net.Dial("tcp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		fmt.Fprint(connection, []string{"", "POST / HT",
			"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"}[i%3])
		held = append(held, connection)
	}
	session := s.client(t)
	if got, err := whoIs(t.Context(), session, "alice"); got != "You are alice." {
		t.Error(got, err)
	}
	held[0].SetDeadline(time.Now().Add(within))
	if _, err := io.Copy(io.Discard, held[0]); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the first one is still there")
	}
}

// TestBusyConnectionsStay lets a new connection wait until one of those that have work is free.
func TestBusyConnectionsStay(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limited := limitConnections(listener, 1)
	accepted := make(chan *connection)
	go func() {
		defer close(accepted)
		for {
			c, err := limited.Accept()
			if err != nil {
				return
			}
			c.(*connection).is(waiting)
			accepted <- c.(*connection)
		}
	}()
	for range 2 {
		c, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	first := <-accepted
	select {
	case <-accepted:
		t.Fatal("a busy connection made way")
	default:
	}
	first.is(silent)
	second := <-accepted
	if _, err := first.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the first connection: %v", err)
	}
	second.Close()
	limited.Close()
	<-accepted
}

// TestOldestStreamEnds opens more event streams than there may be.
func TestOldestStreamEnds(t *testing.T) {
	b := Default
	b.Connections = 4
	s := serveWithin(t, b, byToken)
	first := s.stream(t, s.client(t))
	for range 2 {
		s.stream(t, s.client(t))
	}
	if _, err := io.Copy(io.Discard, first); err != nil {
		t.Error("the first stream:", err)
	}
}

// TestStreamsOfMessages opens event streams by a message, also where the version of the protocol has none. The oldest
// makes way, and none holds up the end of the server.
func TestStreamsOfMessages(t *testing.T) {
	b := Default
	b.Connections, b.Drain = 4, within
	s := serve(t, b, byToken, true)
	const meta = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",` +
		`"io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}`
	listen := func(meta string, header ...string) *bufio.Reader {
		body := `{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen",` +
			`"params":{"notifications":{"toolsListChanged":true}` + meta + `}}`
		lines := bufio.NewReader(s.request(t, http.MethodPost, strings.NewReader(body), header...).Body)
		for {
			line, err := lines.ReadString('\n')
			if strings.Contains(line, "acknowledged") {
				return lines
			}
			if err != nil {
				t.Fatalf("%q, %v", line, err)
			}
		}
	}
	oldest := listen("")
	second := listen(","+meta, "Mcp-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen")
	third := listen("", "Mcp-Protocol-Version", "2025-11-25")
	if _, err := io.Copy(io.Discard, oldest); err != nil {
		t.Error("the oldest stream:", err)
	}
	s.end()
	for _, stream := range []*bufio.Reader{second, third} {
		if _, err := io.Copy(io.Discard, stream); err != nil {
			t.Error("at the end:", err)
		}
	}
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

// TestDrain ends a server while a call runs: its event stream ends, the call does not.
func TestDrain(t *testing.T) {
	running, goOn := make(chan struct{}), make(chan struct{})
	b := Default
	b.Drain = within
	s := serveWithin(t, b, host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
		close(running)
		<-goOn
		return &host.Identity{UserID: "alice"}, nil
	}))
	session := s.client(t)
	stream := s.stream(t, session)
	answer := make(chan string)
	go func() {
		got, err := whoIs(t.Context(), session, "alice")
		answer <- fmt.Sprint(got, " ", err)
	}()
	<-running
	idle, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	s.end()
	if _, err := io.Copy(io.Discard, stream); err != nil {
		t.Error("the stream:", err)
	}
	if _, err := io.Copy(io.Discard, idle); err != nil {
		t.Log("the idle connection:", err) // closed either way
	}
	if _, err := net.Dial("tcp", s.address); err == nil {
		t.Error("there are new connections")
	}
	close(goOn)
	if got := <-answer; got != "You are alice. <nil>" {
		t.Error(got)
	}
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

// TestDrainEnds does not wait for a call that never ends.
func TestDrainEnds(t *testing.T) {
	running, goOn := make(chan struct{}), make(chan struct{})
	defer close(goOn)
	b := Default
	b.Drain = time.Millisecond
	s := serveWithin(t, b, host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
		close(running)
		<-goOn
		return nil, nil
	}))
	session := s.client(t)
	go whoIs(t.Context(), session, "alice")
	<-running
	s.end()
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

// TestStatelessForAll serves no sessions to clients of any version.
func TestStatelessForAll(t *testing.T) {
	web := httptest.NewServer(newServer(t, Default, byToken).Handler(true))
	defer web.Close()
	for _, protocol := range []string{"2025-06-18", "2025-11-25", "2026-07-28"} {
		session, err := connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: web.URL}, protocol)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := whoIs(t.Context(), session, "alice"); got != "You are alice." || session.ID() != "" {
			t.Errorf("%s: %s, %v, session %q", protocol, got, err, session.ID())
		}
		session.Close()
	}
}
