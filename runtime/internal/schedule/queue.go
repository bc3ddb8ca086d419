package schedule

import (
	"cmp"
	"container/heap"
	"slices"
)

// A queue has the modules with calls that wait for a turn: the one that ran least comes first, and of those that ran as
// much the one whose call came first. What it does takes longer with the logarithm of how many they are.
type queue struct {
	short, long lanes // of calls that have run for no longer than longCall, and of the others
	modules     int   // how many have one of either
	came        uint64
}

// A lane is the calls of one module that wait, the first to come first.
type lane struct {
	places *Places
	calls  []*Turn
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
func (q *queue) lane(t *Turn) (*lanes, *lane) {
	if t.ran > longCall {
		return &q.long, &t.places.long
	}
	return &q.short, &t.places.short
}

func (q *queue) add(t *Turn) {
	if !t.places.waits() {
		q.modules++
	}
	q.came++
	t.came = q.came
	lanes, lane := q.lane(t)
	lane.places, lane.calls = t.places, append(lane.calls, t)
	if len(lane.calls) == 1 {
		heap.Push(lanes, lane)
	}
}

func (q *queue) remove(t *Turn) {
	lanes, lane := q.lane(t)
	at := slices.Index(lane.calls, t)
	if len(lane.calls) == 1 {
		heap.Remove(lanes, lane.index)
	}
	lane.calls = slices.Delete(lane.calls, at, at+1)
	if len(lane.calls) > 0 {
		heap.Fix(lanes, lane.index)
	}
	if !t.places.waits() {
		q.modules--
	}
}

// ran puts a module in its place again, which ran for longer.
func (q *queue) ran(p *Places) {
	if len(p.short.calls) > 0 {
		heap.Fix(&q.short, p.short.index)
	}
	if len(p.long.calls) > 0 {
		heap.Fix(&q.long, p.long.index)
	}
}

// others reports whether other modules have calls that wait.
func (q *queue) others(p *Places) bool { return q.modules > 1 || q.modules == 1 && !p.waits() }
