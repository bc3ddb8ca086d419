package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host"
)

// bounds are what clients may take of an HTTP server that nobody watches.
type bounds struct {
	sessions    int           // at once
	sessionIdle time.Duration // from a session's last message to its end
	connections int           // at once; event streams may be half of them
	transfer    time.Duration // a request's body, or a piece of an answer
	drain       time.Duration // calls that run when the server is told to end
}

var defaultBounds = bounds{
	sessions: 4096, sessionIdle: time.Hour, connections: 1024, transfer: 10 * time.Second, drain: 10 * time.Second,
}

func (b *bounds) register(cmd *cobra.Command) {
	*b = defaultBounds
	flags := cmd.Flags()
	flags.IntVar(&b.sessions, "max-sessions", b.sessions,
		"sessions at once; for one more an idle one ends, that of an unknown caller first")
	flags.DurationVar(&b.sessionIdle, "session-idle", b.sessionIdle, "end a session this long after its last message")
	flags.IntVar(&b.connections, "max-connections", b.connections,
		"connections at once; half of them may be event streams, of which the oldest ends for one more")
	flags.DurationVar(&b.transfer, "transfer-timeout", b.transfer,
		"time for a request's body, and for a client to take a piece of an answer")
	flags.DurationVar(&b.drain, "drain", b.drain, "time for running calls to end when the server is told to")
}

func (b *bounds) check() error {
	return cmp.Or(
		atLeast("--max-sessions", b.sessions, 1),
		atLeast("--session-idle", b.sessionIdle, time.Millisecond),
		atLeast("--max-connections", b.connections, 2),
		atLeast("--transfer-timeout", b.transfer, time.Millisecond),
		atLeast("--drain", b.drain, 0),
	)
}

func atLeast[T int | time.Duration](flag string, value, least T) error {
	if value < least {
		return fmt.Errorf("%s %v: want at least %v", flag, value, least)
	}
	return nil
}

// httpHandler serves streamable HTTP: each version of the protocol, or without sessions only. An aborted request aborts
// what it waits for, where the protocol allows.
func (b *bounds) httpHandler(server *limitedServer, stateless bool) http.Handler {
	get := func(*http.Request) *mcp.Server { return server.Server }
	var handler http.Handler = mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{
		Stateless: true, PropagateRequestCancellation: true,
	})
	if !stateless {
		sessions := mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{SessionTimeout: b.sessionIdle})
		handler = host.ByProtocol(host.BindSessions(server.limit.handler(sessions)), handler)
	}
	return host.RequestIDHandler(handler)
}

// serveUntil serves HTTP until the context ends. Event streams end then, and calls have time to.
func (b *bounds) serveUntil(
	ctx context.Context, listener net.Listener, server *limitedServer, handler http.Handler,
) error {
	connections := limitConnections(listener, b.connections)
	web := &http.Server{
		Handler:           limitTransfers(refuseOrigins(server.streams.handler(handler)), b.transfer),
		ConnContext:       withConnection,
		ConnState:         noteIdle,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	web.RegisterOnShutdown(server.streams.end)
	web.RegisterOnShutdown(connections.closeSilent)
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		ctx, cancel := context.WithTimeout(context.Background(), b.drain)
		defer cancel()
		if web.Shutdown(ctx) != nil {
			web.Close()
		}
	})
	if err := web.Serve(connections); !errors.Is(err, http.ErrServerClosed) {
		return failed(err)
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
