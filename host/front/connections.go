package front

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// A connectionLimit bounds the connections of a listener. When there are so many, the one that has been silent for the
// longest time makes way for a new one; if all have work to do, a new one waits.
type connectionLimit struct {
	net.Listener
	max int

	mu     sync.Mutex
	open   map[*connection]struct{}
	change sync.Cond // of open, of the state of one of them, or of closed
	closed bool
}

// A connectionState is what a client does with its connection.
type connectionState int

const (
	silent  connectionState = iota // has not sent a request, or has had its answer
	sending                        // has sent the head of a request
	waiting                        // has sent all of it, and waits for the answer
)

type connection struct {
	net.Conn
	limit *connectionLimit
	once  sync.Once

	state connectionState // guarded by limit.mu, as what follows
	since time.Time
}

func limitConnections(listener net.Listener, most int) *connectionLimit {
	l := &connectionLimit{Listener: listener, max: most, open: make(map[*connection]struct{})}
	l.change.L = &l.mu
	return l
}

// Accept returns the next connection, for which there is room then.
func (l *connectionLimit) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &connection{Conn: accepted, limit: l, since: time.Now()}
	for {
		victim, ok := l.add(c)
		if ok {
			return c, nil
		}
		if victim == nil {
			_ = accepted.Close()
			return nil, net.ErrClosed
		}
		_ = victim.Close()
	}
}

// add takes a connection in, waiting for room, or returns the one that is to make way. Neither means that the listener
// is closed.
func (l *connectionLimit) add(c *connection) (victim *connection, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for !l.closed {
		if len(l.open) < l.max {
			l.open[c] = struct{}{}
			return nil, true
		}
		if victim = l.longest(sending); victim != nil {
			return victim, false
		}
		l.change.Wait()
	}
	return nil, false
}

// longest returns the connection that has been for the longest time in a state up to the given one, nil for none. One
// that sends counts after all that are silent.
func (l *connectionLimit) longest(last connectionState) (found *connection) {
	for c := range l.open {
		if c.state <= last && (found == nil || c.before(found)) {
			found = c
		}
	}
	return found
}

// before reports whether a connection makes way before another one.
func (c *connection) before(other *connection) bool {
	return c.state < other.state || c.state == other.state && c.since.Before(other.since)
}

// Close closes the listener, and no connection.
func (l *connectionLimit) Close() error {
	l.mu.Lock()
	l.closed = true
	l.change.Broadcast()
	l.mu.Unlock()
	return l.Listener.Close()
}

// closeSilent closes the connections on which nothing happens.
func (l *connectionLimit) closeSilent() {
	for {
		l.mu.Lock()
		c := l.longest(silent)
		l.mu.Unlock()
		if c == nil {
			return
		}
		_ = c.Close()
	}
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.once.Do(func() {
		c.limit.mu.Lock()
		defer c.limit.mu.Unlock()
		delete(c.limit.open, c)
		c.limit.change.Signal()
	})
	return c.Conn.Close()
}

func (c *connection) is(state connectionState) {
	c.limit.mu.Lock()
	defer c.limit.mu.Unlock()
	c.state, c.since = state, time.Now()
	if state != waiting {
		c.limit.change.Signal()
	}
}

// connectionKey is the context key of a request's *connection.
type connectionKey struct{}

// withConnection is for http.Server.ConnContext.
func withConnection(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, c)
}

// noteIdle is for http.Server.ConnState.
func noteIdle(c net.Conn, state http.ConnState) {
	if c, ok := c.(*connection); ok && state == http.StateIdle {
		c.is(silent) // its answer has gone out
	}
}

// setState notes what the client of a request does.
func setState(req *http.Request, state connectionState) {
	if c, ok := req.Context().Value(connectionKey{}).(*connection); ok {
		c.is(state)
	}
}
