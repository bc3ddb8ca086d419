package runtime_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	goruntime "runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// A loadedGuest is a module, and what it is asked.
type loadedGuest struct {
	name   string
	module *runtime.Module
	in     *sdk.Input
}

// guests are what benchmarks ask: a guest of a few instructions, two with 1 MiB of memory, also where a call takes
// 300 KiB of its own, and one in Go. The allocators of the two grow memory in each call all the same: the one in Zig by
// 256 KiB, or 768 with those of the call's own; the one in Rust by 64 KiB, or 384.
var guests = []struct {
	name, path string
	in         func(testing.TB) *sdk.Input
}{
	{"small", guestFile("identity"), arguments(`{}`)},
	{"zig", zigGuest, arguments(`{"token": "tok-alice-5f2c"}`)},
	{"zig-grow", zigGuest, arguments(`{"token": "tok-alice-5f2c", "scratch": 307200}`)},
	{"rust", rustGuest, arguments(`{"token": "tok-alice-5f2c"}`)},
	{"rust-grow", rustGuest, arguments(`{"token": "tok-alice-5f2c", "scratch": 307200}`)},
	{"go", "../cmd/whowasm/demo.wasm", func(tb testing.TB) *sdk.Input { return readRequest(tb, "mcp-auth") }},
}

func arguments(text string) func(testing.TB) *sdk.Input {
	return func(testing.TB) *sdk.Input { return toolCall(text) }
}

// loadGuests loads the guests under a policy.
func loadGuests(b *testing.B, policy runtime.Policy) (loaded []loadedGuest) {
	engine, _ := newEngine(b)
	for _, guest := range guests {
		module, err := engine.LoadFile(b.Context(), guest.path, policy)
		if err != nil {
			b.Fatal(err)
		}
		loaded = append(loaded, loadedGuest{guest.name, module, guest.in(b)})
	}
	return loaded
}

// BenchmarkIdentify measures one call: in a fresh sandbox, with an instance that is put back into its first state and
// with a new one, and in an instance that is left as it is.
func BenchmarkIdentify(b *testing.B) {
	restored, kept := loadGuests(b, runtime.Policy{}), loadGuests(b, runtime.Policy{KeepState: true})
	for i := range guests {
		benchIdentify(b, "restored", restored[i], func() {})
		benchIdentify(b, "kept", kept[i], func() {})
		benchIdentify(b, "new", restored[i], restored[i].module.DropIdle)
	}
}

// benchIdentify measures calls, before each of which something is done.
func benchIdentify(b *testing.B, instance string, guest loadedGuest, before func()) {
	b.Run(guest.name+"/"+instance, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			before()
			if who, err := guest.module.Identify(b.Context(), guest.in); err != nil || who == nil {
				b.Fatal(who, err)
			}
		}
	})
}

// BenchmarkThroughput asks from as many goroutines as there are CPUs. With -cpu 1,2 it shows what the second is worth:
// to the guests, and to goroutines that share nothing but the heap, which is the most that the machine gives at the
// time.
func BenchmarkThroughput(b *testing.B) {
	b.Run("machine", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			memory, made := make([]byte, 64<<10), make([]*[600]byte, 1)
			for pb.Next() {
				sum := sha256.Sum256(memory[:8<<10])
				clear(memory)
				copy(memory, sum[:])
				made[0] = new([600]byte)
			}
		})
	})
	for _, guest := range loadGuests(b, runtime.Policy{}) {
		b.Run(guest.name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if who, err := guest.module.Identify(b.Context(), guest.in); err != nil || who == nil {
						b.Error(who, err)
					}
				}
			})
		})
	}
}

// BenchmarkMemory makes very many calls and reports how far memory rose after the first thousand: run it with
// -benchtime 1000000x.
func BenchmarkMemory(b *testing.B) {
	engine, _ := newEngine(b)
	module, err := engine.LoadFile(b.Context(), guestFile("identity"), runtime.Policy{})
	if err != nil {
		b.Fatal(err)
	}
	ask := func(calls int) {
		for range calls {
			if who, err := module.Identify(b.Context(), toolCall(`{}`)); err != nil || who == nil {
				b.Fatal(who, err)
			}
		}
	}
	ask(1000)
	heap, resident := heapBytes(), residentBytes(b)
	b.ResetTimer()
	ask(b.N)
	b.StopTimer()
	b.ReportMetric(float64(heapBytes()-heap), "heap-B")
	b.ReportMetric(float64(residentBytes(b)-resident), "resident-B")
}

func heapBytes() int64 {
	goruntime.GC()
	debug.FreeOSMemory() // again, for finalizers, and for those who read residentBytes next
	var stats goruntime.MemStats
	goruntime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// residentBytes is the process's resident memory. Source: proc_pid_statm(5).
func residentBytes(tb testing.TB) int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		tb.Skip("resident memory is read from /proc, which is Linux's")
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		tb.Fatal(err)
	}
	return resident * int64(os.Getpagesize())
}

