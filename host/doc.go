// Package host attaches whowasm to an MCP server of the Go SDK (github.com/modelcontextprotocol/go-sdk):
// every handler of the server can ask who is calling.
//
//	stop, err := host.Track(server, identifier, host.Options{})
//	...
//	who, ok := host.IdentityFrom(ctx) // in any tool, resource or prompt handler
//
// The [Identifier] is a loaded module (package runtime) or a function of the program's own
// ([IdentifierFunc]). It is asked on the first tool call of a session, and the answer is kept for that
// session. What a session is, and what happens when a credential changes or identification fails, is said at
// [Tracker] and in [Options].
//
// To read the package, begin with track.go: one tool call from top to bottom. sessions.go finds the entry of its
// caller; entry.go keeps what is known of that; flight.go is an identification under way, which callers share.
// Package host/internal/credential tells credentials apart without keeping them. input.go writes down
// the request for the Identifier, and ask.go asks it.
//
// Around the HTTP handlers of a server go [BindSessions], [ByProtocol] and [RequestIDHandler].
package host
