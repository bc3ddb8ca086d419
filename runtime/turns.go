package runtime

import (
	goruntime "runtime"
	"slices"
	"sync"
	"time"
)

// turns share the CPUs among the calls of an engine. A call has a turn while its guest runs, and passes it on after some
// slices of fuel if somebody waits for it; a call that waits for something else has none. The next turn goes to the call
// whose module ran least: one with many calls, or long ones, waits for itself and others do not wait for it.
//
// With Go's scheduler alone every guest would come before what arrives on the network, which Go does not look at
// while there is something to run. So the last turn is not for long calls, nor for modules that are not rested while
// others wait: a CPU is left to the rest of the process, where it has more than one.
type turns struct {
	mu      sync.Mutex
	all     int
	free    int           // turns that nobody has
	reached time.Duration // what the module had run that got the last turn
	queue   []*turn       // those who wait, the first to come first
}

// turnTime is how long a call has its turn before it passes it on. Slices of fuel are shorter for some guests, and each time
// costs some microseconds.
const turnTime = 250 * time.Microsecond

// longCall is how long a call runs before it counts as a long one.
const longCall = 5 * time.Millisecond

// rested is how far a module can fall behind others by not running: for so long it goes before them.
const rested = 10 * time.Millisecond

func newTurns(cpus int) *turns { return &turns{all: cpus, free: cpus} }

// A turn is the place of one call among the others. Its zero value has none.
type turn struct {
	module *Module
	has    bool
	since  time.Time     // when its time was last counted
	ran    time.Duration // all of its time
	got    chan struct{} // closed when it has what it waits for
}

// takeTurn waits for a turn. The error says why the call ended before it had one.
func (c *call) takeTurn() error {
	s, t := c.module.engine.turns, &c.turn
	if t.has {
		return nil
	}
	now := time.Now()
	if err := c.ended(now); err != nil && !c.over {
		return err
	}
	s.mu.Lock()
	t.module = c.module
	t.module.ran = max(t.module.ran, s.reached-rested)
	if len(s.queue) == 0 && s.fits(t) {
		s.grant(t, now)
		s.mu.Unlock()
		return nil
	}
	return c.await()
}

// passTurn lets others go first, if there are any and it is time to. It does nothing for a call without a turn.
func (c *call) passTurn(now time.Time) error {
	s, t := c.module.engine.turns, &c.turn
	if !t.has || now.Sub(t.since) < turnTime {
		return nil
	}
	s.mu.Lock()
	s.put(t, now)
	if len(s.queue) > 0 || !s.fits(t) {
		return c.await()
	}
	s.grant(t, now)
	s.mu.Unlock()
	goruntime.Gosched() // for the rest of the process
	return nil
}

// giveTurn ends the call's turn. Giving it twice is harmless.
func (c *call) giveTurn() {
	s, t := c.module.engine.turns, &c.turn
	if !t.has {
		return
	}
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(t, now)
	s.next()
}

// await puts the call into the queue and waits. The caller holds turns.mu, which await unlocks.
func (c *call) await() error {
	s, t := c.module.engine.turns, &c.turn
	t.got = make(chan struct{})
	s.queue = append(s.queue, t)
	s.next()
	s.mu.Unlock()
	var ended <-chan struct{}
	if !c.over {
		ended = c.ctx.Done()
	}
	select {
	case <-t.got:
		return nil
	case <-ended:
	case <-c.module.running.Done():
	}
	s.leave(t)
	return c.module.endOf(c.ctx)
}

// leave ends the waiting of a call, which may have got its turn by now.
func (s *turns) leave(t *turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.has {
		s.put(t, t.since)
	} else {
		s.queue = slices.DeleteFunc(s.queue, func(other *turn) bool { return other == t })
	}
	s.next()
}

// next grants the turns that there are to those who wait.
func (s *turns) next() {
	for {
		first := -1
		for i, t := range s.queue {
			if s.fits(t) && (first < 0 || t.module.ran < s.queue[first].module.ran) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		t := s.queue[first]
		s.queue = slices.Delete(s.queue, first, first+1)
		s.grant(t, time.Now())
		close(t.got)
	}
}

// fits reports whether a call can have a turn now.
func (s *turns) fits(t *turn) bool {
	if s.free > 1 || s.all == 1 {
		return s.free > 0
	}
	return s.free == 1 && t.ran <= longCall && (t.module.ran < s.reached || !s.othersWait(t.module))
}

func (s *turns) othersWait(m *Module) bool {
	return slices.ContainsFunc(s.queue, func(t *turn) bool { return t.module != m })
}

func (s *turns) grant(t *turn, now time.Time) {
	s.free--
	s.reached = max(s.reached, t.module.ran)
	t.has, t.since = true, now
}

// put takes the turn back and counts what it was used for.
func (s *turns) put(t *turn, now time.Time) {
	s.free++
	used := now.Sub(t.since)
	t.has, t.ran, t.module.ran = false, t.ran+used, t.module.ran+used
}
