package main

import (
	"container/list"
	"context"
	"net/http"
	"sync"
)

// A streamLimit bounds the event streams: answers that go on until the client leaves. When there are so many, the
// oldest one ends, and its client may open it again.
type streamLimit struct {
	max int

	mu   sync.Mutex
	open list.List // of context.CancelFunc, the oldest first
	cut  bool
}

// isStream reports whether a request opens an event stream: by GET, or, without a session, by subscriptions/listen.
func isStream(req *http.Request) bool {
	return req.Method == http.MethodGet || req.Header.Get("Mcp-Method") == "subscriptions/listen"
}

func (l *streamLimit) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if !isStream(req) {
			next.ServeHTTP(w, req)
			return
		}
		ctx, cancel := context.WithCancel(req.Context())
		defer cancel()
		defer l.enter(cancel)()
		next.ServeHTTP(w, req.WithContext(ctx))
	})
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
