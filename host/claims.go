package host

import (
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A claimWatch looks for a verifier whose claims differ from call to call: each call is then asked about, as with
// another credential. The zero value is ready for use.
type claimWatch struct {
	mu      sync.Mutex
	recent  [claimsWatched]claimed
	next    int
	changes int
}

const (
	// claimsWatched is how many callers that were asked about last are remembered.
	claimsWatched = 64
	// claimsChanged is how often claims must have changed before it is told.
	claimsChanged = 8
)

// claimed is a credential that was asked about, with and without the claims of its token.
type claimed struct{ bare, print fingerprint }

// watchClaims says once, in the log, that claims change while all else that a caller brings stays. It is called where a
// caller is not known.
func (t *Tracker) watchClaims(req mcp.Request, c credential) {
	extra := req.GetExtra()
	if extra == nil || extra.TokenInfo == nil || len(extra.TokenInfo.Extra) == 0 {
		return
	}
	bare := t.fingerprints.withoutClaims(req)
	if t.claims.saw(claimed{bare, c.print}) {
		t.options.Logger.Warn("the claims of verified tokens change from call to call, so that each is identified anew; " +
			"name those that matter in host.Options.Claims (claims, in a policy)")
	}
}

// saw reports whether claims have now changed so often that it must be told.
func (w *claimWatch) saw(c claimed) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.recent {
		known := &w.recent[i]
		if known.bare != c.bare {
			continue
		}
		if known.print == c.print {
			return false
		}
		known.print = c.print
		w.changes++
		return w.changes == claimsChanged
	}
	w.recent[w.next] = c
	w.next = (w.next + 1) % claimsWatched
	return false
}
