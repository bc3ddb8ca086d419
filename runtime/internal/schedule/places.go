package schedule

import (
	"container/list"
	"time"
)

// Places are how many calls of a module are in progress, and who waits for that. The turns' lock guards them.
//
// A call that waits for a service or sleeps leaves its place among those that compute, and another may begin: modules
// that ask services are not held up by them. More calls that compute than there are CPUs would each take an instance,
// and end no sooner.
type Places struct {
	turns *Turns

	all, computing int // how many there are: of calls in progress, and of those of them that compute
	taken, busy    int
	held           int64         // what the instances of the others hold, in bytes
	mayHold        int64         // how much that may be
	ran            time.Duration // all calls' turns together
	short, long    lane          // calls that have a place and wait for a turn

	closed    chan struct{} // closed when no call may begin any more
	empty     chan struct{} // closed when that is so and none is in progress
	newcomers list.List     // of *Turn: calls that have no place, the first to come first
}

// NewPlaces returns the places of one module: so many calls may be in progress, so many of them compute, and the
// instances of the others hold so many bytes.
func (s *Turns) NewPlaces(all, computing int, mayHold int64) *Places {
	return &Places{turns: s, all: all, computing: computing, mayHold: mayHold,
		closed: make(chan struct{}), empty: make(chan struct{})}
}

// InProgress is how many calls have a place.
func (p *Places) InProgress() int {
	p.turns.mu.Lock()
	defer p.turns.mu.Unlock()
	return p.taken
}

// Close lets no call begin any more.
func (p *Places) Close() {
	p.turns.mu.Lock()
	defer p.turns.mu.Unlock()
	close(p.closed)
	p.settle()
}

// Empty is closed when no call may begin any more and none is in progress.
func (p *Places) Empty() <-chan struct{} { return p.empty }

// free reports whether a call may begin.
func (p *Places) free() bool { return p.taken < p.all && p.busy < p.computing && !p.isClosed() }

func (p *Places) take(t *Turn) {
	t.placed = true
	p.taken++
	p.busy++
}

// give takes back the place of a call that is over, if it has one.
func (p *Places) give(t *Turn) {
	if !t.placed {
		return
	}
	p.stepIn(t)
	t.placed = false
	p.taken--
	p.busy--
	p.settle()
}

// admit gives places to calls that wait for one.
func (p *Places) admit() {
	for p.newcomers.Len() > 0 && p.free() {
		t := p.newcomers.Front().Value.(*Turn)
		p.leave(t)
		p.take(t)
		close(t.got)
	}
}

// leave ends the waiting of a call for a place, if it has not got one by now.
func (p *Places) leave(t *Turn) {
	if t.newcomer != nil {
		p.newcomers.Remove(t.newcomer)
		t.newcomer = nil
	}
}

// stepOut lets a call whose instance takes so many bytes leave those that compute, unless too much is held by such
// calls already.
func (p *Places) stepOut(t *Turn, bytes int64) {
	if t.placed && !t.waiting && p.held+bytes <= p.mayHold {
		t.waiting, t.holds = true, bytes
		p.busy--
		p.held += bytes
	}
}

// stepIn lets a call that stepped out compute again, also where that makes one too many.
func (p *Places) stepIn(t *Turn) {
	if t.waiting {
		t.waiting = false
		p.busy++
		p.held -= t.holds
	}
}

// settle says when the last call is over.
func (p *Places) settle() {
	if p.taken == 0 && p.isClosed() {
		close(p.empty)
	}
}

func (p *Places) isClosed() bool {
	select {
	case <-p.closed:
		return true
	default:
		return false
	}
}

// waits reports whether calls wait for a turn.
func (p *Places) waits() bool { return len(p.short.calls)+len(p.long.calls) > 0 }
