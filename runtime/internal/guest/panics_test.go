package guest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/whowasm/whowasm/runtime/panics"
)

// A panickingPeer is a client that the host cannot speak with.
type panickingPeer struct{}

func (panickingPeer) Notify(context.Context, string, json.RawMessage) error { panic("a secret") }

func (panickingPeer) Request(context.Context, string, json.RawMessage) (json.RawMessage, error) {
	var missing *panickingClient
	return nil, missing.err
}

type panickingClient struct{ err error }

// TestPanicsInAHostFunction: they are the host's fault, not the guest's, and nothing of what was panicked with is
// shown.
func TestPanicsInAHostFunction(t *testing.T) {
	log := new(bytes.Buffer)
	engine := newTestEngine(t, slog.New(slog.NewTextHandler(log, nil)))
	c := newTestCall(t, WithPeer(t.Context(), panickingPeer{}), engine, importable(), testPolicy{capabilities: everything})
	for _, test := range []struct{ name, message, want string }{
		{"notify", `{"method":"notifications/message"}`,
			"a panic of the host while serving a guest's notify: a value of type string"},
		{"request", `{"method":"ping"}`,
			"while serving a guest's request: runtime error: invalid memory address or nil pointer dereference"},
	} {
		c.Instance().Memory().Write(1024, []byte(test.message))
		_, err := c.do(test.name, 1024, uint64(len(test.message)))
		failure := c.failure(err)
		var fault *panics.Error
		if !errors.As(failure, &fault) || !strings.Contains(failure.Error(), test.want) || strings.Contains(failure.Error(),
			"secret") {
			t.Errorf("%s: %v", test.name, failure)
		}
		if n := strings.Count(log.String(), "a panic was caught"); n != 1 || !strings.Contains(log.String(), "goroutine ") {
			t.Errorf("%s: %d panics are logged", test.name, n)
		}
		log.Reset()
	}
	if answer, err := c.Ask([]byte("{}")); err != nil || string(answer) != "null" {
		t.Errorf("the call does not go on: %s, %v", answer, err)
	}
}
