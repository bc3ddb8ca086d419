package host

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/runtime/capability"
)

// MinKeyBytes is the length of the shortest [Options.Key].
const MinKeyBytes = 32

// processKey is the key of trackers that are given none.
var processKey = sync.OnceValue(func() []byte {
	key := make([]byte, MinKeyBytes)
	rand.Read(key)
	return key
})

// keys are what a tracker derives from its key, one for each use.
type keys struct{ label, state []byte }

// newKeys derives the keys from a tracker's, or from the process's for none. Source: RFC 5869.
func newKeys(value capability.Value) (k keys, err error) {
	key := processKey()
	if value != (capability.Value{}) {
		text, err := value.Read()
		if err == nil && len(text) < MinKeyBytes {
			err = fmt.Errorf("it has %d bytes; take %d or more, random ones", len(text), MinKeyBytes)
		}
		if err != nil {
			return k, fmt.Errorf("host.Options.Key: %w", err)
		}
		key = []byte(text)
	}
	for use, to := range map[string]*[]byte{"session label": &k.label, "request state": &k.state} {
		if *to, err = hkdf.Key(sha256.New, key, nil, "whowasm "+use, 32); err != nil {
			return k, err
		}
	}
	return k, nil
}

// label names a session in what leaves the process: a session's id is a credential where nothing else is asked for. It
// is a keyed hash of the id, "" for a session without one.
func (t *Tracker) label(session *mcp.ServerSession) string {
	if session == nil || session.ID() == "" {
		return ""
	}
	mac := hmac.New(sha256.New, t.keys.label)
	mac.Write([]byte(session.ID()))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}
