package host

import (
	"runtime"
	"sync"
	"time"
	"weak"

	"github.com/maypok86/otter/v2"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// sessions keeps the entries of sessions, by the session object itself: two stdio servers both have the id
// "", and an id in a header is only a claim. It holds sessions weakly. An entry goes when the garbage
// collector finds that its session is gone: nobody has to wait for the session's end, which would cost a
// goroutine for each.
type sessions struct{ entries sync.Map } // weak.Pointer[mcp.ServerSession] → *entry

// entry returns a session's entry. It returns nil if there is none, unless it is to be created.
func (s *sessions) entry(session *mcp.ServerSession, create bool) *entry {
	key := weak.Make(session)
	if found, ok := s.entries.Load(key); ok {
		return found.(*entry)
	}
	if !create {
		return nil
	}
	found, existed := s.entries.LoadOrStore(key, new(entry))
	if !existed {
		runtime.AddCleanup(session, func(key weak.Pointer[mcp.ServerSession]) { s.entries.Delete(key) }, key)
	}
	return found.(*entry)
}

func (s *sessions) clear() { s.entries.Clear() }

// callers keeps the entries of callers that have a credential and no session: so many, so long.
type callers struct {
	cache *otter.Cache[fingerprint, *entry]
}

func newCallers(size int, ttl time.Duration) (*callers, error) {
	cache, err := otter.New(&otter.Options[fingerprint, *entry]{
		MaximumSize:      size,
		ExpiryCalculator: otter.ExpiryCreating[fingerprint, *entry](ttl),
	})
	return &callers{cache: cache}, err
}

func (c *callers) entry(credential fingerprint, create bool) *entry {
	if found, ok := c.cache.GetIfPresent(credential); ok || !create {
		return found
	}
	found, _ := c.cache.SetIfAbsent(credential, new(entry))
	return found
}

func (c *callers) clear() {
	c.cache.InvalidateAll()
	c.cache.StopAllGoroutines()
}
