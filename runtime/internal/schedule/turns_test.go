package schedule

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/whowasm/whowasm/runtime/internal/lifetime"
)

// A crowd is modules and their calls that share turns. What a call does while it has one is sleep, on a clock that is
// no real one.
type crowd struct {
	*testing.T
	turns *Turns

	mu  sync.Mutex
	got []string // the calls that got a turn, in their order
}

func newCrowd(t *testing.T, cpus int) *crowd {
	return &crowd{T: t, turns: New(cpus)}
}

// module has room for all.
func (c *crowd) module() *Places { return c.turns.NewPlaces(100, 100, 0) }

// A call has a turn for as long as it lives.
type call struct {
	Turn
	life lifetime.Life
}

func (c *crowd) newCall(ctx context.Context, m *Places) *call {
	call := &call{life: lifetime.New(ctx, c.Context())}
	call.Turn = m.NewTurn(&call.life)
	return call
}

// call begins a call that waits for a turn and keeps it.
func (c *crowd) call(ctx context.Context, m *Places, name string) *call {
	call := c.newCall(ctx, m)
	c.beside(name, call.Take)
	return call
}

// beside lets a call wait for its turn beside the test.
func (c *crowd) beside(name string, wait func() error) {
	go func() {
		if wait() == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.got = append(c.got, name)
		}
	}()
	synctest.Wait()
}

// run lets the time pass that calls have their turns.
func (c *crowd) run(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// pass passes a call's turn on, and lets it wait for the next.
func (c *crowd) pass(call *call, name string) {
	c.beside(name, func() error { return call.Pass(time.Now()) })
}

func (c *crowd) want(got ...string) {
	c.Helper()
	if !slices.Equal(c.got, got) {
		c.Errorf("turns went to %q, want %q", c.got, got)
	}
	c.got = nil
}

// all looks whether every turn was given back.
func (c *crowd) all() {
	c.Helper()
	synctest.Wait()
	if free, all := c.turns.Free(); free != all || c.turns.queue.modules > 0 {
		c.Errorf("%d of %d turns are free and calls of %d modules wait", free, all, c.turns.queue.modules)
	}
}

func TestTheModuleThatRanLeastGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 1)
		busy, other := c.module(), c.module()
		first := c.call(t.Context(), busy, "first")
		c.run(time.Millisecond)
		second := c.call(t.Context(), busy, "second")
		late := c.call(t.Context(), other, "late")
		c.want("first")
		c.pass(first, "first again")
		c.want("late")
		late.Give()
		synctest.Wait()
		c.want("second")
		second.Give()
		synctest.Wait()
		c.want("first again")
		first.Give()
		c.all()
	})
}

// TestRestIsNotSavedUp lets a module run after one that ran for a second: it goes first for as long as it could rest.
func TestRestIsNotSavedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 1)
		busy := c.call(t.Context(), c.module(), "busy")
		for range 10 {
			c.run(100 * time.Millisecond)
			c.pass(busy, "busy")
		}
		rested := c.call(t.Context(), c.module(), "rested")
		c.got = nil
		c.pass(busy, "busy")
		c.want("busy") // it has not had its turn for long
		c.run(turnTime)
		c.pass(busy, "busy")
		c.want("rested")
		for range 2 {
			c.run(c.turns.reached - rested.places.ran - 1)
			c.pass(rested, "rested")
		}
		c.want("rested", "rested")
		c.run(time.Millisecond)
		c.pass(rested, "rested")
		c.want("busy")
		busy.Give()
		synctest.Wait()
		rested.Give()
		c.all()
	})
}

func TestLongCallsLeaveATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 2)
		one, two := c.call(t.Context(), c.module(), "one"), c.call(t.Context(), c.module(), "two")
		c.want("one", "two")
		c.run(longCall + 1)
		c.pass(one, "one")
		c.want() // it is long now, and two has not passed its turn on
		c.pass(two, "two")
		c.want("one")
		short := c.call(t.Context(), c.module(), "short")
		c.want("short")
		short.Give()
		one.Give()
		synctest.Wait()
		c.want("two")
		two.Give()
		c.all()
	})
}

// TestBusyModulesLeaveATurn has modules with many short calls.
func TestBusyModulesLeaveATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 2)
		busy, other := c.module(), c.module()
		ask := func(m *Places, name string) *call { return c.call(t.Context(), m, name) }
		give := func(call *call) {
			call.Give()
			synctest.Wait()
		}

		one, two := ask(busy, "one"), ask(busy, "two")
		c.run(time.Millisecond)
		three := ask(busy, "three")
		give(one)
		c.want("one", "two", "three") // nobody else waits
		rested := ask(other, "rested")
		give(two)
		c.want("rested")
		give(three)
		give(rested)
		c.all()

		busy.ran, other.ran, c.turns.reached = time.Hour, time.Hour, time.Hour
		one, two = ask(busy, "one"), ask(busy, "two")
		c.want("one", "two") // nobody waits
		three, four, five := ask(busy, "three"), ask(other, "four"), ask(busy, "five")
		give(one)
		c.want() // both wait, and none is rested
		give(two)
		c.want("three")
		for _, call := range []*call{three, four, five} {
			give(call)
		}
		c.all()
	})
}

