package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// benchReport is what bench measures. Times are nanoseconds, medians of a call unless they say otherwise: from
// encoding the request to reading the answer and, where there is one, the restored sandbox.
type benchReport struct {
	Module string `json:"module"`
	Calls  int    `json:"calls"`
	LoadNS int64  `json:"load_ns"`

	FreshNS       int64 `json:"fresh_ns"` // a fresh sandbox for each call: what a server does
	FreshP99NS    int64 `json:"fresh_p99_ns"`
	WarmNS        int64 `json:"warm_ns,omitempty"`      // the same instance, as the last call left it
	MeteredNS     int64 `json:"metered_ns,omitempty"`   // plain wazero, the metered module, the same instance
	UnmeteredNS   int64 `json:"unmetered_ns,omitempty"` // plain wazero, the module as it is, the same instance
	InstantiateNS int64 `json:"instantiate_ns"`         // plain wazero, the module as it is, a new instance for each call

	Fuel   int64 `json:"fuel"`         // of the last call
	Memory int   `json:"memory_bytes"` // after it
}

func newBench() *cobra.Command {
	var l policyFlags
	var input string
	var calls int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "bench MODULE",
		Short: "Measure how long a module takes, and what the sandbox costs",
		Long: `bench asks a module the same question many times: in a fresh sandbox for each call, as a server does; in one
that is never put back; and on plain wazero, which bounds nothing, in one instance and in a new instance for each call.
The ways take turns in one run, so that their ratios hold on a noisy machine. A command ends with its call, so
that it has no figures for one instance.`,
		Example: `  whowasm bench identify.wasm --input request.json --calls 2000`,
		Args:    oneModule,
		RunE: func(cmd *cobra.Command, args []string) error {
			if calls < 1 {
				return fmt.Errorf("--calls %d: want at least 1", calls)
			}
			in, err := readInput(input, cmd.InOrStdin())
			if err != nil {
				return err
			}
			b := &bench{cmd: cmd, path: args[0], policy: l, in: in, report: benchReport{Module: args[0], Calls: calls}}
			defer b.close()
			if err := b.run(); err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), b.report)
			}
			return b.report.print(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "file with the input, - for standard input")
	cmd.Flags().IntVar(&calls, "calls", 1000, "how many calls to make in each way")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	l.register(cmd)
	return cmd
}

// A bench is one run of the command.
type bench struct {
	cmd    *cobra.Command
	path   string
	policy policyFlags
	in     *sdk.Input
	report benchReport
	frees  []func()
}

// A contender is one way of asking the module.
type contender struct {
	into *int64 // the median
	ask  func(context.Context) error
	took []int64
}

func (b *bench) close() {
	for _, free := range b.frees {
		free()
	}
}

func (b *bench) run() error {
	contenders, err := b.contenders()
	if err != nil {
		return err
	}
	ctx := b.cmd.Context()
	const turn = 10 // calls
	for done := 0; done < b.report.Calls; done += turn {
		for _, c := range contenders {
			for i := done; i < min(done+turn, b.report.Calls); i++ {
				began := time.Now()
				err := c.ask(ctx)
				c.took = append(c.took, time.Since(began).Nanoseconds())
				if err != nil {
					return failed(fmt.Errorf("%s: call %d: %w", b.path, i+1, quote.Error(err)))
				}
			}
		}
	}
	for _, c := range contenders {
		slices.Sort(c.took)
		*c.into = c.took[len(c.took)/2]
	}
	b.report.FreshP99NS = contenders[0].took[b.report.Calls*99/100]
	return nil
}

