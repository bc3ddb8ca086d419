package host

import (
	"runtime"
	"sync"
	"weak"

	"github.com/maypok86/otter/v2"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/credential"
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
	found, existed := s.entries.LoadOrStore(key, &entry{isSession: true})
	if !existed {
		runtime.AddCleanup(session, func(key weak.Pointer[mcp.ServerSession]) { s.entries.Delete(key) }, key)
	}
	return found.(*entry)
}

func (s *sessions) clear() { s.entries.Clear() }

// A fingerprint tells credentials apart.
type fingerprint = credential.Print

// callers keeps the entries of callers that have a credential and no session, so many. How long, the entries know: a
// cache with a time to live of its own would keep a goroutine.
type callers struct {
	cache *otter.Cache[fingerprint, *entry]
}

func newCallers(size int) (*callers, error) {
	cache, err := otter.New(&otter.Options[fingerprint, *entry]{MaximumSize: size})
	return &callers{cache: cache}, err
}

func (c *callers) entry(credential fingerprint, create bool) *entry {
	if found, ok := c.cache.GetIfPresent(credential); ok || !create {
		return found
	}
	found, _ := c.cache.SetIfAbsent(credential, new(entry))
	return found
}

func (c *callers) clear() { c.cache.InvalidateAll() }

// entry finds the place where the caller's identity is kept. It makes one for a request that starts an identification;
// for others it returns nil where there is none.
func (t *Tracker) entry(
	session *mcp.ServerSession, req mcp.Request, caller credential.Credential, create bool,
) *entry {
	if found, isCaller := t.ofConnection(session, req, create); isCaller {
		return found
	}
	switch {
	case caller.Sufficient:
		return t.callers.entry(caller.Print, create)
	case create:
		return new(entry) // nobody that one could know again
	default:
		return nil
	}
}

// ofConnection returns the entry of a session, and whether the requests of its connection are one caller's, as far as
// the protocol says.
func (t *Tracker) ofConnection(session *mcp.ServerSession, req mcp.Request, create bool) (found *entry, isCaller bool) {
	extra := req.GetExtra()
	overHTTP := extra != nil && isHTTP(extra.Header)
	switch {
	case overHTTP && session.ID() == "": // the ServerSession was made for this request alone
		return nil, false
	case !overHTTP && t.options.ConnectionIsCaller:
		return t.sessions.entry(session, create), true
	case namesSessionless(req):
		return nil, false
	}
	if found := t.sessions.entry(session, false); found != nil {
		return found, true
	}
	if beganSessionless(session) {
		return nil, false
	}
	return t.sessions.entry(session, create), true
}

// firstSessionless is the first version of the protocol that has no sessions. Source: MCP 2026-07-28, "Versioning": a
// server must not rely on earlier requests of a connection for the client's identity. Versions are dates, in the order
// of their text.
const firstSessionless = "2026-07-28"

// namesSessionless reports whether a request says that it is of a version of the protocol without sessions.
func namesSessionless(req mcp.Request) bool {
	version, ok := metaOf(req)[mcp.MetaKeyProtocolVersion].(string)
	return ok && version >= firstSessionless
}

// beganSessionless reports whether a connection began with a version of the protocol without sessions. A request that
// names an earlier one does not bring it back to that.
func beganSessionless(session *mcp.ServerSession) bool {
	params := session.InitializeParams()
	return params != nil && params.ProtocolVersion >= firstSessionless
}
