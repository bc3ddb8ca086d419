package capability

import (
	"cmp"
	"fmt"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/whowasm/whowasm/sdk"
)

// A KVPolicy bounds what a module remembers from one call to the next. It is lost when the module is closed. The zero
// value of a field is its default.
type KVPolicy struct {
	// Bytes bounds all keys and values together; the least useful make room. Default 1 MiB.
	Bytes int64
	// ValueBytes bounds one value. Default 64 KiB.
	ValueBytes int64
	// TTL is how long a value is kept at most. Default 1 h.
	TTL time.Duration
}

// maxKeyBytes bounds a key.
const maxKeyBytes = 512

// largeValueBytes is the size above which a value does not wait for the cache to find the time to make room.
const largeValueBytes = 4 << 10

// entryBytes is what a stored value takes beside its bytes.
const entryBytes = 200

// A store keeps values with their expiry.
type store struct {
	policy KVPolicy
	cache  *otter.Cache[string, stored]
}

type stored struct {
	value []byte
	ttl   time.Duration
}

func newStore(policy KVPolicy) (*store, error) {
	if err := cmp.Or(
		defaulted(&policy.Bytes, 1<<20, "bytes"),
		defaulted(&policy.ValueBytes, 64<<10, "value bytes"),
		defaulted(&policy.TTL, time.Hour, "ttl"),
	); err != nil {
		return nil, err
	}
	cache, err := otter.New(&otter.Options[string, stored]{
		MaximumWeight:    uint64(policy.Bytes),
		Weigher:          func(key string, s stored) uint32 { return uint32(len(key) + len(s.value) + entryBytes) },
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[string, stored]) time.Duration { return e.Value.ttl }),
	})
	return &store{policy, cache}, err
}

var errNotStored = &Error{sdk.CodeNotFound, "nothing is stored under this key, or not any longer"}

func (s *store) get(key []byte) ([]byte, error) {
	if len(key) > maxKeyBytes {
		return nil, errNotStored
	}
	found, ok := s.cache.GetIfPresent(string(key))
	if !ok {
		return nil, errNotStored
	}
	return found.value, nil
}

func (s *store) set(key, value []byte, milliseconds int64) error {
	ttl := s.policy.TTL
	switch {
	case len(key) == 0 || len(key) > maxKeyBytes:
		return invalid("a key has 1 to %d bytes", maxKeyBytes)
	case milliseconds < 0:
		return invalid("the time to live is negative")
	case int64(len(value)) > s.policy.ValueBytes || int64(len(key)+len(value)+entryBytes) > s.policy.Bytes:
		return &Error{sdk.CodeLimit, fmt.Sprintf("a value of more than %d bytes", s.policy.ValueBytes)}
	case len(value) == 0:
		s.cache.Invalidate(string(key))
		return nil
	case milliseconds > 0 && milliseconds < ttl.Milliseconds():
		ttl = time.Duration(milliseconds) * time.Millisecond
	}
	s.cache.Set(string(key), stored{clone(value), ttl})
	if len(value) > largeValueBytes {
		s.cache.CleanUp() // what has to make room does so now
	}
	return nil
}

func (s *store) close() {
	s.cache.InvalidateAll()
	s.cache.StopAllGoroutines()
}

// defaulted replaces a zero value by its default and refuses a negative one.
func defaulted[T ~int | ~int64](value *T, otherwise T, name string) error {
	if *value < 0 {
		return fmt.Errorf("%s: a negative number; leave it out for the default", name)
	}
	if *value == 0 {
		*value = otherwise
	}
	return nil
}