// contenders sets up the ways of asking, the fresh sandbox first.
func (b *bench) contenders() ([]*contender, error) {
	began := time.Now()
	fresh, err := b.load(func(*runtime.Policy) {})
	if err != nil {
		return nil, err
	}
	b.report.LoadNS = time.Since(began).Nanoseconds()
	contenders := []*contender{{into: &b.report.FreshNS, ask: func(ctx context.Context) error {
		_, usage, err := fresh.Measure(ctx, b.in)
		b.report.Fuel, b.report.Memory = usage.Fuel, usage.MemoryBytes
		return err
	}}}
	code, err := os.ReadFile(b.path)
	if err != nil {
		return nil, err
	}
	unmetered, err := b.plain(code, false)
	if err != nil {
		return nil, err
	}
	contenders = append(contenders, &contender{into: &b.report.InstantiateNS, ask: func(ctx context.Context) error {
		guest, err := unmetered.instantiate(ctx)
		if err != nil {
			return err
		}
		_, err = unmetered.identify(ctx, guest, b.in)
		return errors.Join(err, guest.Close(ctx))
	}})
	if fresh.Info().Convention == "command" {
		return contenders, nil
	}
	more, err := b.sameInstance(code, unmetered)
	return append(contenders, more...), err
}

// sameInstance sets up the ways that use one instance for all calls.
func (b *bench) sameInstance(code []byte, unmetered *plainModule) ([]*contender, error) {
	warm, err := b.load(func(p *runtime.Policy) { p.KeepState = true })
	if err != nil {
		return nil, err
	}
	contenders := []*contender{{into: &b.report.WarmNS, ask: func(ctx context.Context) error {
		_, err := warm.Identify(ctx, b.in)
		return err
	}}}
	metered, err := b.plain(code, true)
	if err != nil {
		return nil, err
	}
	for into, plain := range map[*int64]*plainModule{&b.report.UnmeteredNS: unmetered, &b.report.MeteredNS: metered} {
		var guest api.Module
		if guest, err = plain.instantiate(b.cmd.Context()); err != nil {
			return nil, failed(fmt.Errorf("%s: on plain wazero: %w", b.path, quote.Error(err)))
		}
		contenders = append(contenders, &contender{into: into, ask: func(ctx context.Context) error {
			_, err := plain.identify(ctx, guest, b.in)
			return err
		}})
	}
	return contenders, nil
}

// load loads the module with a policy of the flags.
func (b *bench) load(change func(*runtime.Policy)) (*runtime.Module, error) {
	module, free, err := loadWith(b.cmd, b.path, b.policy, change)
	if err == nil {
		b.frees = append(b.frees, free)
	}
	return module, err
}

func (b *bench) plain(code []byte, metered bool) (*plainModule, error) {
	plain, err := newPlain(b.cmd.Context(), code, metered)
	if err != nil {
		return nil, failed(fmt.Errorf("%s: on plain wazero: %w", b.path, quote.Error(err)))
	}
	b.frees = append(b.frees, func() { plain.close(context.WithoutCancel(b.cmd.Context())) })
	return plain, nil
}

// print writes the report as a table, with ratios.
func (r benchReport) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(what string, nanos int64, of string, base int64) {
		if nanos == 0 {
			return
		}
		fmt.Fprintf(w, "%s\t%v", what, time.Duration(nanos))
		if base != 0 {
			fmt.Fprintf(w, "\t%.2f x %s", float64(nanos)/float64(base), of)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "load\t%v\n", time.Duration(r.LoadNS).Round(10*time.Microsecond))
	row("fresh sandbox", r.FreshNS, "same instance", r.WarmNS)
	row("  99th percentile", r.FreshP99NS, "", 0)
	row("same instance", r.WarmNS, "", 0)
	row("plain wazero, new instance", r.InstantiateNS, "fresh sandbox", r.FreshNS)
	row("plain wazero, same instance, metered", r.MeteredNS, "unmetered", r.UnmeteredNS)
	row("plain wazero, same instance, unmetered", r.UnmeteredNS, "", 0)
	fmt.Fprintf(w, "fuel\t%s a call\n", humanize.Comma(r.Fuel))
	fmt.Fprintf(w, "memory\t%s\n", humanize.IBytes(uint64(r.Memory)))
	fmt.Fprintf(w, "calls\t%d in each way, medians\n", r.Calls)
	return w.Flush()
}
