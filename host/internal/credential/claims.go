package credential

import "sync"

// A Watch looks for a verifier whose claims differ from call to call: each call is then asked about, as with
// another credential. The zero value is ready for use. It is safe for use by several goroutines.
type Watch struct {
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
type claimed struct{ bare, print Print }

// Saw reports, once, that claims have changed so often that it must be told: the fingerprints of a caller who was not
// known, without the claims and with them.
func (w *Watch) Saw(bare, print Print) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.recent {
		known := &w.recent[i]
		if known.bare != bare {
			continue
		}
		if known.print == print {
			return false
		}
		known.print = print
		w.changes++
		return w.changes == claimsChanged
	}
	w.recent[w.next] = claimed{bare, print}
	w.next = (w.next + 1) % claimsWatched
	return false
}
