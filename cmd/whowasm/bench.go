package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
)

// benchReport is what bench measures. Times are nanoseconds.
type benchReport struct {
	Module     string `json:"module"`
	Calls      int    `json:"calls"`
	LoadNS     int64  `json:"load_ns"`
	FreshNS    int64  `json:"fresh_ns"` // the median of a call, from encoding the request to the restored sandbox
	FreshP99NS int64  `json:"fresh_p99_ns"`
}

func newBench() *cobra.Command {
	var l limits
	var input string
	var calls int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "bench MODULE",
		Short: "Measure how long a module takes",
		Long: `bench loads a module and asks it the same question many times, one after the other, each time in a fresh
sandbox. It prints the median and the 99th percentile.`,
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
			began := time.Now()
			module, free, err := load(cmd, args[0], l)
			if err != nil {
				return err
			}
			defer free()
			report := benchReport{Module: args[0], Calls: calls, LoadNS: time.Since(began).Nanoseconds()}
			times := make([]int64, calls)
			for i := range times {
				began := time.Now()
				if _, err := module.Identify(cmd.Context(), in); err != nil {
					return failed(fmt.Errorf("%s: call %d: %w", args[0], i+1, err))
				}
				times[i] = time.Since(began).Nanoseconds()
			}
			slices.Sort(times)
			report.FreshNS, report.FreshP99NS = times[calls/2], times[calls*99/100]
			if asJSON {
				return printJSON(cmd.OutOrStdout(), report)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "load            %v\nfresh sandbox   %v median, %v 99th percentile, of %d calls\n",
				time.Duration(report.LoadNS).Round(time.Millisecond), time.Duration(report.FreshNS), time.Duration(report.FreshP99NS), calls)
			return err
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "file with the input, - for standard input")
	cmd.Flags().IntVar(&calls, "calls", 1000, "how many calls to make")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	l.register(cmd)
	return cmd
}
