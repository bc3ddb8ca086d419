package capability

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"golang.org/x/sync/singleflight"

	"github.com/whowasm/whowasm/runtime/panics"
)

// A keySet is the keys of an issuer: fixed ones, or those of a URL, which are fetched when they are needed and again
// when they are old or lack the key that a token names.
type keySet struct {
	url     string // "" for fixed keys
	client  *http.Client
	refresh time.Duration
	timeout time.Duration
	logger  *slog.Logger // nil for none

	fetching singleflight.Group

	mu      sync.Mutex
	keys    jwk.Set // nil before the first fetch
	fetched time.Time
	tried   time.Time // the last attempt
}

const (
	// maxKeySetBytes and maxKeys bound a key set.
	maxKeySetBytes = 256 << 10
	maxKeys        = 100
	// keySetPause is the least time between two attempts to fetch a key set: for a token that names a key that is not in
	// it, which anybody can send, and after a failure.
	keySetPause = 5 * time.Second
	// keySetGrace is how often the time between two fetches may pass before keys that cannot be fetched are not used any
	// longer.
	keySetGrace = 4
)

// errNoKeys is a key set that is not to be had.
var errNoKeys = errors.New("the issuer's keys cannot be fetched")

// find returns the key that a token names. A token that names none can only be of an issuer with one key.
func (k *keySet) find(ctx context.Context, id string) (jwk.Key, error) {
	keys, fetched, tried := k.state()
	now := time.Now()
	old := k.url != "" && (keys == nil || now.Sub(fetched) > k.refresh)
	key, found := lookUp(keys, id)
	tooOld := k.url != "" && (keys == nil || now.Sub(fetched) > keySetGrace*k.refresh)
	if k.url != "" && (old || !found) && now.Sub(tried) > keySetPause {
		updated := k.update()
		if tooOld || !found { // otherwise the next caller has the new ones
			select {
			case <-updated:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			keys, fetched, _ = k.state()
			key, found = lookUp(keys, id)
			tooOld = keys == nil || now.Sub(fetched) > keySetGrace*k.refresh
		}
	}
	if tooOld {
		return nil, errNoKeys
	}
	if !found {
		return nil, errors.New("the issuer has no key of the token's name")
	}
	return key, nil
}

func (k *keySet) state() (keys jwk.Set, fetched, tried time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keys, k.fetched, k.tried
}

func lookUp(keys jwk.Set, id string) (jwk.Key, bool) {
	if keys == nil {
		return nil, false
	}
	if id == "" {
		if keys.Len() != 1 {
			return nil, false
		}
		return keys.Key(0)
	}
	return keys.LookupKeyID(id)
}

// update begins to fetch the keys, once for all who ask for it at the same time.
func (k *keySet) update() <-chan singleflight.Result {
	return k.fetching.DoChan("", func() (any, error) {
		keys, err := k.fetch()
		k.mu.Lock()
		defer k.mu.Unlock()
		k.tried = time.Now()
		if err == nil {
			k.keys, k.fetched = keys, k.tried
		}
		return nil, err
	})
}

func (k *keySet) fetch() (_ jwk.Set, err error) {
	defer panics.Recover(k.logger, "fetching an issuer's keys", &err)
	ctx, cancel := context.WithTimeout(context.Background(), k.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/jwk-set+json, application/json")
	resp, err := k.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxKeySetBytes+1))
	if err != nil {
		return nil, err
	}
	return parseKeys(text)
}

// parseKeys reads a key set of public keys: whoever can fetch a secret key could sign with it.
func parseKeys(text []byte) (jwk.Set, error) {
	if len(text) > maxKeySetBytes {
		return nil, fmt.Errorf("a key set of more than %d bytes", maxKeySetBytes)
	}
	all, err := jwk.Parse(text, jwk.WithMaxKeys(maxKeys), jwk.WithRejectDuplicateKID(true), jwk.WithIgnoreParseError(true))
	if err != nil {
		return nil, errors.New("not a key set, one with too many keys, or two of one name")
	}
	keys := jwk.NewSet()
	for i := range all.Len() {
		key, _ := all.Key(i)
		if private, err := jwk.IsPrivateKey(key); err != nil || private || key.KeyType() == jwa.OctetSeq() {
			continue
		}
		if use, ok := key.KeyUsage(); ok && use != "sig" {
			continue
		}
		if err := keys.AddKey(key); err != nil {
			return nil, err
		}
	}
	if keys.Len() == 0 {
		return nil, errors.New("a key set without a public key for signatures")
	}
	return keys, nil
}

// checkKeyURL checks the URL of a key set.
func checkKeyURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("want the URL of a key set, such as https://issuer.example.com/jwks.json")
	}
	return nil
}
