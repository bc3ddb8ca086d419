package host_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
)

// everyProtocol serves all versions on one URL, with bound sessions.
func everyProtocol(t *testing.T, server *mcp.Server) (url string) {
	t.Helper()
	get := func(*http.Request) *mcp.Server { return server }
	web := httptest.NewServer(host.BindSessions(host.RequestIDHandler(host.ByProtocol(
		mcp.NewStreamableHTTPHandler(get, nil),
		mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{Stateless: true}),
	))))
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	return web.URL
}

// TestEveryProtocolOnOneURL lets clients of all versions ask at once who they are: older ones in sessions of their own,
// the newest without.
func TestEveryProtocolOnOneURL(t *testing.T) {
	url := everyProtocol(t, newServer(t, echoToken(t), tokenArgument))
	var wg sync.WaitGroup
	for i, protocol := range []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28", ""} {
		for j := range 5 {
			wg.Go(func() {
				user := fmt.Sprintf("user-%d-%d", i, j)
				session, err := connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: url}, protocol)
				if err != nil {
					t.Errorf("%q: %v", protocol, err)
					return
				}
				defer session.Close()
				got, err := callWhoami(t.Context(), session, user)
				if got != user || err != nil {
					t.Errorf("%q: %s, %v", protocol, got, err)
				}
				negotiated := session.InitializeResult().ProtocolVersion
				if protocol != "" && negotiated != protocol || (session.ID() == "") != (negotiated == "2026-07-28") {
					t.Errorf("%q: negotiated %s, session %q", protocol, negotiated, session.ID())
				}
			})
		}
	}
	wg.Wait()
}

// TestByProtocol says which handler gets which request, with all of its body.
func TestByProtocol(t *testing.T) {
	var got string
	handler := func(name string) http.HandlerFunc {
		return func(_ http.ResponseWriter, req *http.Request) {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				t.Error(err)
			}
			got = fmt.Sprint(name, " ", len(body))
		}
	}
	chooser := host.ByProtocol(handler("stateful"), handler("stateless"))
	meta := func(version string) string {
		return `{"params":{"_meta":{"io.modelcontextprotocol/protocolVersion":` + version + `}}}`
	}
	large := `{"x":"` + strings.Repeat("x", 5<<20) + `"}`
	for _, test := range []struct {
		method, version, session, body, want string
	}{
		{method: "POST", body: `{"method":"initialize"}`, want: "stateful"},
		{method: "POST", version: "2025-11-25", body: meta(`"2026-07-28"`), want: "stateful"},
		{method: "POST", version: "2026-07-28", body: `{}`, want: "stateless"},
		{method: "POST", version: "2026-07-28", session: "abc", body: `{}`, want: "stateless"},
		{method: "POST", version: "2099-01-01", body: `{}`, want: "stateless"},
		{method: "POST", body: meta(`"2026-07-28"`), want: "stateless"},
		{method: "POST", body: meta(`"2025-11-25"`), want: "stateful"},
		{method: "POST", body: meta(`7`), want: "stateful"},
		{method: "POST", session: "abc", body: meta(`"2026-07-28"`), want: "stateful"},
		{method: "POST", body: `[` + meta(`"2026-07-28"`) + `]`, want: "stateful"},
		{method: "POST", body: meta(`"2026-07-28`), want: "stateful"},
		{method: "POST", body: large, want: "stateful"},
		{method: "GET", want: "stateful"},
		{method: "DELETE", session: "abc", want: "stateful"},
	} {
		req := httptest.NewRequest(test.method, "/", strings.NewReader(test.body))
		for name, value := range map[string]string{"Mcp-Protocol-Version": test.version, "Mcp-Session-Id": test.session} {
			if value != "" {
				req.Header.Set(name, value)
			}
		}
		chooser.ServeHTTP(httptest.NewRecorder(), req)
		if want := fmt.Sprint(test.want, " ", len(test.body)); got != want {
			t.Errorf("%+.100v: got %s, want %s", test, got, want)
		}
	}
}
