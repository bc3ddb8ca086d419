package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime"
)

// newSmallEngine returns an engine that holds no more than so many bytes.
func newSmallEngine(t *testing.T, bytes int64) *runtime.Engine {
	t.Helper()
	engine, err := runtime.New(t.Context(), runtime.Options{MemoryBytes: bytes})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if held := engine.Stats().MemoryBytes; held != 0 {
			t.Errorf("a closed engine holds %d bytes", held)
		}
	})
	return engine
}

// TestModulesMakeRoom calls more modules than there is room for, at once, and each answers.
func TestModulesMakeRoom(t *testing.T) {
	const limit = 2 << 20
	engine := newSmallEngine(t, limit)
	var modules []*runtime.Module
	for range 40 {
		modules = append(modules, load(t, engine, "identity", runtime.Policy{}))
	}
	if stats := engine.Stats(); stats.Ready == 0 || stats.Ready == stats.Modules {
		t.Errorf("some of the modules are to be ready, and some not: %+v", stats)
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 100 {
				who, err := modules[rand.IntN(len(modules))].Identify(t.Context(), toolCall(`{}`))
				if err != nil || who.UserID != "u-1" {
					t.Error(who, err)
				}
				if held := engine.Stats().MemoryBytes; held > limit {
					t.Errorf("the engine holds %d bytes", held)
				}
			}
		})
	}
	wg.Wait()
	for _, module := range modules {
		if err := module.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if held := engine.Stats().MemoryBytes; held != 0 {
		t.Errorf("an engine without modules holds %d bytes", held)
	}
}

