package runtime

import (
	"cmp"
	"container/heap"
	"slices"
)

// ready are the modules with calls that wait for a turn: the one that ran least comes first, and of those that ran as much the one
// whose call came first. What it does takes longer with the logarithm of how many they are.
type ready struct {
	short, long lanes // of calls that have run for no longer than longCall, and of the others
	modules     int   // how many have one of either
	came        uint64
}

// A lane is the calls of one module that wait, the first to come first.
type lane struct {
	places *places
	calls  []*turn
	index  int // in lanes
}

// lanes are a heap of those that are not empty.
type lanes []*lane

// Len implements heap.Interface, as the methods that follow do.
func (l lanes) Len() int { return len(l) }

func (l lanes) Less(i, j int) bool { return l[i].before(l[j]) }

func (l lanes) Swap(i, j int) {
	l[i], l[j] = l[j], l[i]
	l[i].index, l[j].index = i, j
}

func (l *lanes) Push(x any) {
	x.(*lane).index = len(*l)
	*l = append(*l, x.(*lane))
}

func (l *lanes) Pop() any {
	last := len(*l) - 1
	x := (*l)[last]
	*l = slices.Delete(*l, last, last+1)
	return x
}

// first is nil where nobody waits.
func (l lanes) first() *lane {
	if len(l) == 0 {
		return nil
	}
	return l[0]
}

func (l *lane) before(other *lane) bool {
	return cmp.Or(cmp.Compare(l.places.ran, other.places.ran), cmp.Compare(l.calls[0].came, other.calls[0].came)) < 0
}

// lane returns where the call waits, or would.
func (r *ready) lane(t *turn) (*lanes, *lane) {
	if t.ran > longCall {
		return &r.long, &t.places.long
	}
	return &r.short, &t.places.short
}

func (r *ready) add(t *turn) {
	if !t.places.waits() {
		r.modules++
	}
	r.came++
	t.came = r.came
	lanes, lane := r.lane(t)
	lane.places, lane.calls = t.places, append(lane.calls, t)
	if len(lane.calls) == 1 {
		heap.Push(lanes, lane)
	}
}

func (r *ready) remove(t *turn) {
	lanes, lane := r.lane(t)
	at := slices.Index(lane.calls, t)
	if len(lane.calls) == 1 {
		heap.Remove(lanes, lane.index)
	}
	lane.calls = slices.Delete(lane.calls, at, at+1)
	if len(lane.calls) > 0 {
		heap.Fix(lanes, lane.index)
	}
	if !t.places.waits() {
		r.modules--
	}
}

// ran puts a module in its place again, which ran for longer.
func (r *ready) ran(p *places) {
	if len(p.short.calls) > 0 {
		heap.Fix(&r.short, p.short.index)
	}
	if len(p.long.calls) > 0 {
		heap.Fix(&r.long, p.long.index)
	}
}

// others reports whether other modules have calls that wait.
func (r *ready) others(p *places) bool { return r.modules > 1 || r.modules == 1 && !p.waits() }
