package host_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
)

type failingIdentifier string

func (f failingIdentifier) Identify(context.Context, *host.Input) (*host.Identity, error) {
	return nil, errors.New(string(f))
}

// TestHostileTextsInLogs calls a tool whose name a client chose, of an identifier whose error is as long: neither fills
// a log nor clears the screen of who reads it.
func TestHostileTextsInLogs(t *testing.T) {
	hostile := strings.Repeat("\x1b[2J\u202enwo\n", 1<<16)
	var log, events bytes.Buffer
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	_, err := host.Track(server, failingIdentifier(hostile), host.Options{
		Logger:     slog.New(slog.NewTextHandler(&log, nil)),
		OnIdentify: host.NewEventLog(&events).Identified,
	})
	if err != nil {
		t.Fatal(err)
	}
	toServer, toClient := mcp.NewInMemoryTransports()
	if _, err := server.Connect(t.Context(), toServer, nil); err != nil {
		t.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), toClient, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	_, _ = session.CallTool(t.Context(), &mcp.CallToolParams{Name: hostile}) // there is no such tool

	var event struct{ Tool, Error string }
	if err := json.Unmarshal(events.Bytes(), &event); err != nil {
		t.Fatalf("%v: %.200s", err, &events)
	}
	for name, text := range map[string]string{"tool": event.Tool, "error": event.Error,
		"log": strings.TrimSpace(log.String())} {
		if text == "" || len(text) > 8<<10 || strings.ContainsAny(text, "\x1b\n\u202e") || !strings.Contains(text,
			"more bytes") {
			t.Errorf("%s: %d bytes, %.200q", name, len(text), text)
		}
	}
}
