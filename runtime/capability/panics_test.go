package capability

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A panickingTransport is a fault beneath the client that fetches key sets.
type panickingTransport struct{}

func (panickingTransport) RoundTrip(*http.Request) (*http.Response, error) { panic("a secret") }

// TestPanicWhileFetchingKeys: whoever waits for the keys is told that there are none, and the panic is logged once.
func TestPanicWhileFetchingKeys(t *testing.T) {
	var log bytes.Buffer
	keys := &keySet{url: "https://issuer.example.com/keys", client: &http.Client{Transport: panickingTransport{}},
		refresh: time.Minute, timeout: time.Minute, logger: slog.New(slog.NewTextHandler(&log, nil))}
	for range 2 { // the second time within the pause
		if _, err := keys.find(context.Background(), "k"); err != errNoKeys {
			t.Errorf("%v", err)
		}
	}
	if strings.Count(log.String(), "a panic was caught") != 1 || !strings.Contains(log.String(), "RoundTrip") ||
		strings.Contains(log.String(), "secret") {
		t.Error(log.String())
	}
}