// BenchmarkStart is from nothing to a module that can be called, with and without its compiled code in the cache.
func BenchmarkStart(b *testing.B) {
	for _, guest := range []struct{ name, file string }{
		{"small", guestFile("identity")},
		{"go", "../cmd/whowasm/demo.wasm"},
	} {
		start := func(b *testing.B, cache string) {
			engine, err := runtime.New(b.Context(), runtime.Options{CacheDir: cache})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := engine.LoadFile(b.Context(), guest.file, runtime.Policy{}); err != nil {
				b.Fatal(err)
			}
			if err := engine.Close(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(guest.name+"/cached", func(b *testing.B) {
			cache := b.TempDir()
			start(b, cache)
			for b.Loop() {
				start(b, cache)
			}
		})
		b.Run(guest.name+"/compiled", func(b *testing.B) {
			for b.Loop() {
				start(b, runtime.CacheOff)
			}
		})
	}
}

// BenchmarkHostileDeadline measures how late a hostile module is stopped, and how long the garbage collector
// has to wait for it to let it begin: both while nothing else runs, and at the 99th percentile and at worst.
func BenchmarkHostileDeadline(b *testing.B) {
	const deadline = 50 * time.Millisecond // memory of 64 MiB takes half of that
	for _, h := range hostiles {
		if h.call != endless {
			continue
		}
		b.Run(h.name, func(b *testing.B) {
			engine, _ := newEngine(b)
			module := loadHostile(b, engine, h, deadline)
			collecting, stop := context.WithCancel(b.Context())
			var collector sync.WaitGroup
			collector.Go(func() {
				for collecting.Err() == nil {
					goruntime.GC()
					time.Sleep(time.Millisecond)
				}
			})
			before := gcStops()
			var late []time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := module.Identify(b.Context(), toolCall(`{}`)); !errors.Is(err, runtime.ErrTimeout) {
					b.Fatal(err)
				}
				late = append(late, time.Since(began)-deadline)
			}
			stop()
			collector.Wait()
			slices.Sort(late)
			b.ReportMetric(late[len(late)*99/100].Seconds()*1000, "p99-late-ms")
			b.ReportMetric(late[len(late)-1].Seconds()*1000, "max-late-ms")
			p99, longest := gcStops().since(before)
			b.ReportMetric(p99*1000, "p99-gc-wait-ms")
			b.ReportMetric(longest*1000, "max-gc-wait-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// A histogram counts how long it took to stop all goroutines for the collector.
type histogram metrics.Float64Histogram

func gcStops() *histogram {
	sample := []metrics.Sample{{Name: "/sched/pauses/stopping/gc:seconds"}}
	metrics.Read(sample)
	h := sample[0].Value.Float64Histogram()
	return &histogram{Counts: slices.Clone(h.Counts), Buckets: h.Buckets}
}

// since returns the 99th percentile and the longest of what was added since before, in seconds.
func (h *histogram) since(before *histogram) (p99, longest float64) {
	var total, seen uint64
	for i := range h.Counts {
		total += h.Counts[i] - before.Counts[i]
	}
	for i := range h.Counts {
		n := h.Counts[i] - before.Counts[i]
		if n == 0 {
			continue
		}
		longest = h.Buckets[i+1]
		if seen += n; p99 == 0 && seen*100 >= total*99 {
			p99 = longest
		}
	}
	return p99, longest
}

// A clock is a log handler that tells when a guest said something.
type clock struct {
	slog.Handler
	said map[string]chan time.Time
}

func (c clock) Enabled(context.Context, slog.Level) bool { return true }
func (c clock) WithAttrs([]slog.Attr) slog.Handler       { return c }

func (c clock) Handle(_ context.Context, r slog.Record) error {
	if said := c.said[r.Message]; said != nil {
		said <- time.Now()
	}
	return nil
}

// BenchmarkAborted measures how long it takes a guest that asks to see that its caller has gone, or that its time is
// over.
func BenchmarkAborted(b *testing.B) {
	said := clock{said: map[string]chan time.Time{"guest: asking": make(chan time.Time, 1),
		"guest: seen": make(chan time.Time, 1)}}
	engine, err := runtime.New(b.Context(), runtime.Options{Logger: slog.New(said)})
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close(context.Background())
	module := load(b, engine, "aborted", runtime.Policy{Fuel: 1 << 60, LogRate: 1 << 30})
	for _, end := range []struct {
		name  string
		start func() (context.Context, func() time.Time)
	}{
		{"abort", func() (context.Context, func() time.Time) {
			ctx, cancel := context.WithCancel(b.Context())
			return ctx, func() time.Time {
				now := time.Now()
				cancel()
				return now
			}
		}},
		{"deadline", func() (context.Context, func() time.Time) {
			deadline := time.Now().Add(2 * time.Millisecond)
			ctx, cancel := context.WithDeadline(b.Context(), deadline)
			context.AfterFunc(ctx, cancel)
			return ctx, func() time.Time { return deadline }
		}},
	} {
		b.Run(end.name, func(b *testing.B) {
			var late []time.Duration
			stopped := 0 // before it could say that it has seen it
			for b.Loop() {
				ctx, end := end.start()
				done := make(chan struct{})
				go func() {
					defer close(done)
					module.Identify(ctx, toolCall(`{}`))
				}()
				<-said.said["guest: asking"]
				ended := end()
				<-done
				select {
				case seen := <-said.said["guest: seen"]:
					late = append(late, seen.Sub(ended))
				default:
					stopped++
				}
			}
			if len(late) == 0 {
				b.Fatal("it never saw it")
			}
			slices.Sort(late)
			b.ReportMetric(float64(late[len(late)/2].Microseconds()), "median-µs")
			b.ReportMetric(float64(late[len(late)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(stopped)/float64(b.N), "stopped/op")
		})
	}
}
