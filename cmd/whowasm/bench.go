package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
)

// benchReport is what bench measures. Times are nanoseconds.
type benchReport struct {
	Module     string `json:"module"`
	Calls      int    `json:"calls"`
	LoadNS     int64  `json:"load_ns"`
	FreshNS    int64  `json:"fresh_ns"` // the median of a call, from encoding the request to the restored sandbox
	FreshP99NS int64  `json:"fresh_p99_ns"`
	Fuel       int64  `json:"fuel"`         // of the last call
	Memory     int    `json:"memory_bytes"` // after it
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
sandbox. It prints the median and the 99th percentile of the time, the fuel and the memory.`,
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
				_, usage, err := module.Measure(cmd.Context(), in)
				times[i] = time.Since(began).Nanoseconds()
				if err != nil {
					return failed(fmt.Errorf("%s: call %d: %w", args[0], i+1, err))
				}
				report.Fuel, report.Memory = usage.Fuel, usage.MemoryBytes
			}
			slices.Sort(times)
			report.FreshNS, report.FreshP99NS = times[calls/2], times[calls*99/100]
			if asJSON {
				return printJSON(cmd.OutOrStdout(), report)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "load            %v\nfresh sandbox   %v median, %v 99th percentile, of %d calls\nfuel            %d a call\nmemory          %s\n",
				time.Duration(report.LoadNS).Round(time.Millisecond), time.Duration(report.FreshNS), time.Duration(report.FreshP99NS), calls,
				report.Fuel, humanize.IBytes(uint64(report.Memory)))
			return err
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "file with the input, - for standard input")
	cmd.Flags().IntVar(&calls, "calls", 1000, "how many calls to make")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	l.register(cmd)
	return cmd
}
