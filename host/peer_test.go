//lint:file-ignore SA1019 what protocol 2026-07-28 deprecates is documented, and works with earlier versions

package host_test

import (
	"context"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
)

// TestModuleSpeaksWithTheClient lets a module send a notification and a request to the client of a call, over each kind
// of connection: those that do not allow it say so.
func TestModuleSpeaksWithTheClient(t *testing.T) {
	engine, err := runtime.New(t.Context(), runtime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	module, err := engine.LoadFile(t.Context(), "../testdata/guests/roots.wasm", runtime.Policy{
		Capabilities: capability.Policy{Notify: []string{"notifications/message"}, Request: []string{"roots/list"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(t, module, host.Options{})
	stateful := serveHTTP(t, server, nil)
	stateless := serveHTTP(t, server, &mcp.StreamableHTTPOptions{Stateless: true})
	for name, test := range map[string]struct {
		transport func() mcp.Transport
		protocol  string
		who       string
	}{
		"in memory":             {inMemoryTransport(t, server), "2025-11-25", "roots"},
		"in memory, 2026-07-28": {inMemoryTransport(t, server), "2026-07-28", "none"},
		"stateful HTTP":         {httpTransport(stateful), "2025-11-25", "roots"},
		"stateless HTTP":        {httpTransport(stateless), "2025-11-25", "none"},
		"HTTP, 2026-07-28":      {httpTransport(stateless), "2026-07-28", "none"},
	} {
		t.Run(name, func(t *testing.T) {
			told := make(chan any, 8)
			client := mcp.NewClient(&mcp.Implementation{Name: "test-client", Version: "2"}, &mcp.ClientOptions{
				LoggingMessageHandler: func(_ context.Context, req *mcp.LoggingMessageRequest) { told <- req.Params.Data },
			})
			client.AddRoots(&mcp.Root{URI: "file:///home/alice"})
			session, err := client.Connect(t.Context(), test.transport(),
				&mcp.ClientSessionOptions{ProtocolVersion: test.protocol})
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			if test.who == "roots" {
				if err := session.SetLoggingLevel(t.Context(), &mcp.SetLoggingLevelParams{Level: "info"}); err != nil {
					t.Fatal(err)
				}
			}
			who, err := callWhoami(t.Context(), session, "")
			if err != nil || who != test.who {
				t.Fatalf("got %q, %v, want %q", who, err, test.who)
			}
			if test.who == "roots" {
				select {
				case data := <-told:
					if data != "who are you?" {
						t.Errorf("the client was told %v", data)
					}
				case <-time.After(time.Minute):
					t.Error("the client was told nothing")
				}
			}
		})
	}
}

func inMemoryTransport(t *testing.T, server *mcp.Server) func() mcp.Transport {
	return func() mcp.Transport {
		client, there := mcp.NewInMemoryTransports()
		if _, err := server.Connect(t.Context(), there, nil); err != nil {
			t.Fatal(err)
		}
		return client
	}
}

func httpTransport(url string) func() mcp.Transport {
	return func() mcp.Transport { return &mcp.StreamableClientTransport{Endpoint: url} }
}
