package identify

import (
	"errors"
	"testing"
)

// TestOutsideOfAHost shows what a module's own tests meet: nothing is permitted, and nothing fails in another way.
func TestOutsideOfAHost(t *testing.T) {
	for name, ask := range map[string]func() error{
		"config":       func() error { _, err := Config("region"); return err },
		"get":          func() error { _, err := KV.Get("k"); return err },
		"set":          func() error { return KV.Set("k", []byte("v"), 0) },
		"fetch":        func() error { _, err := Fetch(&HTTPRequest{URL: "https://example.com"}); return err },
		"jwt":          func() error { _, err := VerifyJWT("a.b.c"); return err },
		"notification": func() error { return SendNotification("notifications/message", nil) },
		"request":      func() error { return SendRequest("roots/list", nil, nil) },
	} {
		err := ask()
		var host *HostError
		if !errors.Is(err, ErrNotPermitted) || !errors.As(err, &host) || err.Error() != "not permitted" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := SendNotification("x", func() {}); err == nil {
		t.Error("parameters that are no JSON")
	}
	Log(1, "text")
	ctx, cancel := Context()
	if ctx.Err() != nil {
		t.Error("the call has ended:", ctx.Err())
	}
	if cancel(); ctx.Err() == nil {
		t.Error("a cancelled context goes on")
	}
}
