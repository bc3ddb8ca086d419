package runtime

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
)

// A crowd is modules and their calls that share turns. What a call does while it has one is sleep, on a clock that is no
// real one.
type crowd struct {
	*testing.T
	engine *Engine

	mu  sync.Mutex
	got []string // the calls that got a turn, in their order
}

func newCrowd(t *testing.T, cpus int) *crowd {
	return &crowd{T: t, engine: &Engine{turns: newTurns(cpus)}}
}

func (c *crowd) module() *Module {
	return &Module{engine: c.engine, running: c.Context(), places: newPlaces(100, 100, 0)}
}

// call begins a call that waits for a turn and keeps it.
func (c *crowd) call(ctx context.Context, m *Module, name string) *call {
	call := &call{module: m, ctx: ctx, life: m.life(ctx), turn: turn{places: m.places}}
	c.beside(name, call.takeTurn)
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
	c.beside(name, func() error { return call.passTurn(time.Now()) })
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
	if s := c.engine.turns; s.free != s.all || s.ready.modules > 0 {
		c.Errorf("%d of %d turns are free and calls of %d modules wait", s.free, s.all, s.ready.modules)
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
		late.giveTurn()
		synctest.Wait()
		c.want("second")
		second.giveTurn()
		synctest.Wait()
		c.want("first again")
		first.giveTurn()
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
			c.run(rested.module.engine.turns.reached - rested.turn.places.ran - 1)
			c.pass(rested, "rested")
		}
		c.want("rested", "rested")
		c.run(time.Millisecond)
		c.pass(rested, "rested")
		c.want("busy")
		busy.giveTurn()
		synctest.Wait()
		rested.giveTurn()
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
		short.giveTurn()
		one.giveTurn()
		synctest.Wait()
		c.want("two")
		two.giveTurn()
		c.all()
	})
}

// TestBusyModulesLeaveATurn has modules with many short calls.
func TestBusyModulesLeaveATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 2)
		busy, other := c.module(), c.module()
		ask := func(m *Module, name string) *call { return c.call(t.Context(), m, name) }
		give := func(call *call) {
			call.giveTurn()
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

		busy.places.ran, other.places.ran, c.engine.turns.reached = time.Hour, time.Hour, time.Hour
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
		m := c.module()
		m.places = newPlaces(most, computing, mayHold)
		begin := func(ctx context.Context, name string) *call {
			call := &call{module: m, ctx: ctx, life: m.life(ctx), turn: turn{places: m.places}}
			c.beside(name, call.begin)
			return call
		}
		back := make(chan struct{})
		outside := func(call *call, holds int64, name string) {
			call.guest = &instance{reserved: new(linearMemory)}
			call.guest.reserved.taken.Store(holds)
			c.beside(name, func() error { return call.outside(func() { <-back }) })
		}
		end := func(call *call) {
			call.givePlace()
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
		c.engine.turns.close(m.places)
		synctest.Wait()
		if err := six.begin(); !errors.Is(err, ErrClosed) {
			t.Error("after the end:", err)
		}
		for _, call := range []*call{two, five} {
			select {
			case <-m.places.empty:
				t.Error("calls are in progress")
			default:
			}
			end(call)
		}
		<-m.places.empty
		refused.givePlace()
		six.givePlace()
		c.want()
		if p := m.places; p.taken != 0 || p.busy != 0 || p.outside != 0 || p.waiting.Len() != 0 {
			t.Errorf("%+v", *p)
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
		holder.giveTurn()
		synctest.Wait()
		c.want("holder", "next")
		next.giveTurn()

		for range 30 {
			ctx, cancel := context.WithCancel(t.Context())
			holder := c.call(t.Context(), m, "holder")
			aborted := c.call(ctx, m, "aborted")
			next := c.call(t.Context(), m, "next")
			cancel()
			holder.giveTurn() // to the aborted one, if that did not leave yet
			synctest.Wait()
			aborted.giveTurn()
			synctest.Wait()
			if !next.turn.has {
				t.Fatal("a turn was lost")
			}
			next.giveTurn()
		}

		late := &call{module: m, ctx: ctx, life: m.life(ctx), turn: turn{places: m.places}}
		if err := late.takeTurn(); !errors.Is(err, ErrAborted) {
			t.Error("a call that is over got a turn:", err)
		}
		late.over = true // its instance is to be put back all the same
		if err := late.takeTurn(); err != nil {
			t.Error(err)
		}
		late.giveTurn()
		late.giveTurn()
		c.all()
	})
}

// TestTurnsAreNeverLost has many calls that come, pass their turns on, wait outside, and are aborted, at any moment, until
// their modules are closed.
func TestTurnsAreNeverLost(t *testing.T) {
	const cpus, places = 3, 5
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
		defer count(&inProgress, 4*places, "are in progress")()
		for err == nil {
			ran := count(&running, cpus, "have a turn")
			time.Sleep(somewhile(20))
			ran()
			if rand.IntN(3) == 0 {
				err = call.outside(func() { time.Sleep(somewhile(50)) })
			} else {
				err = call.pause(time.Now())
			}
		}
		return err
	}
	var modules []*Module
	var wg sync.WaitGroup
	for range 4 {
		m := c.module()
		m.places = newPlaces(places, 2, 1000)
		modules = append(modules, m)
		for range 12 {
			wg.Go(func() {
				for closed := false; !closed; {
					ctx, cancel := context.WithTimeout(t.Context(), somewhile(200))
					call := &call{module: m, ctx: ctx, life: m.life(ctx), turn: turn{places: m.places, ran: time.Duration(rand.IntN(2)) * longCall * 2}}
					call.guest = &instance{reserved: new(linearMemory)}
					call.guest.reserved.taken.Store(rand.Int64N(500))
					err := call.begin()
					if closed = errors.Is(err, ErrClosed); err == nil {
						_ = work(call)
					}
					cancel()
					call.over = true
					if rand.IntN(2) == 0 {
						_ = call.takeTurn() // to put its instance back
					}
					call.givePlace()
				}
			})
		}
	}
	for _, m := range modules {
		time.Sleep(200 * time.Millisecond)
		c.engine.turns.close(m.places)
		<-m.places.empty
	}
	wg.Wait()
	if s := c.engine.turns; s.free != s.all || s.ready.modules > 0 {
		t.Errorf("%d of %d turns are free and calls of %d modules wait", s.free, s.all, s.ready.modules)
	}
	for _, m := range modules {
		if p := m.places; p.taken != 0 || p.busy != 0 || p.outside != 0 || p.waiting.Len() != 0 || p.waits() {
			t.Errorf("%+v", *p)
		}
	}
}