// TestPlaces has a module of which two calls may compute at once, and three be in progress.
func TestPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most, computing, mayHold = 3, 2, 1 << 20
		c := newCrowd(t, 8)
		m := c.turns.NewPlaces(most, computing, mayHold)
		begin := func(ctx context.Context, name string) *call {
			call := c.newCall(ctx, m)
			c.beside(name, call.Begin)
			return call
		}
		back := make(chan struct{})
		outside := func(call *call, holds int64, name string) {
			c.beside(name, func() error { return call.Outside(holds, func() { <-back }) })
		}
		end := func(call *call) {
			call.End()
			synctest.Wait()
		}

		ctx, cancel := context.WithCancel(t.Context())
		ctxOfOne, cancelOne := context.WithCancel(t.Context())
		one, two := begin(ctxOfOne, "one"), begin(t.Context(), "two")
		begin(ctx, "aborted")
		three, four := begin(t.Context(), "three"), begin(t.Context(), "four")
		c.want("one", "two")
		cancel()
		synctest.Wait()
		outside(one, mayHold+1, "one is back")
		c.want() // what holds much keeps its place
		outside(two, mayHold, "two is back")
		c.want("three")
		cancelOne()
		end(one)
		c.want("four")
		five := begin(t.Context(), "five")
		c.want() // three are in progress
		close(back)
		synctest.Wait()
		c.want("two is back") // one too many compute, for which nobody has to stop
		end(three)
		c.want()
		end(four)
		c.want("five")

		refused := begin(t.Context(), "refused")
		six := begin(t.Context(), "six")
		m.Close()
		synctest.Wait()
		if err := six.Begin(); !errors.Is(err, lifetime.ErrClosed) {
			t.Error("after the end:", err)
		}
		for _, call := range []*call{two, five} {
			select {
			case <-m.Empty():
				t.Error("calls are in progress")
			default:
			}
			end(call)
		}
		<-m.Empty()
		refused.End()
		six.End()
		c.want()
		if m.taken != 0 || m.busy != 0 || m.held != 0 || m.newcomers.Len() != 0 {
			t.Errorf("%+v", *m)
		}
		c.all()
	})
}

func TestACallThatEndsWhileItWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 1)
		m := c.module()
		holder := c.call(t.Context(), m, "holder")
		ctx, cancel := context.WithCancel(t.Context())
		c.call(ctx, m, "aborted")
		next := c.call(t.Context(), m, "next")
		cancel()
		synctest.Wait()
		holder.Give()
		synctest.Wait()
		c.want("holder", "next")
		next.Give()

		for range 30 {
			ctx, cancel := context.WithCancel(t.Context())
			holder := c.call(t.Context(), m, "holder")
			aborted := c.call(ctx, m, "aborted")
			next := c.call(t.Context(), m, "next")
			cancel()
			holder.Give() // to the aborted one, if that did not leave yet
			synctest.Wait()
			aborted.Give()
			synctest.Wait()
			if !next.Has() {
				t.Fatal("a turn was lost")
			}
			next.Give()
		}

		late := c.newCall(ctx, m)
		if err := late.Take(); !errors.Is(err, lifetime.ErrAborted) {
			t.Error("a call that is over got a turn:", err)
		}
		late.CleanUp()
		if err := late.Take(); err != nil {
			t.Error(err)
		}
		late.Give()
		late.Give()
		c.all()
	})
}

// TestTurnsAreNeverLost has many calls that come, pass their turns on, wait outside, and are aborted, at any moment,
// until their modules are closed.
func TestTurnsAreNeverLost(t *testing.T) {
	const cpus, most = 3, 5
	c := newCrowd(t, cpus)
	var running, inProgress atomic.Int64
	count := func(n *atomic.Int64, limit int64, what string) (done func()) {
		if now := n.Add(1); now > limit {
			t.Errorf("%d calls %s", now, what)
		}
		return func() { n.Add(-1) }
	}
	somewhile := func(most int) time.Duration { return time.Duration(rand.IntN(most)) * time.Microsecond }
	work := func(call *call) (err error) {
		defer count(&inProgress, 4*most, "are in progress")()
		for err == nil {
			ran := count(&running, cpus, "have a turn")
			time.Sleep(somewhile(20))
			ran()
			if rand.IntN(3) == 0 {
				err = call.Outside(rand.Int64N(500), func() { time.Sleep(somewhile(50)) })
			} else {
				now := time.Now()
				if err = call.life.Ended(now); err == nil {
					err = call.Pass(now)
				}
			}
		}
		return err
	}
	var modules []*Places
	var wg sync.WaitGroup
	for range 4 {
		m := c.turns.NewPlaces(most, 2, 1000)
		modules = append(modules, m)
		for range 12 {
			wg.Go(func() {
				for closed := false; !closed; {
					ctx, cancel := context.WithTimeout(t.Context(), somewhile(200))
					call := c.newCall(ctx, m)
					call.ran = time.Duration(rand.IntN(2)) * longCall * 2
					err := call.Begin()
					if closed = errors.Is(err, lifetime.ErrClosed); err == nil {
						_ = work(call)
					}
					cancel()
					call.CleanUp()
					if rand.IntN(2) == 0 {
						_ = call.Take() // to put its instance back
					}
					call.End()
				}
			})
		}
	}
	for _, m := range modules {
		time.Sleep(200 * time.Millisecond)
		m.Close()
		<-m.Empty()
	}
	wg.Wait()
	if s := c.turns; s.free != s.all || s.queue.modules > 0 {
		t.Errorf("%d of %d turns are free and calls of %d modules wait", s.free, s.all, s.queue.modules)
	}
	for _, m := range modules {
		if m.taken != 0 || m.busy != 0 || m.held != 0 || m.newcomers.Len() != 0 || m.waits() {
			t.Errorf("%+v", *m)
		}
	}
}
