package front

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
)

// A sessionLimit bounds the HTTP sessions of a server. When there are so many, the one that has been idle for the
// longest time makes way for a new one. Those whose caller was never identified go first: whoever opens sessions
// without a credential ends sessions of the same kind, and not those of known callers. One that was idle for only a
// moment stays, and the new caller is told to come back.
type sessionLimit struct {
	max    int
	server *mcp.Server
	now    func() time.Time

	mu      sync.Mutex
	opening int                    // sessions, by requests that run
	used    map[string]*sessionUse // by id; may have some that have ended
}

type sessionUse struct {
	last       time.Time
	running    int // requests
	identified bool
	ending     bool
}

// How long a session must have been idle to make way.
const (
	minIdle           = 2 * time.Second
	minIdleIdentified = time.Minute
)

func newSessionLimit(server *mcp.Server, most int) *sessionLimit {
	return &sessionLimit{max: most, server: server, now: time.Now, used: make(map[string]*sessionUse)}
}

// noteIdentified is middleware that runs within the tracker's.
func (l *sessionLimit) noteIdentified(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		if _, ok := host.IdentityFrom(ctx); ok {
			l.note(req, func(u *sessionUse) { u.identified = true })
		}
		return next(ctx, method, req)
	}
}

// noteUse is middleware that runs around the tracker's.
func (l *sessionLimit) noteUse(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		l.note(req, func(u *sessionUse) { u.running++ })
		defer l.note(req, func(u *sessionUse) { u.running-- })
		return next(ctx, method, req)
	}
}

// note changes what is known of the session of a request, if it has one with an id.
func (l *sessionLimit) note(req mcp.Request, change func(*sessionUse)) {
	session, ok := req.GetSession().(*mcp.ServerSession)
	if !ok || session.ID() == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	use, ok := l.used[session.ID()]
	if !ok {
		use = new(sessionUse)
		l.used[session.ID()] = use
	}
	use.last = l.now()
	change(use)
}

// handler lets requests through that open a session where there is room.
func (l *sessionLimit) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodPost || req.Header.Get("Mcp-Session-Id") != "" {
			next.ServeHTTP(w, req)
			return
		}
		victim, ok := l.reserve()
		defer l.release()
		if !ok {
			w.Header().Set("Retry-After", "2")
			http.Error(w, "too many sessions; try again", http.StatusServiceUnavailable)
			return
		}
		if victim != nil {
			_ = victim.Close() // it ends, whatever it says
		}
		next.ServeHTTP(w, req)
	})
}

// reserve makes room for one more session. It returns the one that must end first, nil for none, and false if there is
// no room. Each call needs one of release.
func (l *sessionLimit) reserve() (victim *mcp.ServerSession, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.opening++
	var open []*mcp.ServerSession
	for session := range l.server.Sessions() {
		if session.ID() != "" {
			open = append(open, session)
		}
	}
	if len(l.used) > l.max {
		l.forget(open)
	}
	if len(open)+l.opening <= l.max { // one that is being opened may count twice
		return nil, true
	}
	if victim = l.victim(open); victim == nil {
		return nil, false
	}
	l.used[victim.ID()].ending = true
	return victim, true
}

func (l *sessionLimit) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.opening--
}

// victim returns the session that is to make way, nil for none.
func (l *sessionLimit) victim(open []*mcp.ServerSession) (found *mcp.ServerSession) {
	var least *sessionUse
	for _, session := range open {
		use := l.used[session.ID()]
		if use == nil || use.running > 0 || use.ending || l.now().Sub(use.last) < use.minIdle() {
			continue
		}
		if least == nil || use.before(least) {
			found, least = session, use
		}
	}
	return found
}

func (u *sessionUse) minIdle() time.Duration {
	if u.identified {
		return minIdleIdentified
	}
	return minIdle
}

// before reports whether a session makes way before another one.
func (u *sessionUse) before(other *sessionUse) bool {
	if u.identified != other.identified {
		return other.identified
	}
	return u.last.Before(other.last)
}

// forget drops what is known of sessions that have ended.
func (l *sessionLimit) forget(open []*mcp.ServerSession) {
	used := make(map[string]*sessionUse, len(open))
	for _, session := range open {
		if use, ok := l.used[session.ID()]; ok {
			used[session.ID()] = use
		}
	}
	l.used = used
}
