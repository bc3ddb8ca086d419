package budget

import "sync"

// A Holder holds some of a budget, and can give up what it does not use. It may be asked by several goroutines.
type Holder interface {
	// Idle says what it has to give up, for itself or for another.
	Idle(forItself bool) IdleHolding
	// GiveUp makes it give up what is idle, and, if it runs no call and may, all.
	GiveUp(mayGiveUpAll bool)
}

// An IdleHolding is what a holder has to give up.
type IdleHolding struct {
	Has   Kind
	Bytes int64
	// LastUse is when the holder was used last, as Unix time in nanoseconds.
	LastUse int64
}

// A Kind says what of a holder is idle. What comes later is given up first.
type Kind int

const (
	Nothing   Kind = iota
	Instances      // it runs calls, and has idle instances beside
	All            // it runs no call
)

// before reports whether to give this up rather than another.
func (h IdleHolding) before(other IdleHolding) bool {
	return h.Has > other.Has || h.Has == other.Has && h.Has != Nothing && h.LastUse < other.LastUse
}

// holders are those who can be asked to give something up.
type holders struct {
	mu  sync.Mutex
	all map[Holder]struct{}
}

func (s *holders) add(h Holder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[h] = struct{}{}
}

func (s *holders) remove(h Holder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, h)
}

// idle is how much evict can free, in bytes.
func (s *holders) idle(asking Holder) (bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for h := range s.all {
		bytes += h.Idle(h == asking).Bytes
	}
	return bytes
}

// evict makes the one that was not used for the longest time give up what it holds, one that runs no call before
// others. It reports false when nobody has anything to give up.
func (s *holders) evict(asking Holder) bool {
	oldest := s.oldest(asking)
	if oldest == nil {
		return false
	}
	oldest.GiveUp(oldest != asking)
	return true
}

func (s *holders) oldest(asking Holder) (oldest Holder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var most IdleHolding
	for h := range s.all {
		if has := h.Idle(h == asking); has.before(most) {
			oldest, most = h, has
		}
	}
	return oldest
}
