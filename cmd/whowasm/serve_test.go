package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestWrongBounds says which flag is wrong.
func TestWrongBounds(t *testing.T) {
	for _, args := range [][]string{
		{"--max-sessions", "0"}, {"--session-idle", "-1s"}, {"--max-connections", "1"}, {"--transfer-timeout",
			"0s"}, {"--drain", "-1s"},
	} {
		out, err := output(t, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
		if err == nil || !strings.Contains(out, args[0]+" "+args[1]+": want at least") {
			t.Errorf("%v: %v, %s", args, err, out)
		}
	}
}

// output runs the program to its end and returns what it prints.
func output(t *testing.T, args ...string) (string, error) {
	cmd := whowasm(t, args...)
	cmd.Stderr = nil
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// whoIs calls whoami with a token and returns its text.
func whoIs(ctx context.Context, session *mcp.ClientSession, token string) (string, error) {
	params := &mcp.CallToolParams{Name: "whoami", Arguments: map[string]any{"token": token}}
	result, err := session.CallTool(ctx, params)
	if err != nil {
		return "", err
	}
	return result.Content[0].(*mcp.TextContent).Text, nil
}

// A disk is full for a while.
type disk struct {
	bytes.Buffer
	room int // -1 for enough
}

func (d *disk) Write(p []byte) (int, error) {
	if d.room < 0 {
		return d.Buffer.Write(p)
	}
	n, _ := d.Buffer.Write(p[:min(len(p), d.room)])
	d.room -= n
	if n < len(p) {
		return n, errors.New("no space left")
	}
	return n, nil
}

// TestEventsOnAFullDisk tells once that events are lost, and once that they are written again.
func TestEventsOnAFullDisk(t *testing.T) {
	var log bytes.Buffer
	d := &disk{room: 12}
	events := &eventWriter{to: d, logger: newLogger(&log)}
	for i := range 10 {
		if i == 7 {
			d.room = -1
		}
		fmt.Fprintf(events, "{\"event\":%d}\n", i)
	}
	events.end()
	if want := "{\"event\":0}\n{\"event\":7}\n{\"event\":8}\n{\"event\":9}\n"; d.String() != want {
		t.Errorf("%q", d.String())
	}
	for text, count := range map[string]int{"events are being lost": 1, "written again": 1, "events were lost": 1,
		"count=6": 1} {
		if strings.Count(log.String(), text) != count {
			t.Errorf("%q does not stand there %d times:\n%s", text, count, log.String())
		}
	}
}

// TestTornEvent ends a line that was written in part before it writes another one.
func TestTornEvent(t *testing.T) {
	d := &disk{room: 3}
	events := &eventWriter{to: d, logger: slog.New(slog.DiscardHandler)}
	io.WriteString(events, "first\n")
	d.room = -1
	io.WriteString(events, "second\n")
	if d.String() != "fir\nsecond\n" {
		t.Errorf("%q", d.String())
	}
}

// TestServeOnAFullDisk serves with a file that takes nothing.
func TestServeOnAFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full")
	}
	var log bytes.Buffer
	t.Run("serving", func(t *testing.T) {
		session, err := connectClient(t.Context(), &mcp.StreamableClientTransport{Endpoint: servingTo(t, &log, nil,
			"--events", "/dev/full")}, "")
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		for range 3 {
			if _, err := whoIs(t.Context(), session, "tok-alice-5f2c"); err != nil {
				t.Error(err)
			}
		}
	})
	for text, count := range map[string]int{"events are being lost": 1, "no space left": 1,
		"events were lost\" count=4": 1} {
		if strings.Count(log.String(), text) != count {
			t.Errorf("%q does not stand there %d times:\n%s", text, count, log.String())
		}
	}
}

// TestPolicyIsReadOnce reads it from a pipe, which has it once.
func TestPolicyIsReadOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs /dev/stdin")
	}
	url := servingTo(t, t.Output(), strings.NewReader("on_failure: deny\n"), "--policy", "/dev/stdin")
	session, err := connectClient(t.Context(), &mcp.StreamableClientTransport{Endpoint: url}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if got, err := whoIs(t.Context(), session, "wrong"); err == nil {
		t.Errorf("the call was not denied: %s", got)
	}
}