// TestTheLeastRecentlyUsedMakesRoom keeps asking one module while others come.
func TestTheLeastRecentlyUsedMakesRoom(t *testing.T) {
	engine := newSmallEngine(t, 2<<20)
	kept := load(t, engine, "identity", runtime.Policy{})
	for range 40 {
		load(t, engine, "identity", runtime.Policy{})
		if !kept.Ready() {
			t.Fatal("the module that is asked all the time had to make room")
		}
		if _, err := kept.Identify(t.Context(), toolCall(`{}`)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheSameModuleAgain loads one under several policies: its code is compiled once, and counts once.
func TestTheSameModuleAgain(t *testing.T) {
	const demo, most = "../cmd/whowasm/demo.wasm", 6
	log := new(logBuffer)
	engine, err := runtime.New(t.Context(), runtime.Options{
		CacheDir: t.TempDir(), Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	var modules [most]*runtime.Module
	var loads sync.WaitGroup
	for i := range modules {
		loads.Go(func() {
			var err error
			if modules[i], err = engine.LoadFile(t.Context(), demo,
				runtime.Policy{Timeout: time.Duration(i+1) * time.Minute}); err != nil {
				t.Error(err)
			}
		})
	}
	loads.Wait()
	if t.Failed() {
		t.FailNow()
	}
	if n := strings.Count(log.String(), compiled); n != 1 {
		t.Errorf("compiled %d times", n)
	}
	code := modules[0].Info().NativeBytes
	before := engine.Stats().MemoryBytes
	t.Logf("%d modules hold %d KiB, %d KiB of it the code that they share", most, before>>10, code>>10)
	for i, module := range modules {
		if err := module.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		after := engine.Stats().MemoryBytes
		if freed, isLast := before-after, i == most-1; (freed > code) != isLast {
			t.Errorf("closing module %d of %d frees %d bytes, its code has %d", i+1, most, freed, code)
		}
		before = after
	}
	if before != 0 {
		t.Errorf("an engine without modules holds %d bytes", before)
	}
}

func TestAModuleThatTakesMoreThanThereIs(t *testing.T) {
	engine := newSmallEngine(t, 2<<20)
	other := load(t, engine, "identity", runtime.Policy{})
	greedy := load(t, engine, "grow", runtime.Policy{MemoryBytes: 256 << 20})
	_, err := greedy.Identify(t.Context(), toolCall(`{}`)) // it asks for 128 MiB
	var limit *runtime.LimitError
	if !errors.As(err, &limit) || limit.Limit != "memory of the engine (Options.MemoryBytes)" {
		t.Error("got", err)
	}
	if _, err := other.Identify(t.Context(), toolCall(`{}`)); err != nil {
		t.Error("another module:", err)
	}
	_, err = newSmallEngine(t, 100_000).LoadFile(t.Context(), guestFile("identity"), runtime.Policy{})
	if !errors.As(err, &limit) {
		t.Error("a module that never fits: got", err)
	}
}

// TestCallsOfAModuleDoNotGrowAtOnce has sixteen calls that wait with little memory, so that all are in progress, and
// then take much: one of a tenant who wants all there is, and of one whose calls are to wait for each other.
func TestCallsOfAModuleDoNotGrowAtOnce(t *testing.T) {
	const (
		callers = 16
		limit   = 256 << 20
	)
	// those that may, those that are let be, and what they begin with
	most := int64(goruntime.GOMAXPROCS(0))*(62<<20) + 2*(limit/8)
	if most > limit {
		t.Skipf("%d CPUs may take all that there is", goruntime.GOMAXPROCS(0))
	}
	engine := newSmallEngine(t, limit)
	greedy, err := engine.LoadFile(t.Context(), "../testdata/hostile/sleep-and-grow.wasm",
		runtime.Policy{Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	ctx, abort := context.WithCancel(t.Context())
	var calls sync.WaitGroup
	for range callers {
		calls.Go(func() {
			if _, err := greedy.Identify(ctx, toolCall(`{}`)); !errors.Is(err, runtime.ErrAborted) {
				t.Error(err)
			}
		})
	}
	var held int64
	looks := 0 // since one of them had all that it wants
	until(t, func() bool {
		if held = max(held, engine.Stats().MemoryBytes); held >= 62<<20 {
			looks++
		}
		return looks == 300
	})
	abort()
	calls.Wait()
	if held > most || held < 62<<20 {
		t.Errorf("one module's calls held %d bytes, want at most %d", held, most)
	}

	engine = newSmallEngine(t, 64<<20) // for seven, with an eighth of it for one
	patient := load(t, engine, "waits-and-grows", runtime.Policy{})
	for range callers {
		calls.Go(func() {
			for range 4 {
				if who, err := patient.Identify(t.Context(), toolCall(`{}`)); err != nil || userID(who) != "granted" {
					t.Error(who, err)
				}
			}
		})
	}
	calls.Wait()
}

// TestACallWaitsForRoom lets a module wait for what another one's call holds.
func TestACallWaitsForRoom(t *testing.T) {
	engine := newSmallEngine(t, 300_000) // for one of the two
	waiting := load(t, engine, "identity", runtime.Policy{})
	holding, err := engine.LoadFile(t.Context(), "../testdata/hostile/loop-empty.wasm",
		runtime.Policy{Timeout: time.Second, Fuel: 1 << 40})
	if err != nil {
		t.Fatal(err)
	}
	held := make(chan error, 1)
	go func() {
		_, err := holding.Identify(context.Background(), toolCall(`{}`))
		held <- err
	}()
	until(t, func() bool { return holding.Users() > 0 || len(held) > 0 })
	if waiting.Ready() {
		t.Fatalf("there is room for both: %+v", engine.Stats())
	}
	if _, err := waiting.Identify(t.Context(), toolCall(`{}`)); err != nil {
		t.Error(err)
	}
	if holding.Users() != 0 {
		t.Error("it did not wait for the call that holds the memory")
	}
	if err := <-held; !errors.Is(err, runtime.ErrTimeout) {
		t.Error(err)
	}
}

// TestRoomIsGivenBackWhereSizesDiffer lets modules make each other give up what they hold, whose first state is of
// another size each time that it is made.
func TestRoomIsGivenBackWhereSizesDiffer(t *testing.T) {
	engine := newSmallEngine(t, 3<<20)
	var modules []*runtime.Module
	for range 4 {
		modules = append(modules, load(t, engine, "grows-at-random", runtime.Policy{Concurrency: 4}))
	}
	var callers sync.WaitGroup
	for caller := range 12 {
		callers.Go(func() {
			for call := range 40 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration((call*7+caller*13)%60)*time.Millisecond)
				_, _ = modules[(caller+call)%len(modules)].Identify(ctx, toolCall(`{}`))
				cancel()
			}
		})
	}
	callers.Wait()
	for _, module := range modules {
		if err := module.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if held := engine.Stats().MemoryBytes; held != 0 {
		t.Errorf("all modules are closed, and the engine holds %d bytes", held)
	}
}

// TestADeepStackCounts lets a guest recurse while there is room for its stack, and when there is none.
func TestADeepStackCounts(t *testing.T) {
	engine := newSmallEngine(t, 10<<20)
	deep := load(t, engine, "deep", runtime.Policy{StackBytes: 8 << 20})
	for range 3 {
		held := engine.Stats().MemoryBytes
		if who, err := deep.Identify(t.Context(), toolCall(`{}`)); err != nil || userID(who) != "u-1" {
			t.Fatal(who, err)
		}
		if now := engine.Stats().MemoryBytes; now != held {
			t.Errorf("the engine holds %d bytes after a call, %d before", now, held)
		}
	}
	_, err := newSmallEngine(t, 1<<20).LoadFile(t.Context(), guestFile("deep"), runtime.Policy{StackBytes: 8 << 20})
	var limit *runtime.LimitError
	if !errors.As(err, &limit) || limit.Allowed != 1<<20 {
		t.Error("without room: got", err)
	}
	if _, err := engine.LoadFile(t.Context(), guestFile("deep"), runtime.Policy{StackBytes: 128 << 10}); !errors.As(err,
		&limit) || limit.Limit != "stack" {
		t.Error("beyond its limit: got", err)
	}
}

// TestEngineWaitsForModulesThatAreClosing closes an engine after a module whose calls would not end: their memory must
// not be taken from under them.
func TestEngineWaitsForModulesThatAreClosing(t *testing.T) {
	engine, err := runtime.New(t.Context(), runtime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	module, err := engine.LoadFile(t.Context(), "../testdata/hostile/loop-memory.wasm", runtime.Policy{Concurrency: 4,
		Fuel: 1 << 60})
	if err != nil {
		t.Fatal(err)
	}
	var calls sync.WaitGroup
	for range 4 {
		calls.Go(func() {
			if _, err := module.Identify(context.Background(), toolCall(`{}`)); !errors.Is(err, runtime.ErrClosed) {
				t.Error("a call says", err)
			}
		})
	}
	until(t, func() bool { return module.Users() >= min(4, goruntime.GOMAXPROCS(0)) })
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := module.Close(cancelled); !errors.Is(err, context.Canceled) {
		t.Error("closing the module says", err)
	}
	if err := engine.Close(context.Background()); err != nil {
		t.Error("closing the engine says", err)
	}
	calls.Wait()
	if held := engine.Stats().MemoryBytes; held != 0 {
		t.Errorf("a closed engine holds %d bytes", held)
	}
}

// TestACallThatFindsNoRoomEnds asks a module that has an image and no idle instance, while another holds all the room.
func TestACallThatFindsNoRoomEnds(t *testing.T) {
	engine := newSmallEngine(t, 350_000)
	asking, err := engine.LoadFile(t.Context(), guestFile("keeps-reference"),
		runtime.Policy{Timeout: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	holding, err := engine.LoadFile(t.Context(), "../testdata/hostile/loop-empty.wasm", runtime.Policy{Timeout: time.Hour,
		Fuel: 1 << 60})
	if err != nil {
		t.Fatal(err)
	}
	ctx, abort := context.WithCancel(t.Context())
	var call sync.WaitGroup
	call.Go(func() { holding.Identify(ctx, toolCall(`{}`)) })
	until(t, func() bool { return holding.Users() > 0 })
	_, err = asking.Identify(t.Context(), toolCall(`{}`)) // it ends, though the other does not
	t.Logf("%v: %+v", err, engine.Stats())
	if err != nil && !errors.Is(err, runtime.ErrTimeout) {
		t.Error(err)
	}
	abort()
	call.Wait()
}

// TestModulesOfOneProgram loads modules that differ in their data alone. The second one is not compiled, and holds no
// native code.
func TestModulesOfOneProgram(t *testing.T) {
	log := new(logBuffer)
	engine, err := runtime.New(t.Context(), runtime.Options{
		CacheDir: t.TempDir(), Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	code, err := os.ReadFile(guestFile("identity"))
	if err != nil {
		t.Fatal(err)
	}
	other := bytes.Replace(code, []byte("u-1"), []byte("u-2"), 1)
	held := func() int64 { return engine.Stats().MemoryBytes }
	first, err := engine.Load(t.Context(), "first.wasm", code, runtime.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	one := held()
	second, err := engine.Load(t.Context(), "second.wasm", other, runtime.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(log.String(), "msg=compiled "); n != 1 {
		t.Errorf("compiled %d times:\n%s", n, log)
	}
	if native := first.Info().NativeBytes; native == 0 || held()-one > one-native {
		t.Errorf("the first holds %d bytes, of them %d native ones; the second %d more", one, native, held()-one)
	}
	for module, want := range map[*runtime.Module]string{first: "u-1", second: "u-2"} {
		if who, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil || who.UserID != want {
			t.Errorf("%s says %v, %v, want %s", module.Info().Name, who, err, want)
		}
	}
	if err := first.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if who, err := second.Identify(t.Context(), toolCall(`{}`)); err != nil || who.UserID != "u-2" {
		t.Errorf("after the first was closed the second says %v, %v", who, err)
	}
}
