package peers

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	goruntime "runtime"
	"syscall"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// deadline is what a call gets, patience what the test gives a process that does not come to an end.
const (
	deadline = 200 * time.Millisecond
	patience = 10 * time.Second
)

// An observation is what a process saw that ran a hostile module.
type observation struct {
	LoadMS    int64  // until the module could be called, or was refused
	LateMS    int64  // of the call, after the deadline; negative is before it, 0 also where there was no call
	SlowestGC int64  // milliseconds that a garbage collection took meanwhile
	Outcome   string // the error, shortened
}

const hostileModule, hostileWay = "PEERS_HOSTILE_MODULE", "PEERS_HOSTILE_WAY"

// TestMain is the process that runs a hostile module, when it is told to.
func TestMain(m *testing.M) {
	if path := os.Getenv(hostileModule); path != "" {
		json.NewEncoder(os.Stdout).Encode(observe(path, os.Getenv(hostileWay)))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// observe runs a module until the deadline, and collects garbage all the time.
func observe(path, way string) (o observation) {
	collecting := make(chan int64)
	ended := make(chan struct{})
	go func() {
		var slowest int64
		for {
			select {
			case <-ended:
				collecting <- slowest
				return
			default:
				began := time.Now()
				goruntime.GC()
				slowest = max(slowest, time.Since(began).Milliseconds())
				time.Sleep(time.Millisecond)
			}
		}
	}()
	began := time.Now()
	call, err := loadHostile(context.Background(), path, way)
	o.LoadMS = time.Since(began).Milliseconds()
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		began = time.Now()
		err = call(ctx)
		o.LateMS = (time.Since(began) - deadline).Milliseconds()
	}
	close(ended)
	o.SlowestGC = <-collecting
	o.Outcome = fmt.Sprint(err)
	o.Outcome = o.Outcome[:min(len(o.Outcome), 100)]
	return o
}

// loadHostile loads a module and returns a function that calls it.
func loadHostile(ctx context.Context, path, way string) (call func(context.Context) error, err error) {
	if way == "whowasm" {
		engine, err := runtime.New(ctx, runtime.Options{CacheDir: runtime.CacheOff})
		if err != nil {
			return nil, err
		}
		module, err := engine.LoadFile(ctx, path, runtime.Policy{Fuel: 1 << 60, CompileTimeout: 2 * time.Second})
		return func(ctx context.Context) error {
			_, err := module.Identify(ctx, new(sdk.Input))
			return err
		}, err
	}
	p, err := newPlain(ctx, path, true)
	if err != nil {
		return nil, err
	}
	guest, err := p.instance(ctx)
	return func(ctx context.Context) error {
		_, err := ask(ctx, guest, new(sdk.Input))
		return err
	}, err
}

// String says how a run went, nil that it had to be killed.
func (o *observation) String() string {
	if o == nil {
		return fmt.Sprintf("killed after %v", patience)
	}
	ended := fmt.Sprintf("%d ms late", o.LateMS)
	if o.LateMS <= 0 {
		ended = "in time"
	}
	return fmt.Sprintf("loaded in %d ms, %s, collector held for %d ms", o.LoadMS, ended, o.SlowestGC)
}

// outcome is what the call answered.
func (o *observation) outcome() string {
	if o == nil {
		return "nothing"
	}
	return o.Outcome
}

// TestPlainWazero shows what hostile modules do to a process with wazero's own means, and to one with whowasm. The
// table in BENCHMARKS.md is made of what it logs.
func TestPlainWazero(t *testing.T) {
	for _, name := range []string{
		"loop-counting", "calls-40", "bulk-fill", "grow-table", "table-huge", "recursion-small", "br-table-huge",
		"compile-time", "compile-memory",
	} {
		for _, way := range []string{"wazero", "whowasm"} {
			o, rss := observeChild(t, "../hostile/"+name+".wasm", way)
			t.Logf("`%s` on %s: %s, %d MiB resident; %s", name, way, o, rss, o.outcome())
			if way == "whowasm" && o == nil {
				t.Errorf("%s held up a process", name)
			}
		}
	}
}

// observeChild runs a module in a process of its own, and returns nil if it had to be killed.
func observeChild(t *testing.T, path, way string) (o *observation, mebibytes int64) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), hostileModule+"="+path, hostileWay+"="+way)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err == nil {
		o = new(observation)
		err = json.Unmarshal(out, o)
	}
	if err != nil && ctx.Err() == nil {
		o = &observation{Outcome: "the process crashed: " + err.Error()}
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return o, usage.Maxrss >> 10
}
