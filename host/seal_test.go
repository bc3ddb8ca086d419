package host

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/runtime/capability"
)

// handling calls a tool and returns the context of its handler.
func handling(t *testing.T, tracker *Tracker, tool, user string) (inside context.Context) {
	t.Helper()
	handler := tracker.middleware(func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result, error) {
		inside = ctx
		return new(mcp.CallToolResult), nil
	})
	_, err := handler(t.Context(), "tools/call", &mcp.CallToolRequest{Session: new(mcp.ServerSession),
		Params: &mcp.CallToolParamsRaw{
			Name: tool, Arguments: []byte(`{"token":"` + user + `"}`), Meta: mcp.Meta{mcp.MetaKeyProtocolVersion: "2026-07-28"},
		}})
	if err != nil {
		t.Fatal(err)
	}
	return inside
}

func TestSealedStates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		key := capability.Value{Text: "0123456789abcdef0123456789abcdef"}
		newTracker := func(options Options) *Tracker {
			tracker, err := NewTracker(IdentifierFunc(byToken), options)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(tracker.Close)
			return tracker
		}
		one, replica, other := newTracker(Options{Key: key}), newTracker(Options{Key: key}), newTracker(Options{})
		alice := handling(t, one, "pay", "alice")
		sealed, err := Seal(alice, []byte("step 2"))
		if err != nil {
			t.Fatal(err)
		}
		changed := []byte(sealed)
		changed[0] ^= 1 // another letter of base64, or none
		again, _ := Seal(alice, []byte("step 2"))
		if again == sealed {
			t.Error("a state is sealed alike twice")
		}
		for name, test := range map[string]struct {
			ctx   context.Context
			state string
			want  error
		}{
			"the caller":          {handling(t, one, "pay", "alice"), sealed, nil},
			"on a replica":        {handling(t, replica, "pay", "alice"), sealed, nil},
			"another caller":      {handling(t, one, "pay", "bob"), sealed, ErrState},
			"a prefix of a name":  {handling(t, one, "pay", "alic"), sealed, ErrState},
			"fields moved":        {handling(t, one, "y", `alice\u0001\u0004toolpa`), sealed, ErrState},
			"another tool":        {handling(t, one, "refund", "alice"), sealed, ErrState},
			"a process elsewhere": {handling(t, other, "pay", "alice"), sealed, ErrState},
			"nobody":              {handling(t, one, "pay", ""), sealed, ErrNobody},
			"not in a handler":    {t.Context(), sealed, ErrNobody},
			"empty":               {alice, "", ErrState},
			"cut":                 {alice, sealed[:len(sealed)-1], ErrState},
			"not base64":          {alice, "§", ErrState},
			"changed":             {alice, string(changed), ErrState},
		} {
			state, err := Open(test.ctx, test.state)
			if !errors.Is(err, test.want) || (err == nil) != (string(state) == "step 2") {
				t.Errorf("%s: %q, %v", name, state, err)
			}
		}
		time.Sleep(time.Hour)
		if _, err := Open(alice, sealed); err != nil {
			t.Errorf("within its time: %v", err)
		}
		time.Sleep(time.Millisecond)
		if _, err := Open(alice, sealed); !errors.Is(err, ErrState) {
			t.Errorf("after its time: %v", err)
		}
	})
}

func TestWrongKeys(t *testing.T) {
	for value, want := range map[capability.Value]string{
		{Text: "short"}: "host.Options.Key: it has 5 bytes; take 32 or more, random ones",
		{Text: "0123456789abcdef0123456789abcde"}: "it has 31 bytes",
		{Env: "WHOWASM_NO_SUCH_KEY"}:              "the environment variable WHOWASM_NO_SUCH_KEY is not set",
	} {
		if _, err := NewTracker(IdentifierFunc(byToken), Options{Key: value}); err == nil || !strings.Contains(err.Error(),
			want) {
			t.Errorf("%v: %v", value, err)
		}
	}
}

// TestRetriedCallsAreSeen: a module sees what a client brings back to a call that was answered with a question.
func TestRetriedCallsAreSeen(t *testing.T) {
	var in *Input
	tracker, err := NewTracker(IdentifierFunc(func(_ context.Context, input *Input) (*Identity, error) {
		in = input
		return nil, nil
	}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tracker.Close()
	handler := tracker.middleware(func(context.Context, string, mcp.Request) (mcp.Result, error) { return nil, nil })
	responses := mcp.InputResponseMap{"who": &mcp.ElicitResult{Action: "accept", Content: map[string]any{"pin": "4711"}}}
	_, err = handler(t.Context(), "tools/call", &mcp.CallToolRequest{Session: new(mcp.ServerSession),
		Params: &mcp.CallToolParamsRaw{
			Name: "pay", RequestState: "opaque", InputResponses: responses,
		}})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s %s", in.Request.Params.RequestState, in.Request.Params.InputResponses)
	if want := `opaque {"who":{"action":"accept","content":{"pin":"4711"}}}`; got != want {
		t.Errorf("the module sees %s, want %s", got, want)
	}
	if text := in.Redactor().Redact("the pin is 4711, the state opaque"); text != "the pin is [redacted], the state "+
		"[redacted]" {
		t.Errorf("a message says %q", text)
	}
}
