package host

import (
	"net/http"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Middleware returns what Track adds to a server.
func Middleware(t testing.TB, identifier Identifier, options Options) (mcp.Middleware, func()) {
	tracker, err := NewTracker(identifier, options)
	if err != nil {
		t.Fatal(err)
	}
	return tracker.middleware, tracker.Close
}

// RequestIDHeaderOf returns what RequestIDHandler left in a header.
func RequestIDHeaderOf(header http.Header) []string { return header[requestIDHeader] }
