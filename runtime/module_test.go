package runtime_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/internal/pages"
	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// newEngine returns an engine that is closed with the test, and whose log goes to the buffer.
func newEngine(t testing.TB) (*runtime.Engine, *logBuffer) {
	t.Helper()
	log := new(logBuffer)
	engine, err := runtime.New(t.Context(), runtime.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(context.Background()); err != nil {
			t.Error("closing the engine:", err)
		}
	})
	return engine, log
}

// logBuffer is a buffer for several goroutines.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func guestFile(name string) string { return filepath.Join("../testdata/guests", name+".wasm") }

// load loads a module of testdata/guests.
func load(t testing.TB, engine *runtime.Engine, name string, policy runtime.Policy) *runtime.Module {
	t.Helper()
	module, err := engine.LoadFile(t.Context(), guestFile(name), policy)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

func toolCall(arguments string) *sdk.Input {
	return &sdk.Input{Request: sdk.Request{Method: "tools/call", Params: &sdk.Params{Name: "whoami",
		Arguments: json.RawMessage(arguments)}}}
}

func TestModulesThatCannotBeLoaded(t *testing.T) {
	engine, _ := newEngine(t)
	text := filepath.Join(t.TempDir(), "text.wasm")
	if err := os.WriteFile(text, []byte("export default identify"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file   string
		policy runtime.Policy
		want   string
	}{
		{file: "no/such/file.wasm", want: "no/such/file.wasm: no such file"},
		{file: t.TempDir(), want: "not a regular file"},
		{file: text, want: `text.wasm: not a WebAssembly module: it does not begin with \0asm`},
		{file: guestFile("truncated"), want: "truncated: the export section goes beyond the end of the file (offset 32)"},
		{file: guestFile("component"), want: "a WebAssembly component, not a core module; build for wasm32-wasip1"},
		{file: guestFile("no-exports"),
			want: "exports neither identify (a reactor) nor _start (a command); it exports no function"},
		{file: guestFile("wrong-exports"), want: "its exports are: add, main"},
		{file: guestFile("wrong-signature"), want: "exports identify as (i32) -> (i32); a reactor's is (i32, i32) -> (i64)"},
		{file: guestFile("no-alloc"), want: "exports identify but not whowasm_alloc, which a reactor needs"},
		{file: guestFile("no-memory"), want: `exports no "memory"`},
		{file: guestFile("big-memory"), want: "limit reached: initial memory of more than 67108864 bytes"},
		{file: guestFile("unknown-import"),
			want: "imports whowasm.teleport, which this host does not have; the functions of whowasm are: aborted,"},
		{file: guestFile("unknown-module"),
			want: "imports env.now, which this host does not have; it has the modules wasi_snapshot_preview1 and whowasm"},
		{file: guestFile("import-signature"), want: "imports whowasm.aborted as () -> (i64); its signature is () -> (i32)"},
		{file: guestFile("import-global"), want: "imports the global env.offset; the host gives functions only"},
		{file: guestFile("host-as-start"), want: "exports _start as () -> (i32); a command's is () -> ()"},
		{file: guestFile("host-as-memory"), want: `exports no "memory"`},
		{file: guestFile("hidden-name"), want: `exports "whowasm:global.0"; names that begin with "whowasm:" are the host's`},
		{file: guestFile("data-outside"),
			want: "a data segment of 10 bytes at 0xfffa lies outside of the memory of 65536 bytes"},
		{file: guestFile("init-trap"), want: "initialisation failed: the guest trapped: unreachable"},
		{file: guestFile("init-loop"), policy: runtime.Policy{Timeout: 20 * time.Millisecond},
			want: "initialisation failed: identify timed out"},
		{file: guestFile("identity"), policy: runtime.Policy{SHA256: strings.Repeat("ab", 32)}, want: "not the pinned abab"},
		{file: guestFile("identity"), policy: runtime.Policy{ModuleBytes: 10},
			want: "limit reached: module size of more than 10 bytes"},
		{file: guestFile("identity"), policy: runtime.Policy{Timeout: -1}, want: "policy: Timeout is negative"},
		{file: guestFile("identity"), policy: runtime.Policy{MemoryBytes: 8 << 30}, want: "a module can use at most"},
	} {
		t.Run(filepath.Base(test.file)+" "+test.want, func(t *testing.T) {
			module, err := engine.LoadFile(t.Context(), test.file, test.policy)
			if module != nil || err == nil {
				t.Fatalf("loaded, want an error with %q", test.want)
			}
			var load *runtime.LoadError
			if !errors.As(err, &load) || load.Module != test.file {
				t.Errorf("error %#v does not name the file", err)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %q\nwant %q in it", err, test.want)
			}
			if strings.Count(err.Error(), test.file) > 1 {
				t.Errorf("the error names the file more than once: %q", err)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	engine, _ := newEngine(t)
	short := runtime.Policy{Timeout: 50 * time.Millisecond}
	for _, test := range []struct {
		guest  string
		policy runtime.Policy
		want   string // userId, "" for anonymous
		err    string
		is     error
	}{
		{guest: "identity", want: "u-1"},
		{guest: "anonymous"},
		{guest: "null"},
		{guest: "initialized", want: "1"},
		{guest: "host-functions", want: "101"},
		{guest: "closes-stdout", want: "u-1"},
		{guest: "peeks", want: "000"},
		{guest: "poll-unknown", want: "ok"},
		{guest: "exports-host", want: "ok"},
		{guest: "alloc-wide", want: "ok"},
		{guest: "grow", want: "refused"},
		{guest: "grow", policy: runtime.Policy{MemoryBytes: 256 << 20}, want: "granted"},
		{guest: "refused-growth", want: "u-1"},
		{guest: "flood-stderr"},
		{guest: "reports-error", err: "the guest reports: user service: 503"},
		{guest: "bad-json", err: "bad answer: not JSON: at byte 12 of 15"},
		{guest: "bad-type", err: "bad answer: userId: want a string, got a number"},
		{guest: "bad-member", err: "bad answer: role: unknown; what else is known of a user belongs into userData"},
		{guest: "bad-utf8", err: "bad answer: not UTF-8 at byte 12"},
		{guest: "empty-id", err: "bad answer: userId: empty; answer null for an anonymous caller"},
		{guest: "answer-outside", err: "bad answer: identify points to 16 bytes at 0x7fff0000, which is outside the " +
			"memory of 65536 bytes"},
		{guest: "answer-huge", policy: runtime.Policy{MemoryBytes: 1 << 30},
			err: "limit reached: output of more than 65536 bytes"},
		{guest: "alloc-outside", err: "which is outside the memory of 65536 bytes"},
		{guest: "identity", policy: runtime.Policy{InputBytes: 10}, err: "limit reached: input of more than 10 bytes"},
		{guest: "identity", policy: runtime.Policy{IDBytes: 2}, err: "limit reached: userId of more than 2 bytes"},
		{guest: "flood", err: "limit reached: output of more than 65536 bytes"},
		{guest: "silent", err: "bad answer: nothing was answered; answer null for an anonymous caller"},
		{guest: "trap", err: "the guest trapped: unreachable"},
		{guest: "exit-3", err: "the guest exited with code 3: no user today"},
		{guest: "exit-reactor", err: "the guest exited with code 3"},
		{guest: "loop", policy: short, err: "identify timed out", is: runtime.ErrTimeout},
		{guest: "sleep", policy: short, err: "identify timed out", is: context.DeadlineExceeded},
	} {
		t.Run(test.guest+" "+test.err, func(t *testing.T) {
			module := load(t, engine, test.guest, test.policy)
			for range 2 { // also from an instance that has run before
				identity, err := module.Identify(t.Context(), toolCall(`{"token":"t-12345"}`))
				if test.err != "" {
					if err == nil || !strings.Contains(err.Error(), test.err) || identity != nil {
						t.Fatalf("got %v, %v\nwant an error with %q", identity, err, test.err)
					}
					if test.is != nil && !errors.Is(err, test.is) {
						t.Fatalf("%v is not %v", err, test.is)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := userID(identity); got != test.want {
					t.Fatalf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

func userID(identity *sdk.Identity) string {
	if identity == nil {
		return ""
	}
	return identity.UserID
}

func TestErrorTypes(t *testing.T) {
	engine, _ := newEngine(t)
	identify := func(guest string) error {
		_, err := load(t, engine, guest, runtime.Policy{}).Identify(t.Context(), toolCall(`{}`))
		return err
	}
	var guest *runtime.GuestError
	if err := identify("reports-error"); !errors.As(err, &guest) || guest.Message != "user service: 503" ||
		guest.ExitCode != 0 {
		t.Errorf("%#v", err)
	}
	if err := identify("exit-3"); !errors.As(err, &guest) || guest.ExitCode != 3 {
		t.Errorf("%#v", err)
	}
	var trap *runtime.TrapError
	if err := identify("trap"); !errors.As(err, &trap) || trap.Reason != "unreachable" {
		t.Errorf("%#v", err)
	}
	var answer *runtime.AnswerError
	if err := identify("bad-type"); !errors.As(err, &answer) || answer.Path != "userId" {
		t.Errorf("%#v", err)
	}
	var limit *runtime.LimitError
	if err := identify("flood"); !errors.As(err, &limit) || limit.Limit != "output" || limit.Allowed != 64<<10 {
		t.Errorf("%#v", err)
	}
}

func TestCallsLeaveNothingBehind(t *testing.T) {
	engine, _ := newEngine(t)
	for guest, want := range map[string]string{
		"keeps-state":       "00",
		"keeps-grown":       "1",
		"keeps-reference":   "fresh",
		"initialized-table": "1",
	} {
		module := load(t, engine, guest, runtime.Policy{Concurrency: 1})
		for call := range 5 {
			identity, err := module.Identify(t.Context(), toolCall(`{}`))
			if err != nil || userID(identity) != want {
				t.Errorf("%s, call %d: got %q, %v, want %q", guest, call, userID(identity), err, want)
			}
		}
	}
}

// TestMemoryDoesNotTakeTheTimeOfInitialisation loads a module of 64 MiB, for which the system takes some 30 ms, in one:
// on a machine that does something else just then, not at once.
func TestMemoryDoesNotTakeTheTimeOfInitialisation(t *testing.T) {
	engine, _ := newEngine(t)
	policy := runtime.Policy{Timeout: time.Millisecond, Module: wasm.Limits{BodyBytes: 1 << 20}}
	until(t, func() bool {
		_, err := engine.LoadFile(t.Context(), "../testdata/hostile/bulk-fill.wasm", policy)
		if err != nil && !errors.Is(err, runtime.ErrTimeout) {
			t.Fatal(err)
		}
		return err == nil
	})
}

// until waits for something to become true, a minute at most.
func until(t testing.TB, true func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !true(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing happens for a minute")
		}
	}
}

// TestCallsLeaveMemoryAsItWas has a guest write all over its memory: to some pages, of which the system tells where it
// can, and then to most of them.
func TestCallsLeaveMemoryAsItWas(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "scribbles", runtime.Policy{Concurrency: 1})
	ask := func(argument string) {
		t.Helper()
		identity, err := module.Identify(t.Context(), toolCall(`{"seed": "`+argument+`"}`))
		if identity != nil || err != nil {
			t.Fatal(identity, err)
		}
		if err := module.CheckIdle(); err != nil {
			t.Fatalf("after a call with %q: %v", argument, err)
		}
	}
	for range 300 {
		ask(rand.Text())
	}
	if err := pages.Supported(); (err == nil) != (module.Watched() == 1) {
		t.Errorf("memory is watched in %d instances, and the system says %v", module.Watched(), err)
	}
	ask(strings.Repeat("long", 500))
	ask(strings.Repeat("long", 600))
	if module.Watched() != 0 {
		t.Error("memory is watched although calls write to most of it")
	}
	ask("short")
}

// TestWhatAnInstancePrintsWhileItIsMade is not part of any answer.
func TestWhatAnInstancePrintsWhileItIsMade(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "start-prints", runtime.Policy{})
	for range 3 {
		module.DropIdle()
		if identity, err := module.Identify(t.Context(), toolCall(`{}`)); identity != nil || err != nil {
			t.Errorf("got %v, %v", identity, err)
		}
	}
}

func TestUsage(t *testing.T) {
	engine, _ := newEngine(t)
	measure := func(guest, arguments string, policy runtime.Policy) runtime.Usage {
		module := load(t, engine, guest, policy)
		var first runtime.Usage
		for call := range 4 {
			if call == 2 {
				module.DropIdle()
			}
			_, usage, _ := module.Measure(t.Context(), toolCall(arguments))
			usage.Wall = max(min(usage.Wall, 1), 0)
			if call == 0 {
				first = usage
			}
			if usage != first {
				t.Errorf("%s, call %d: %+v, the first was %+v", guest, call, usage, first)
			}
		}
		return first
	}
	small := measure("echo-token", `{"token":"alice"}`, runtime.Policy{})
	large := measure("echo-token", `{"padding":"`+strings.Repeat("x", 1000)+`","token":"alice"}`, runtime.Policy{})
	if small.Fuel < 100 || large.Fuel < small.Fuel+1000 || large.InputBytes < small.InputBytes+1000 {
		t.Errorf("%+v for a small input, %+v for a large one", small, large)
	}
	if small.OutputBytes != len(`{"userId":"alice"}`) || small.MemoryBytes != 128<<10 || small.Wall == 0 {
		t.Errorf("%+v", small)
	}
	if spent := measure("loop", `{}`, runtime.Policy{Fuel: 1_000_000}); spent.Fuel < 1_000_000 || spent.Fuel > 1_001_000 ||
		spent.OutputBytes != 0 {
		t.Errorf("%+v for an endless loop", spent)
	}
	if started := measure("start-works", `{}`, runtime.Policy{Fuel: 5_000_000}); started.Fuel > 1000 {
		t.Errorf("%+v: the start function is not part of the call", started)
	}
	if failed := measure("trap", `{}`, runtime.Policy{}); failed.Fuel == 0 || failed.InputBytes == 0 {
		t.Errorf("%+v for a trap", failed)
	}
}

// TestInitialisationIsPaidForByEachCall has data of 16 MiB and changes a table, so that each call initialises an
// instance.
func TestInitialisationIsPaidForByEachCall(t *testing.T) {
	engine, _ := newEngine(t)
	code := moduleWithDataAndTable(16 << 20)
	module, err := engine.Load(t.Context(), "data", code, runtime.Policy{Concurrency: 1})
	if err != nil {
		t.Fatal(err)
	}
	var first int64
	for call := range 4 {
		_, usage, err := module.Measure(t.Context(), toolCall(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		if call == 0 {
			first = usage.Fuel
		}
		if usage.Fuel != first || usage.Fuel < 2<<20 || usage.Fuel > 3<<20 {
			t.Errorf("call %d: %d units, the first took %d; 8 bytes of data cost 1", call, usage.Fuel, first)
		}
	}
	if _, err := engine.Load(t.Context(), "data", code, runtime.Policy{Fuel: 1 << 20}); err == nil ||
		!strings.Contains(err.Error(), "fuel") {
		t.Errorf("with fuel for half of its data: %v", err)
	}
}

// moduleWithDataAndTable is a reactor with so many bytes of data, which sets an element of its table in each call.
func moduleWithDataAndTable(size int) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	section := func(id byte, content []byte) {
		out = append(binary.AppendUvarint(append(out, id), uint64(len(content))), content...)
	}
	section(1, []byte("\x02\x60\x01\x7f\x01\x7f\x60\x02\x7f\x7f\x01\x7e")) // (i32) -> (i32), (i32, i32) -> (i64)
	section(3, []byte{2, 0, 1})
	section(4, []byte{1, 0x70, 0, 1})                                                         // a table of one function
	section(5, binary.AppendUvarint([]byte{1, 0}, uint64(size>>16+2)))                        // memory
	section(7, []byte("\x03\x06memory\x02\x00\x0dwhowasm_alloc\x00\x00\x08identify\x00\x01")) // exports
	section(10, []byte("\x02\x05\x00\x41\x80\x08\x0b\x0a\x00\x41\x00\xd0\x70\x26\x00\x42\x00\x0b"))
	data := append(binary.AppendUvarint([]byte{1, 0, 0x41, 0x80, 0x80, 0x04, 0x0b}, uint64(size)),
		bytes.Repeat([]byte{0xaa}, size)...)
	section(11, data)
	return out
}

func TestAbortStopsTheGuest(t *testing.T) {
	engine, _ := newEngine(t)
	for _, guest := range []string{"loop", "sleep"} {
		module := load(t, engine, guest, runtime.Policy{Concurrency: 1})
		ctx, abort := context.WithCancel(t.Context())
		errs := make(chan error)
		go func() {
			_, err := module.Identify(ctx, toolCall(`{}`))
			errs <- err
		}()
		abort()
		if err := <-errs; !errors.Is(err, runtime.ErrAborted) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", guest, err)
		}
		// The guest's place is free again.
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		if _, err := module.Identify(ctx, toolCall(`{}`)); !errors.Is(err, runtime.ErrTimeout) {
			t.Errorf("%s, after an abort: %v", guest, err)
		}
		cancel()
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "sleep", runtime.Policy{Concurrency: 1})
	busy, release := context.WithCancel(t.Context())
	done := make(chan struct{})
	started := make(chan struct{})
	go func() {
		defer close(done)
		close(started)
		module.Identify(busy, toolCall(`{}`))
	}()
	<-started
	waiting, giveUp := context.WithCancel(t.Context())
	errs := make(chan error)
	go func() {
		_, err := module.Identify(waiting, toolCall(`{}`))
		errs <- err
	}()
	giveUp()
	if err := <-errs; !errors.Is(err, runtime.ErrAborted) {
		t.Errorf("a call that waits for its turn: %v", err)
	}
	release()
	<-done
}

func TestManyCallsAtOnce(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "keeps-state", runtime.Policy{Concurrency: 4})
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			for range 50 {
				if identity, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil || userID(identity) != "00" {
					t.Errorf("got %q, %v", userID(identity), err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestInstancesAreUsedAgain makes calls one after the other and at once: each has an instance of its own, and none is
// lost.
func TestInstancesAreUsedAgain(t *testing.T) {
	const most = 4
	engine, _ := newEngine(t)
	module := load(t, engine, "scribbles", runtime.Policy{Concurrency: most})
	for range 5 {
		if _, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil {
			t.Fatal(err)
		}
		if idle, users := module.Idle(), module.Users(); idle != 1 || users != 0 {
			t.Fatalf("after a call %d instances are idle and %d in use, want 1 and none", idle, users)
		}
	}
	var callers sync.WaitGroup
	for range most {
		callers.Go(func() {
			for range 200 {
				if _, err := module.Identify(t.Context(), toolCall(`{"seed": "`+rand.Text()+`"}`)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	callers.Wait()
	if err := module.CheckIdle(); err != nil {
		t.Error(err)
	}
	if idle, users := module.Idle(), module.Users(); idle > most || users != 0 {
		t.Errorf("%d instances are idle and %d in use, want at most %d and none", idle, users, most)
	}
}

func TestCloseWaitsForCalls(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "sleep", runtime.Policy{Timeout: 100 * time.Millisecond})
	entered := entering(t, module)
	if err := module.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-entered; !errors.Is(err, runtime.ErrTimeout) { // and not ErrClosed: it was left to end
		t.Errorf("the running call: %v", err)
	}
	if _, err := module.Identify(t.Context(), toolCall(`{}`)); !errors.Is(err, runtime.ErrClosed) {
		t.Errorf("a call after Close: %v", err)
	}
	if err := module.Close(t.Context()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

// TestCloseTwiceAtOnce shows that a second Close keeps to its own context while the first one waits.
func TestCloseTwiceAtOnce(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "sleep", runtime.Policy{Timeout: time.Hour, Concurrency: 1})
	entered := entering(t, module)
	first := make(chan error)
	go func() { first <- module.Close(context.Background()) }()
	_, err := module.Identify(t.Context(), toolCall(`{}`))
	if !errors.Is(err, runtime.ErrClosed) { // the first is on its way
		t.Errorf("a call that waits: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := module.Close(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("the second: %v", err)
	}
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
	if err := <-entered; !errors.Is(err, runtime.ErrClosed) {
		t.Errorf("the running call: %v", err)
	}
}

func TestCloseAbortsWhenItsContextEnds(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "sleep", runtime.Policy{Timeout: time.Hour})
	entered := entering(t, module)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := module.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Close: %v", err)
	}
	if err := <-entered; !errors.Is(err, runtime.ErrClosed) {
		t.Errorf("the running call: %v", err)
	}
}

// entering starts a call and returns when it runs; its error comes on the channel.
func entering(t *testing.T, module *runtime.Module) <-chan error {
	t.Helper()
	errs := make(chan error, 1)
	go func() {
		_, err := module.Identify(t.Context(), toolCall(`{}`))
		errs <- err
	}()
	until(t, func() bool { return module.Running() > 0 || len(errs) > 0 })
	return errs
}

func TestLoadAfterClose(t *testing.T) {
	engine, _ := newEngine(t)
	if err := engine.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.LoadFile(t.Context(), guestFile("identity"), runtime.Policy{}); !errors.Is(err,
		runtime.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestPinnedDigest(t *testing.T) {
	engine, _ := newEngine(t)
	wasm, err := os.ReadFile(guestFile("identity"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(wasm)
	load(t, engine, "identity", runtime.Policy{SHA256: strings.ToUpper(hex.EncodeToString(sum[:]))})
}

func TestGuestLogIsBoundedAndHasNoCredentials(t *testing.T) {
	engine, log := newEngine(t)
	if _, err := load(t, engine, "flood-stderr", runtime.Policy{}).Identify(t.Context(), toolCall(`{}`)); err != nil {
		t.Fatal(err)
	}
	if size := len(log.String()); size > 80<<10 { // each unprintable byte takes four in the log
		t.Errorf("1 MiB of standard error became %d bytes of log", size)
	}
	if !strings.Contains(log.String(), "the guest's log is cut") {
		t.Error("nothing says that the log was cut")
	}
	if _, err := load(t, engine, "host-functions", runtime.Policy{}).Identify(t.Context(),
		toolCall(`{"secret":"hello"}`)); err != nil {
		t.Fatal(err)
	}
	const want = `level=WARN msg="guest: [redacted] from the guest" module=host-functions.wasm`
	if !strings.Contains(log.String(), want) {
		t.Errorf("the log lacks %q", want)
	}
}

// TestGuestLogHasARate asks a module that logs once a call more often than it may.
// TestShortRecordsCount has a guest log one byte at a time: a record costs more than its text.
func TestShortRecordsCount(t *testing.T) {
	engine, log := newEngine(t)
	if _, err := load(t, engine, "logs-bytes", runtime.Policy{StderrBytes: 1000, LogRate: 1 << 30}).Identify(t.Context(),
		toolCall(`{}`)); err != nil {
		t.Fatal(err)
	}
	if records := strings.Count(log.String(), `msg="guest: x"`); records == 0 || records > 1000/16 {
		t.Errorf("%d records of one byte were written, with a limit of 1000 bytes", records)
	}
}

func TestGuestLogHasARate(t *testing.T) {
	engine, log := newEngine(t)
	module := load(t, engine, "host-functions", runtime.Policy{LogRate: 3})
	ctx := runtime.WithLogAttributes(t.Context(), "session", "s-1")
	for range 30 { // within far less than a second
		if _, err := module.Identify(ctx, toolCall(`{}`)); err != nil {
			t.Fatal(err)
		}
	}
	records := strings.Count(log.String(), `msg="guest: hello from the guest" module=host-functions.wasm session=s-1`)
	if records < 3 || records > 10 || !strings.Contains(log.String(),
		`msg="the guest's log is cut" module=host-functions.wasm session=s-1 records_per_second=3`) {
		t.Errorf("%d records:\n%s", records, log)
	}
}

// TestACallEndsWhileItsInstanceIsMade gives calls less time than their memory takes.
func TestACallEndsWhileItsInstanceIsMade(t *testing.T) {
	engine, _ := newEngine(t)
	module := load(t, engine, "initialized-large", runtime.Policy{})
	ask := func(timeout time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		_, err := module.Identify(ctx, toolCall(`{}`))
		return err
	}
	held := engine.Stats().MemoryBytes
	for timeout := time.Microsecond; ; timeout *= 2 {
		module.DropIdle()
		err := ask(timeout)
		if err == nil {
			break
		}
		if !errors.Is(err, runtime.ErrTimeout) {
			t.Fatal(err)
		}
	}
	until(t, func() bool { return module.Running() == 0 }) // it is put back by now
	if now := engine.Stats().MemoryBytes; now != held {
		t.Errorf("the engine holds %d bytes, %d before", now, held)
	}
}
