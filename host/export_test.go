package host

import (
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Middleware returns what Track adds to a server.
func Middleware(t testing.TB, identifier Identifier, options Options) (mcp.Middleware, func()) {
	tracker, err := newTracker(identifier, options)
	if err != nil {
		t.Fatal(err)
	}
	return tracker.middleware, tracker.stop
}
