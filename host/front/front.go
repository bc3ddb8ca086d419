// Package front serves MCP over HTTP where nobody watches. It bounds what clients may hold, refuses pages of another
// origin, ties sessions to their callers, speaks every version of the protocol on one URL, and lets calls finish at the
// end. It knows what a session and a connection are, and nothing of how callers are identified.
//
// To read the package, begin with front.go. sessions.go, streams.go and connections.go each say who makes way when
// there are too many; transfers.go bounds how slowly bytes may come and go.
package front

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
)

// Bounds are what clients may take of an HTTP server. A zero field has its default; a negative one is an error.
type Bounds struct {
	// Sessions is how many there are at once. For one more an idle one ends, that of an unknown caller first. Where none
	// may, the new client is told to come back. Default 4096.
	Sessions int
	// SessionIdle is how long after its last message a session ends. Default 1 h.
	SessionIdle time.Duration
	// Connections is how many there are at once, 2 at least. Half of them may be event streams, of which the oldest ends
	// for one more. Default 1024.
	Connections int
	// Transfer is how long a request's body may take, and a client to accept a piece of an answer. Default 10 s.
	Transfer time.Duration
	// Drain is how long calls that run may take when the server ends. Default 10 s.
	Drain time.Duration
}

// Default are the bounds of a server of which nothing else is said.
var Default = Bounds{
	Sessions: 4096, SessionIdle: time.Hour, Connections: 1024, Transfer: 10 * time.Second, Drain: 10 * time.Second,
}

// withDefaults fills in what is zero, and refuses what cannot be.
func (b Bounds) withDefaults() (Bounds, error) {
	b.Sessions, b.SessionIdle = cmp.Or(b.Sessions, Default.Sessions), cmp.Or(b.SessionIdle, Default.SessionIdle)
	b.Connections, b.Transfer = cmp.Or(b.Connections, Default.Connections), cmp.Or(b.Transfer, Default.Transfer)
	b.Drain = cmp.Or(b.Drain, Default.Drain)
	if b.Sessions < 0 || b.SessionIdle < 0 || b.Connections < 2 || b.Transfer < 0 || b.Drain < 0 {
		return b, fmt.Errorf("front.Bounds: %+v: none is negative, and Connections is 2 at least", b)
	}
	return b, nil
}

// A Server is an MCP server whose HTTP sessions, event streams and connections are bounded. It is safe for use by
// several goroutines.
type Server struct {
	*mcp.Server
	bounds   Bounds
	sessions *sessionLimit
	streams  *streamLimit
}

// New bounds a server and attaches a tracker to it. The server must not have been given to another tracker, and has no
// connections yet. Middleware that must not run for callers that are denied is added before.
func New(server *mcp.Server, tracker *host.Tracker, bounds Bounds) (*Server, error) {
	bounds, err := bounds.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{
		Server: server, bounds: bounds,
		sessions: newSessionLimit(server, bounds.Sessions), streams: &streamLimit{max: bounds.Connections / 2},
	}
	server.AddReceivingMiddleware(s.sessions.noteIdentified)
	if err := tracker.Attach(server); err != nil {
		return nil, err
	}
	server.AddReceivingMiddleware(s.sessions.noteUse, s.streams.middleware)
	return s, nil
}

// Handler serves streamable HTTP: each version of the protocol, or without sessions only. An aborted request aborts
// what it waits for, where the protocol allows. A verifier of tokens belongs around it.
func (s *Server) Handler(stateless bool) http.Handler {
	get := func(*http.Request) *mcp.Server { return s.Server }
	var handler http.Handler = mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{
		Stateless: true, PropagateRequestCancellation: true,
	})
	if !stateless {
		sessions := mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{SessionTimeout: s.bounds.SessionIdle})
		handler = host.ByProtocol(host.BindSessions(s.sessions.handler(sessions)), handler)
	}
	return host.RequestIDHandler(handler)
}

// Serve serves HTTP until the context ends; the handler is [Server.Handler], or something around it. Event streams end
// then, and calls have time to. It returns nil when all is over, or why the listener failed.
func (s *Server) Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	connections := limitConnections(listener, s.bounds.Connections)
	web := &http.Server{
		Handler:           limitTransfers(refuseOrigins(s.streams.handler(handler)), s.bounds.Transfer),
		ConnContext:       withConnection,
		ConnState:         noteIdle,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	web.RegisterOnShutdown(s.streams.end)
	web.RegisterOnShutdown(connections.closeSilent)
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		ctx, cancel := context.WithTimeout(context.Background(), s.bounds.Drain)
		defer cancel()
		if web.Shutdown(ctx) != nil {
			web.Close()
		}
	})
	if err := web.Serve(connections); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-stopped
	return nil
}

// refuseOrigins answers 403 to pages of another origin, whatever the method.
// Source: MCP 2025-11-25, transports, security warning.
func refuseOrigins(handler http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		unsafe := *req
		unsafe.Method = http.MethodPost // GET opens an event stream here, which others are not to read
		if err := protection.Check(&unsafe); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		handler.ServeHTTP(w, req)
	})
}
