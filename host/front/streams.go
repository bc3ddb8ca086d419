package front

import (
	"container/list"
	"context"
	"net/http"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A streamLimit bounds the event streams: answers that go on until the client leaves. When there are so many, the
// oldest one ends, and its client may open it again.
type streamLimit struct {
	max int

	mu   sync.Mutex
	open list.List // of context.CancelFunc, the oldest first
	cut  bool
}

// handler takes in the event streams that GET opens.
func (l *streamLimit) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodGet {
			next.ServeHTTP(w, req)
			return
		}
		ctx, cancel := context.WithCancel(req.Context())
		defer cancel()
		defer l.enter(cancel)()
		next.ServeHTTP(w, req.WithContext(ctx))
	})
}

// middleware takes in the event streams that a message opens, in any version of the protocol.
func (l *streamLimit) middleware(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		if method != "subscriptions/listen" {
			return next(ctx, method, req)
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer l.enter(cancel)()
		return next(ctx, method, req)
	}
}

// enter takes a stream in, and returns what takes it out.
func (l *streamLimit) enter(cancel context.CancelFunc) (leave func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		cancel()
	}
	if l.open.Len() >= l.max {
		l.endOldest()
	}
	entry := l.open.PushBack(cancel)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.open.Remove(entry) // does nothing where it is gone
	}
}

func (l *streamLimit) endOldest() { l.open.Remove(l.open.Front()).(context.CancelFunc)() }

// end ends all streams, also those to come.
func (l *streamLimit) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for l.open.Len() > 0 {
		l.endOldest()
	}
}
