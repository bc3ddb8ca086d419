// Package clients has the tests of mark3labs/mcp-go against `whowasm serve`: over HTTP with sessions, over HTTP
// without, and over stdio. Each caller must always be told who it is itself, and see a denial as the error of its call.
// Run them on a built command:
//
//	go build -o /tmp/whowasm ./cmd/whowasm
//	cd testdata/clients/go && WHOWASM=/tmp/whowasm go test .
package clients

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/mcp"
)

const (
	newest = "2026-07-28"
	older  = "2025-11-25"
)

// A caller has an argument, and is known by it, or is nobody.
type caller struct {
	arguments map[string]any
	user      string
}

var (
	alice    = caller{map[string]any{"token": "tok-alice-5f2c"}, "u-alice"}
	acme     = caller{map[string]any{"apiKey": "key-acme-77aa"}, "acct-acme"}
	nobody   = caller{map[string]any{}, ""}
	stranger = caller{map[string]any{"token": "tok-wrong-0000"}, ""}
)

func program(t *testing.T) string {
	t.Helper()
	path := os.Getenv("WHOWASM")
	if path == "" {
		t.Fatal("WHOWASM must be the path of a built whowasm command")
	}
	return path
}

// serving starts an HTTP server, which must end well with the test, and returns its URL.
func serving(t *testing.T, flags ...string) string {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"serve", "--json", "--addr", "127.0.0.1:0"}, flags...)...)
	cmd.Stderr = t.Output()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Error("the server ended with", err)
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	var served struct{ URL string }
	if err != nil || json.Unmarshal([]byte(line), &served) != nil {
		t.Fatal(line, err)
	}
	return served.URL
}

// A connector connects with a version of the protocol.
type connector func(t *testing.T) *client.Client

func overHTTP(url, protocol string) connector {
	return func(t *testing.T) *client.Client {
		c, err := client.NewStreamableHttpClient(url)
		return initialized(t, c, err, protocol)
	}
}

func overStdio(t *testing.T, flags ...string) connector {
	path := program(t)
	return func(t *testing.T) *client.Client {
		c, err := client.NewStdioMCPClient(path, nil, append([]string{"serve", "--stdio"}, flags...)...)
		return initialized(t, c, err, "")
	}
}

func initialized(t *testing.T, c *client.Client, err error, protocol string) *client.Client {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	var hello mcp.InitializeRequest
	hello.Params.ProtocolVersion = protocol
	hello.Params.ClientInfo = mcp.Implementation{Name: "whowasm-clients", Version: "1"}
	if _, err := c.Initialize(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	if protocol != "" && c.ProtocolVersion() != protocol {
		t.Errorf("negotiated %s, want %s", c.ProtocolVersion(), protocol)
	}
	return c
}

// ask calls whoami. A call that is never answered fails its test rather than holding it up.
func ask(t *testing.T, c *client.Client, who caller) (user string, cached bool, err error) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var call mcp.CallToolRequest
	call.Params.Name, call.Params.Arguments = "whoami", who.arguments
	result, err := c.CallTool(ctx, call)
	if err != nil {
		return "", false, err
	}
	text, err := json.Marshal(result.StructuredContent)
	if err != nil {
		return "", false, err
	}
	var answer struct {
		UserID string
		Cached bool
	}
	err = json.Unmarshal(text, &answer)
	return answer.UserID, answer.Cached, err
}

func is(t *testing.T, c *client.Client, who caller) (cached bool) {
	t.Helper()
	user, cached, err := ask(t, c, who)
	if user != who.user || err != nil {
		t.Errorf("%v is told to be %q, %v", who, user, err)
	}
	return cached
}

func TestCallersAreThemselves(t *testing.T) {
	url, stateless := serving(t), serving(t, "--stateless")
	for name, connect := range map[string]connector{
		"HTTP with sessions":                 overHTTP(url, older),
		"HTTP without sessions":              overHTTP(url, newest),
		"HTTP, whatever the client likes":    overHTTP(url, ""),
		"stateless HTTP, an older version":   overHTTP(stateless, older),
		"stateless HTTP, the newest version": overHTTP(stateless, newest),
		"stdio":                              overStdio(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := connect(t)
			for _, who := range []caller{alice, acme, nobody, stranger, alice} {
				is(t, c, who)
			}
			if !is(t, c, alice) {
				t.Error("the answer was not kept")
			}
			var wg sync.WaitGroup
			for i := range 60 {
				wg.Go(func() { is(t, c, []caller{alice, acme, nobody}[i%3]) })
			}
			wg.Wait()
			if name == "stdio" {
				return
			}
			for i := range 20 {
				c := connect(t)
				wg.Go(func() {
					for range 5 {
						is(t, c, []caller{alice, acme, nobody}[i%3])
					}
				})
			}
			wg.Wait()
		})
	}
}

// TestDenial sees the denial as the error of its call, once, and goes on with the connection. The client shows an
// error's message, and not its code.
func TestDenial(t *testing.T) {
	for name, connect := range map[string]func(t *testing.T, flags ...string) connector{
		"HTTP with sessions": func(t *testing.T, flags ...string) connector {
			return overHTTP(serving(t, flags...),
				older)
		},
		"HTTP without sessions": func(t *testing.T, flags ...string) connector {
			return overHTTP(serving(t, flags...),
				newest)
		},
		"stdio": overStdio,
	} {
		t.Run(name, func(t *testing.T) {
			events := filepath.Join(t.TempDir(), "events.jsonl")
			c := connect(t, "--deny", "--events", events)(t)
			is(t, c, alice)
			for range 3 {
				if _, _, err := ask(t, c, stranger); err == nil || !strings.Contains(err.Error(),
					"denied: the caller could not be identified") {
					t.Error(err)
				}
			}
			is(t, c, alice)
			want := []string{"identified", "denied", "denied", "denied", "identified"}
			if got := outcomes(t, events); !slices.Equal(got, want) {
				t.Errorf("the server was called with %v, want %v", got, want)
			}
		})
	}
}

// outcomes returns what came of each call.
func outcomes(t *testing.T, events string) (outcomes []string) {
	t.Helper()
	text, err := os.ReadFile(events)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var event struct{ Event, Outcome string }
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatal(fmt.Errorf("%q: %w", line, err))
		}
		if event.Event == "call" {
			outcomes = append(outcomes, event.Outcome)
		}
	}
	return outcomes
}
