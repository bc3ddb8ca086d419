package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
)

func newInspect() *cobra.Command {
	var l limits
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect MODULE",
		Short: "Show what a module is and what it needs",
		Long: `inspect loads a module, initialises it, and shows its digest, its convention, its imports and its memory.
It does not ask the module anything.`,
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
			fmt.Fprintf(w, "module\t%s\n", info.Name)
			fmt.Fprintf(w, "size\t%s\n", humanize.IBytes(uint64(info.Bytes)))
			fmt.Fprintf(w, "sha256\t%s\n", info.SHA256)
			fmt.Fprintf(w, "convention\t%s\n", info.Convention)
			fmt.Fprintf(w, "memory\t%s after initialisation, %s allowed\n",
				humanize.IBytes(uint64(info.MemoryBytes)), humanize.IBytes(uint64(info.MemoryLimitBytes)))
			each := "restores the memory and globals of an instance"
			if !info.Restored {
				each = "gets a new instance: " + info.NewInstance
			}
			fmt.Fprintf(w, "each call\t%s\n", each)
			for i, name := range info.Imports {
				fmt.Fprintf(w, "%s\t%s\n", map[bool]string{true: "imports"}[i == 0], name)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	l.register(cmd)
	return cmd
}
