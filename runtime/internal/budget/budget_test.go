package budget

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
)

// A holding is a holder of which a test says what is idle.
type holding struct {
	budget *Budget
	IdleHolding
	gaveUp []bool // whether it might give up all, each time
}

func (h *holding) Idle(bool) IdleHolding { return h.IdleHolding }

func (h *holding) GiveUp(mayGiveUpAll bool) {
	h.gaveUp = append(h.gaveUp, mayGiveUpAll)
	h.budget.Give(h.Bytes)
	h.IdleHolding = IdleHolding{}
}

// holdersOf makes holders that hold what they have to give up.
func holdersOf(t *testing.T, b *Budget, idle ...IdleHolding) (all []*holding) {
	t.Helper()
	for _, i := range idle {
		h := &holding{budget: b, IdleHolding: i}
		if !b.TryTake(h, i.Bytes) {
			t.Fatal("there is no room to begin with")
		}
		b.Add(h)
		all = append(all, h)
	}
	return all
}

func TestWhoGivesUpFirst(t *testing.T) {
	b := New(100)
	all := holdersOf(t, b,
		IdleHolding{Instances, 20, 1}, IdleHolding{All, 20, 3}, IdleHolding{All, 20, 2}, IdleHolding{Nothing, 0, 0})
	asking := all[0]
	for _, step := range []struct{ takes, want int }{{60, 2}, {20, 1}, {20, 0}} {
		if !b.TryTake(asking, int64(step.takes)) {
			t.Fatalf("%d bytes are not to be had", step.takes)
		}
		if h := all[step.want]; len(h.gaveUp) != 1 || h.gaveUp[0] != (h != asking) {
			t.Errorf("for %d bytes holder %d gave up %v", step.takes, step.want, h.gaveUp)
		}
	}
	if b.TryTake(asking, 1) || b.Held() != 100 {
		t.Errorf("there is more than the limit: %d", b.Held())
	}
}

func TestNobodyGivesUpInVain(t *testing.T) {
	b := New(100)
	all := holdersOf(t, b, IdleHolding{All, 50, 1}, IdleHolding{All, 10, 1})
	b.Remove(all[0])
	if b.TryTake(all[1], 60) || len(all[0].gaveUp)+len(all[1].gaveUp) > 0 {
		t.Error("something was given up for what is not enough")
	}
}

func TestTakeWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(100)
		module, closeModule := context.WithCancel(t.Context())
		call, abort := context.WithCancel(t.Context())
		running := &holding{budget: b}
		b.TryTake(running, 100)
		b.Add(running)
		take := func(life lifetime.Life) <-chan error {
			got := make(chan error, 1)
			go func() { got <- b.Take(&life, running, 40) }()
			synctest.Wait()
			return got
		}
		patient, aborted := take(lifetime.New(t.Context(), t.Context())), take(lifetime.New(call, t.Context()))
		closed := take(lifetime.New(t.Context(), module))
		abort()
		closeModule()
		if err := <-aborted; err != lifetime.ErrAborted {
			t.Error("aborted:", err)
		}
		if err := <-closed; err != lifetime.ErrClosed {
			t.Error("closed:", err)
		}
		synctest.Wait()
		if len(patient) > 0 {
			t.Fatal("there was room")
		}
		running.IdleHolding = IdleHolding{Instances, 40, 1}
		b.Released()
		if err := <-patient; err != nil || b.Held() != 100 {
			t.Errorf("%v, %d bytes are held", err, b.Held())
		}
		life := lifetime.New(t.Context(), t.Context())
		var limit *fault.LimitError
		if err := b.Take(&life, running, 101); !errors.As(err, &limit) {
			t.Error("more than there can be:", err)
		}
	})
}

func TestCodeCountsOnce(t *testing.T) {
	b := New(100)
	codes := NewCodes[string, string](b)
	if _, ok := codes.Use("a"); ok {
		t.Error("there is code from nowhere")
	}
	for _, content := range []string{"first", "second"} { // both have compiled it
		b.TryTake(nil, 30)
		if held := codes.Add("a", content, 30); held != "first" {
			t.Error("held is what was added", held)
		}
	}
	if _, ok := codes.Use("a"); !ok || b.Held() != 30 || codes.Share("a") != 10 {
		t.Errorf("%d bytes are held, the share is %d", b.Held(), codes.Share("a"))
	}
	for range 3 {
		codes.Done("a")
	}
	if _, ok := codes.Use("a"); ok || b.Held() != 0 {
		t.Errorf("%d bytes are held after the last use", b.Held())
	}
}
