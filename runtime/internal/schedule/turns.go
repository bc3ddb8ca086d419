package schedule

import (
	"container/list"
	"runtime"
	"sync"
	"time"

	"github.com/whowasm/whowasm/runtime/internal/lifetime"
)

// Turns share the CPUs among the calls of an engine. A call has a turn while its guest runs, and passes it on after
// some slices of fuel if somebody waits for it; a call that waits for something else has none. The next turn goes to
// the call whose module ran least: one with many calls, or long ones, waits for itself and others do not wait for it.
//
// With Go's scheduler alone every guest would come before what arrives on the network, which Go does not look at
// while there is something to run. So the last turn is not for long calls, nor for modules that are not rested while
// others wait: a CPU is left to the rest of the process, where it has more than one.
type Turns struct {
	mu      sync.Mutex
	all     int
	free    int           // turns that nobody has
	reached time.Duration // what the module had run that got the last turn
	queue   queue
}

// turnTime is how long a call has its turn before it passes it on. Slices of fuel are shorter for some guests, and each
// time costs some microseconds.
const turnTime = 250 * time.Microsecond

// longCall is how long a call runs before it counts as a long one.
const longCall = 5 * time.Millisecond

// rested is how far a module can fall behind others by not running: for so long it goes before them.
const rested = 10 * time.Millisecond

// New returns the turns of so many CPUs.
func New(cpus int) *Turns { return &Turns{all: cpus, free: cpus} }

// Free returns how many turns nobody has, and how many there are.
func (s *Turns) Free() (free, all int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.free, s.all
}

// A Turn is one call among the others. It begins with none.
type Turn struct {
	places   *Places // of its module
	life     *lifetime.Life
	cleaning bool // it goes on though the call is over

	has   bool
	since time.Time     // when its time was last counted
	ran   time.Duration // all of its time
	came  uint64        // before others that have more
	got   chan struct{} // closed when it has what it waits for

	placed   bool          // it has a place in its module
	waiting  bool          // it does not compute
	holds    int64         // what its instance takes meanwhile, in bytes
	newcomer *list.Element // of places.newcomers, nil if it does not wait there
}

// NewTurn returns the turn of a call with one of the places, for as long as it lives.
func (p *Places) NewTurn(life *lifetime.Life) Turn { return Turn{places: p, life: life} }

// Has reports whether the call has its turn.
func (t *Turn) Has() bool { return t.has }

// Since is when the call's turn began.
func (t *Turn) Since() time.Time { return t.since }

// CleanUp lets the call have turns though it is over: what it used is put back.
func (t *Turn) CleanUp() { t.cleaning = true }

// Begin waits for a place in the module and a turn. The error says why the call ended before it had both. What it has
// then is given back by End.
func (t *Turn) Begin() error {
	s, p := t.places.turns, t.places
	now := time.Now()
	if err := t.life.Ended(now); err != nil {
		return err
	}
	s.mu.Lock()
	if p.isClosed() {
		s.mu.Unlock()
		return lifetime.ErrClosed
	}
	if p.newcomers.Len() == 0 && p.free() {
		p.take(t)
		return t.take(now)
	}
	t.got = make(chan struct{})
	t.newcomer = p.newcomers.PushBack(t)
	s.mu.Unlock()
	err := t.wait(p.closed)
	s.mu.Lock()
	if err == nil {
		return t.take(time.Now())
	}
	p.leave(t)
	s.mu.Unlock()
	return err
}

// Take waits for a turn, if the call has none. The error says why it ended before it had one.
func (t *Turn) Take() error {
	s := t.places.turns
	if t.has {
		return nil
	}
	now := time.Now()
	if err := t.life.Ended(now); err != nil && !t.cleaning {
		return err
	}
	s.mu.Lock()
	t.places.stepIn(t)
	return t.take(now)
}

