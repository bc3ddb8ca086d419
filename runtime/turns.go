package runtime

import (
	"container/list"
	goruntime "runtime"
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
	ready   ready
}

// turnTime is how long a call has its turn before it passes it on. Slices of fuel are shorter for some guests, and each time
// costs some microseconds.
const turnTime = 250 * time.Microsecond

// longCall is how long a call runs before it counts as a long one.
const longCall = 5 * time.Millisecond

// rested is how far a module can fall behind others by not running: for so long it goes before them.
const rested = 10 * time.Millisecond

func newTurns(cpus int) *turns { return &turns{all: cpus, free: cpus} }

// A turn is one call among the others. It begins with none.
type turn struct {
	places *places // of its module
	has    bool
	since  time.Time     // when its time was last counted
	ran    time.Duration // all of its time
	came   uint64        // before others that have more
	got    chan struct{} // closed when it has what it waits for

	placed  bool          // it has a place in its module
	outside bool          // it does not compute
	holds   int64         // what its instance takes meanwhile, in bytes
	waits   *list.Element // of places.waiting, nil if it does not wait there
}

// begin waits for a place in the module and a turn. The error says why the call ended before it had both. What it has then is
// given back by givePlace.
func (c *call) begin() error {
	s, t := c.module.engine.turns, &c.turn
	p := t.places
	now := time.Now()
	if err := c.life.Ended(now); err != nil {
		return err
	}
	s.mu.Lock()
	if p.isClosed() {
		s.mu.Unlock()
		return ErrClosed
	}
	if p.waiting.Len() == 0 && p.free() {
		p.take(t)
		return c.take(now)
	}
	t.got = make(chan struct{})
	t.waits = p.waiting.PushBack(t)
	s.mu.Unlock()
	err := c.wait(p.closed)
	s.mu.Lock()
	if err == nil {
		return c.take(time.Now())
	}
	p.leave(t)
	s.mu.Unlock()
	return err
}

// takeTurn waits for a turn, if the call has none. The error says why it ended before it had one.
func (c *call) takeTurn() error {
	s, t := c.module.engine.turns, &c.turn
	if t.has {
		return nil
	}
	now := time.Now()
	if err := c.life.Ended(now); err != nil && !c.over {
		return err
	}
	s.mu.Lock()
	t.places.inside(t)
	return c.take(now)
}

// take takes a turn or waits for one. The caller holds turns.mu, which take unlocks.
func (c *call) take(now time.Time) error {
	s, t := c.module.engine.turns, &c.turn
	t.places.ran = max(t.places.ran, s.reached-rested)
	s.ready.ran(t.places)
	if s.ready.modules == 0 && s.fits(t) {
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
	if s.ready.modules > 0 || !s.fits(t) {
		return c.await()
	}
	s.grant(t, now)
	s.mu.Unlock()
	goruntime.Gosched() // for the rest of the process
	return nil
}

// giveTurn ends the call's turn. Giving it twice is harmless.
func (c *call) giveTurn() { c.give(func(*turn) {}) }

// outside runs what the call waits for, while others have its turn, and as a rule its place among those of its module that compute.
// The error says why it ended before it had a turn again.
func (c *call) outside(wait func()) error {
	c.give(func(t *turn) { c.turn.places.step(t, c.guest.reserved.taken.Load()) })
	wait()
	return c.takeTurn()
}

// givePlace ends the call's turn and gives back its place in the module. Giving it twice is harmless.
func (c *call) givePlace() { c.give(c.turn.places.give) }

// give gives the call's turn to others, and more of what it has.
func (c *call) give(more func(*turn)) {
	s, t := c.module.engine.turns, &c.turn
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.has {
		s.put(t, now)
	}
	more(t)
	t.places.admit()
	s.next()
}

// await waits for a turn. The caller holds turns.mu, which await unlocks.
func (c *call) await() error {
	s, t := c.module.engine.turns, &c.turn
	t.got = make(chan struct{})
	s.ready.add(t)
	s.next()
	s.mu.Unlock()
	err := c.wait(nil)
	if err != nil {
		s.leave(t)
	}
	return err
}

// wait waits for what the call is to get, unless the call ends before, or what it may be closed by is.
func (c *call) wait(closed <-chan struct{}) error {
	var ended <-chan struct{}
	if !c.over {
		ended = c.ctx.Done()
	}
	select {
	case <-c.turn.got:
		return nil
	case <-closed:
		return ErrClosed
	case <-ended:
	case <-c.module.running.Done():
	}
	return c.life.Why()
}

// leave ends the waiting of a call for its turn, which it may have got by now.
func (s *turns) leave(t *turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.has {
		s.put(t, t.since)
	} else {
		s.ready.remove(t)
	}
	s.next()
}

// close lets no call of the module begin any more.
func (s *turns) close(p *places) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.close()
}

// next grants the turns that there are to those who wait.
func (s *turns) next() {
	for {
		t := s.first()
		if t == nil {
			return
		}
		s.ready.remove(t)
		s.grant(t, time.Now())
		close(t.got)
	}
}

// first returns the call that gets the next turn, nil for none.
func (s *turns) first() *turn {
	next := s.ready.short.first()
	if long := s.ready.long.first(); long != nil && !s.isLast() && (next == nil || long.before(next)) {
		next = long
	}
	if next == nil || !s.fits(next.calls[0]) {
		return nil
	}
	return next.calls[0]
}

// fits reports whether a call can have a turn now.
func (s *turns) fits(t *turn) bool {
	if !s.isLast() {
		return s.free > 0
	}
	return t.ran <= longCall && (t.places.ran < s.reached || !s.ready.others(t.places))
}

// isLast reports whether the only turn that is left is the one for short calls.
func (s *turns) isLast() bool { return s.free == 1 && s.all > 1 }

func (s *turns) grant(t *turn, now time.Time) {
	s.free--
	s.reached = max(s.reached, t.places.ran)
	t.has, t.since = true, now
}

// put takes the turn back and counts what it was used for.
func (s *turns) put(t *turn, now time.Time) {
	s.free++
	used := now.Sub(t.since)
	t.has, t.ran, t.places.ran = false, t.ran+used, t.places.ran+used
	s.ready.ran(t.places)
}
