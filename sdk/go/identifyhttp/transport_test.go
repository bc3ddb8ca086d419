package identifyhttp_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	identify "github.com/whowasm/whowasm/sdk/go"
	"github.com/whowasm/whowasm/sdk/go/identifyhttp"
)

// ExampleTransport asks a service from within a module, with net/http.
func ExampleTransport() {
	client := &http.Client{Transport: identifyhttp.Transport{}}
	resp, err := client.Get("https://accounts.example.com/users/1")
	if err != nil {
		return // in a module whose policy allows it, there is a response
	}
	defer resp.Body.Close()
}

func TestOutsideOfAHost(t *testing.T) {
	client := &http.Client{Transport: identifyhttp.Transport{}}
	if _, err := client.Post("https://example.com", "text/plain", strings.NewReader("x")); !errors.Is(err,
		identify.ErrNotPermitted) {
		t.Error("got", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://example.com", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Do(req); !errors.Is(err, context.Canceled) {
		t.Error("a context that has ended:", err)
	}
}
