package identify

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// handle makes f the identify function for one test.
func handle(t *testing.T, f Func) {
	t.Helper()
	Handle(f)
	t.Cleanup(func() { handler = nil })
}

func TestAnswer(t *testing.T) {
	var seen string
	handle(t, func(req *Request, extra *Extra) (*Identity, error) {
		client := extra.Context.Session.ClientParams
		if client != nil {
			seen = client.ClientInfo.Name + " " + extra.AuthInfo.Token
		}
		switch req.Argument("token") {
		case "":
			return nil, nil
		case "bad":
			return nil, errors.New(`unknown "token"`)
		case "unwritable":
			return &Identity{UserID: "u", UserData: map[string]any{"f": func() {}}}, nil
		}
		return &Identity{UserID: "u-1", UserName: "<Alice>", UserData: map[string]any{"role": "admin"}}, nil
	})
	for input, want := range map[string]string{
		`{"request":{"method":"tools/call"},"extra":{"signal":{"aborted":false}}}`: `null`,
		toolCall("alice"):      `{"userId":"u-1","userName":"<Alice>","userData":{"role":"admin"}}`,
		toolCall("bad"):        `{"error":"unknown \"token\""}`,
		toolCall("unwritable"): `{"error":"the identity cannot be written as JSON: json: unsupported type: func()"}`,
		`{"request":7}`:        `{"error":"the host's input is not what this SDK reads: `,
		warmInput:              `null`,
		`{"request":{"method":"x","new":1},"newer":{}}`: `null`, // later additions to the input
	} {
		if got := strings.TrimSpace(string(answer([]byte(input)))); !strings.HasPrefix(got, want) ||
			!json.Valid([]byte(got)) {
			t.Errorf("%s: got %s, want %s", input, got, want)
		}
	}
	if seen != "n t" {
		t.Errorf("the function saw %q of the context and the token", seen)
	}
}

func toolCall(token string) string {
	return `{"request":{"method":"tools/call","params":{"name":"whoami","arguments":{"token":"` + token +
		`"}}},"extra":{"signal":{"aborted":false}}}`
}

func TestHandle(t *testing.T) {
	if got := string(answer([]byte(`{}`))); !strings.Contains(got, "never called identify.Handle") {
		t.Errorf("without a function: %s", got)
	}
	panics := func(f Func) (reason any) {
		defer func() { reason = recover() }()
		Handle(f)
		return nil
	}
	if got := panics(nil); got != "identify.Handle: nil function" {
		t.Errorf("nil: %v", got)
	}
	handle(t, func(*Request, *Extra) (*Identity, error) { return nil, nil })
	if got := panics(func(*Request, *Extra) (*Identity, error) {
		return nil,
			nil
	}); got != "identify.Handle: called twice" {
		t.Errorf("twice: %v", got)
	}
}
