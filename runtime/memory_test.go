package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
)

// loadCutBack loads a module whose memory begins with so many pages, and may have 256. The log tells which instances
// are not used again.
func loadCutBack(t *testing.T, budget int64, pages, concurrency int) (*runtime.Engine, *runtime.Module, *logBuffer) {
	t.Helper()
	log := new(logBuffer)
	engine, err := runtime.New(t.Context(), runtime.Options{
		MemoryBytes: budget, Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(context.Background()); err != nil || engine.Stats().MemoryBytes != 0 {
			t.Errorf("closing the engine: %v, %d bytes are held", err, engine.Stats().MemoryBytes)
		}
	})
	config := map[string]capability.Value{"pages": {Text: strconv.Itoa(pages)}}
	policy := runtime.Policy{Concurrency: concurrency, Capabilities: capability.Policy{Config: config}}
	return engine, load(t, engine, "cut-back", policy), log
}

// repeats is how many calls are enough.
func repeats() int {
	if testing.Short() {
		return 5
	}
	return 100
}

// grow has the guest look at its memory, and grow it by so many pages.
func grow(t *testing.T, module *runtime.Module, pages int) {
	t.Helper()
	identity, err := module.Identify(t.Context(), toolCall(fmt.Sprintf(`{"n": %d}`, pages)))
	if err != nil || userID(identity) != "good" {
		t.Errorf("growing by %d pages: the guest found %q, %v", pages, userID(identity), err)
	}
}

// reachBeyond has the guest read beyond its memory, and the host write there for it.
func reachBeyond(t *testing.T, module *runtime.Module) {
	t.Helper()
	var trap *runtime.TrapError
	_, err := module.Identify(t.Context(), toolCall(`{"n": 0}`))
	if !errors.As(err, &trap) || !strings.Contains(trap.Reason, "out of bounds") {
		t.Errorf("reading beyond memory: got %v", err)
	}
	identity, err := module.Identify(t.Context(), toolCall(`{"n": 1}`))
	if err != nil || userID(identity) != "good" {
		t.Errorf("the host writing beyond memory: the guest found %q, %v", userID(identity), err)
	}
}

// The log's record of an instance that could not be put back.
const notUsedAgain = "an instance is not used again"

// keptGrowth is how much of what its memory has grown by an instance keeps the room for, in bytes.
const keptGrowth = 4 << 20

// cutBacks are sizes of memory, and what calls grow it by, in pages.
var cutBacks = []struct {
	name        string
	begin, grow int
}{
	{"less than 1 MiB", 3, 5},
	{"less than 1 MiB, much more", 3, 100},
	{"watched", 20, 5},
	{"watched, much more", 20, 100},
	{"the most that is watched", 128, 64},
	{"more than is watched", 160, 5},
	{"more than is watched, much more", 160, 80},
	{"nearly the most that is declared", 160, 95},
}

// TestGrownMemoryIsCutBack makes calls that grow their memory and fill it. Each finds what the first one found, in the
// same instance.
func TestGrownMemoryIsCutBack(t *testing.T) {
	for _, memory := range cutBacks {
		t.Run(memory.name, func(t *testing.T) {
			engine, module, log := loadCutBack(t, 0, memory.begin, 1)
			instances, before := module.Instances(), engine.Stats().MemoryBytes
			for range repeats() {
				grow(t, module, memory.grow)
				reachBeyond(t, module)
				if err := module.CheckIdle(); err != nil {
					t.Fatal(err)
				}
				kept := engine.Stats().MemoryBytes - before
				if want := min(keptGrowth, int64(memory.grow)*runtime.WasmPage); kept != want {
					t.Fatalf("the instance keeps %d bytes of what it has grown by, want %d", kept, want)
				}
			}
			if now := module.Instances(); !slices.Equal(now, instances) || strings.Contains(log.String(), notUsedAgain) {
				t.Errorf("there are instances %v, there were %v:\n%s", now, instances, log)
			}
		})
	}
}

// TestGrownMemoryIsCutBackAtOnce makes the same calls from several goroutines.
func TestGrownMemoryIsCutBackAtOnce(t *testing.T) {
	const callers = 4
	for _, memory := range cutBacks {
		t.Run(memory.name, func(t *testing.T) {
			_, module, log := loadCutBack(t, 0, memory.begin, callers)
			var all sync.WaitGroup
			for caller := range callers {
				all.Go(func() {
					for call := range repeats() {
						grow(t, module, 2+(caller*7+call)%(memory.grow-1))
						reachBeyond(t, module)
					}
				})
			}
			all.Wait()
			if n := len(module.Instances()); n > callers || strings.Contains(log.String(), notUsedAgain) {
				t.Errorf("%d instances for %d callers:\n%s", n, callers, log)
			}
		})
	}
}

// TestMemoryAtItsDeclaredMaximum cannot be cut back: each call has a new instance, and finds what the first one found.
func TestMemoryAtItsDeclaredMaximum(t *testing.T) {
	calls := repeats()
	engine, module, log := loadCutBack(t, 0, 200, 1)
	grow(t, module, 56)
	held := engine.Stats().MemoryBytes
	for range calls - 1 {
		grow(t, module, 56)
		if n, now := len(module.Instances()), engine.Stats().MemoryBytes; n != 0 || now != held {
			t.Fatalf("after a call there are %d instances, and %d bytes are held; want none, and %d", n, now, held)
		}
	}
	reachBeyond(t, module)
	grow(t, module, 55)
	if n := len(module.Instances()); n != 1 {
		t.Errorf("below the maximum there are %d instances, want 1", n)
	}
	if n := strings.Count(log.String(), notUsedAgain); n != calls {
		t.Errorf("%d instances are not used again, want %d:\n%s", n, calls, log)
	}
}

// TestCutBackGivesTheBudgetItsRoom makes calls of which the engine has room for one at a time.
func TestCutBackGivesTheBudgetItsRoom(t *testing.T) {
	const budget = 12 << 20
	for _, pages := range []int{20, 100, 130} {
		engine, module, log := loadCutBack(t, budget, 20, 1)
		grow(t, module, pages)
		instances, held := module.Instances(), engine.Stats().MemoryBytes
		for range repeats() {
			grow(t, module, pages)
			if now := engine.Stats().MemoryBytes; now != held {
				t.Fatalf("after growing by %d pages %d bytes are held, %d before", pages, now, held)
			}
		}
		if now := module.Instances(); !slices.Equal(now, instances) || strings.Contains(log.String(), notUsedAgain) {
			t.Errorf("there are instances %v, there were %v:\n%s", now, instances, log)
		}
		var limit *runtime.LimitError
		if _, err := module.Identify(t.Context(), toolCall(`{"n": 235}`)); !errors.As(err, &limit) {
			t.Errorf("growing beyond the budget: got %v", err)
		}
		if now := engine.Stats().MemoryBytes; now > held {
			t.Errorf("after growing beyond the budget %d bytes are held, %d before", now, held)
		}
		grow(t, module, pages)
	}
}