// take takes a turn or waits for one. The caller holds turns.mu, which take unlocks.
func (t *Turn) take(now time.Time) error {
	s := t.places.turns
	t.places.ran = max(t.places.ran, s.reached-rested)
	s.queue.ran(t.places)
	if s.queue.modules == 0 && s.fits(t) {
		s.grant(t, now)
		s.mu.Unlock()
		return nil
	}
	return t.await()
}

// Pass lets others go first, if there are any and it is time to. It does nothing for a call without a turn.
func (t *Turn) Pass(now time.Time) error {
	s := t.places.turns
	if !t.has || now.Sub(t.since) < turnTime {
		return nil
	}
	s.mu.Lock()
	s.put(t, now)
	if s.queue.modules > 0 || !s.fits(t) {
		return t.await()
	}
	s.grant(t, now)
	s.mu.Unlock()
	runtime.Gosched() // for the rest of the process
	return nil
}

// Give ends the call's turn. Giving it twice is harmless.
func (t *Turn) Give() { t.give(func(*Turn) {}) }

// Outside runs what the call waits for, while others have its turn, and as a rule its place among those of its module
// that compute; meanwhile its instance holds so many bytes. The error says why it ended before it had a turn again.
func (t *Turn) Outside(holds int64, wait func()) error {
	t.give(func(t *Turn) { t.places.stepOut(t, holds) })
	wait()
	return t.Take()
}

// End ends the call's turn and gives back its place in the module. Ending it twice is harmless.
func (t *Turn) End() { t.give(t.places.give) }

// give gives the call's turn to others, and more of what it has.
func (t *Turn) give(more func(*Turn)) {
	s := t.places.turns
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
func (t *Turn) await() error {
	s := t.places.turns
	t.got = make(chan struct{})
	s.queue.add(t)
	s.next()
	s.mu.Unlock()
	err := t.wait(nil)
	if err != nil {
		s.leave(t)
	}
	return err
}

// wait waits for what the call is to get, unless the call ends before, or what it may be closed by is.
func (t *Turn) wait(closed <-chan struct{}) error {
	var ended <-chan struct{}
	if !t.cleaning {
		ended = t.life.Call().Done()
	}
	select {
	case <-t.got:
		return nil
	case <-closed:
		return lifetime.ErrClosed
	case <-ended:
	case <-t.life.Module().Done():
	}
	return t.life.Why()
}

// leave ends the waiting of a call for its turn, which it may have got by now.
func (s *Turns) leave(t *Turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.has {
		s.put(t, t.since)
	} else {
		s.queue.remove(t)
	}
	s.next()
}

// next grants the turns that there are to those who wait.
func (s *Turns) next() {
	for {
		t := s.first()
		if t == nil {
			return
		}
		s.queue.remove(t)
		s.grant(t, time.Now())
		close(t.got)
	}
}

// first returns the call that gets the next turn, nil for none.
func (s *Turns) first() *Turn {
	next := s.queue.short.first()
	if long := s.queue.long.first(); long != nil && !s.isLast() && (next == nil || long.before(next)) {
		next = long
	}
	if next == nil || !s.fits(next.calls[0]) {
		return nil
	}
	return next.calls[0]
}

// fits reports whether a call can have a turn now.
func (s *Turns) fits(t *Turn) bool {
	if !s.isLast() {
		return s.free > 0
	}
	return t.ran <= longCall && (t.places.ran < s.reached || !s.queue.others(t.places))
}

// isLast reports whether the only turn that is left is the one for short calls.
func (s *Turns) isLast() bool { return s.free == 1 && s.all > 1 }

func (s *Turns) grant(t *Turn, now time.Time) {
	s.free--
	s.reached = max(s.reached, t.places.ran)
	t.has, t.since = true, now
}

// put takes the turn back and counts what it was used for.
func (s *Turns) put(t *Turn, now time.Time) {
	s.free++
	used := now.Sub(t.since)
	t.has, t.ran, t.places.ran = false, t.ran+used, t.places.ran+used
	s.queue.ran(t.places)
}
