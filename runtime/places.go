package runtime

import (
	"container/list"
	"time"
)

// places are how many calls of a module are in progress, and who waits for that. The turns' lock guards them.
//
// A call that waits for a service or sleeps leaves its place among those that compute, and another may begin: modules
// that ask services are not held up by them. More calls that compute than there are CPUs would each take an instance, and end
// no sooner.
type places struct {
	all, computing int // how many there are: of calls in progress, and of those of them that compute
	taken, busy    int
	outside        int64         // what the instances of the others hold, in bytes
	mayHold        int64         // how much that may be
	ran            time.Duration // all calls' turns together
	short, long    lane          // calls that have a place and wait for a turn

	closed  chan struct{} // closed when no call may begin any more
	empty   chan struct{} // closed when that is so and none is in progress
	waiting list.List     // of *turn: calls that have no place, the first to come first
}

func newPlaces(all, computing int, mayHold int64) *places {
	return &places{all: all, computing: computing, mayHold: mayHold, closed: make(chan struct{}), empty: make(chan struct{})}
}

// free reports whether a call may begin.
func (p *places) free() bool { return p.taken < p.all && p.busy < p.computing && !p.isClosed() }

func (p *places) take(t *turn) {
	t.placed = true
	p.taken++
	p.busy++
}

// give takes back the place of a call that is over, if it has one.
func (p *places) give(t *turn) {
	if !t.placed {
		return
	}
	p.inside(t)
	t.placed = false
	p.taken--
	p.busy--
	p.settle()
}

// admit gives places to calls that wait for one.
func (p *places) admit() {
	for p.waiting.Len() > 0 && p.free() {
		t := p.waiting.Front().Value.(*turn)
		p.leave(t)
		p.take(t)
		close(t.got)
	}
}

// leave ends the waiting of a call for a place, if it has not got one by now.
func (p *places) leave(t *turn) {
	if t.waits != nil {
		p.waiting.Remove(t.waits)
		t.waits = nil
	}
}

// step lets a call whose instance takes so many bytes leave those that compute, unless too much is held outside already.
func (p *places) step(t *turn, bytes int64) {
	if t.placed && !t.outside && p.outside+bytes <= p.mayHold {
		t.outside, t.holds = true, bytes
		p.busy--
		p.outside += bytes
	}
}

// inside lets a call that stepped outside compute again, also where that makes one too many.
func (p *places) inside(t *turn) {
	if t.outside {
		t.outside = false
		p.busy++
		p.outside -= t.holds
	}
}

// close lets no call begin any more.
func (p *places) close() {
	close(p.closed)
	p.settle()
}

// settle says when the last call is over.
func (p *places) settle() {
	if p.taken == 0 && p.isClosed() {
		close(p.empty)
	}
}

func (p *places) isClosed() bool {
	select {
	case <-p.closed:
		return true
	default:
		return false
	}
}

// waits reports whether calls wait for a turn.
func (p *places) waits() bool { return len(p.short.calls)+len(p.long.calls) > 0 }
