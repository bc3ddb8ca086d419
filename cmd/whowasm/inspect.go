package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/runtime/quote"
)

func newInspect() *cobra.Command {
	var l policyFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect MODULE",
		Short: "Show what a module is and what it needs",
		Long: `inspect loads a module, initialises it, and shows its digest, its convention, its memory, its imports with the
capability that each needs, and what it has of all that is limited, the largest function's where functions are. It
does not ask the module anything.`,
		Example: `  whowasm inspect identify.wasm
  whowasm inspect identify.wasm --json`,
		Args: oneModule,
		RunE: func(cmd *cobra.Command, args []string) error {
			module, free, err := load(cmd, args[0], l)
			if err != nil {
				return err
			}
			defer free()
			info := module.Info()
			if asJSON {
				return printJSON(cmd.OutOrStdout(), info)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintf(w, "module\t%s\n", quote.Text(info.Name))
			fmt.Fprintf(w, "size\t%s\n", humanize.IBytes(uint64(info.Bytes)))
			fmt.Fprintf(w, "sha256\t%s\n", info.SHA256)
			fmt.Fprintf(w, "convention\t%s\n", info.Convention)
			fmt.Fprintf(w, "functions\t%d\n", info.Functions)
			fmt.Fprintf(w, "tables\t%s\n", tableSizes(info.Tables))
			if info.NativeBytes > 0 {
				fmt.Fprintf(w, "compiled\t%s\n", humanize.IBytes(uint64(info.NativeBytes)))
			}
			fmt.Fprintf(w, "memory\t%s after initialisation, %s allowed\n",
				humanize.IBytes(uint64(info.MemoryBytes)), humanize.IBytes(uint64(info.MemoryLimitBytes)))
			each := "restores the pages that it wrote to, and the globals"
			switch {
			case !info.Restored:
				each = "gets a new instance: " + info.NewInstance
			case info.RestoredWhole != "":
				each = "restores all of memory, and the globals: " + info.RestoredWhole
			}
			fmt.Fprintf(w, "each call\t%s\n", each)
			heading := "imports"
			for _, i := range info.Imports {
				needs := ""
				if i.Capability != "" {
					needs = ": " + i.Capability
				}
				if !i.Granted {
					needs += ", which the policy does not grant"
				}
				fmt.Fprintf(w, "%s\t%s%s\n", heading, i.Name, needs)
				heading = ""
			}
			heading = "limits"
			for _, c := range info.Limits {
				fmt.Fprintf(w, "%s\t%s: %s of %s\n", heading, c.What, humanize.Comma(int64(c.Used)),
					humanize.Comma(int64(c.Allowed)))
				heading = ""
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	l.register(cmd)
	return cmd
}

// tableSizes writes the sizes of tables.
func tableSizes(sizes []uint32) string {
	if len(sizes) == 0 {
		return "none"
	}
	text := make([]string, len(sizes))
	for i, size := range sizes {
		text[i] = humanize.Comma(int64(size))
	}
	return strings.Join(text, " and ") + " elements"
}
