package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host/policy"
	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/quote"
)

// checkReport is what check reports with --json.
type checkReport struct {
	File         string   `json:"file"`
	Capabilities []string `json:"capabilities"`
}

func newCheck() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Check a policy file",
		Long: `check reads a policy file as run and serve do, and the secrets that it refers to, and says which
capabilities it grants. Exit code 2 means that something is wrong with it.`,
		Example: `  whowasm check identify.policy.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("want one FILE, a policy file, got %d arguments; see %s --help", len(args), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := policy.Read(args[0])
			if err != nil {
				return err
			}
			if err := f.Module.Check(); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			report := checkReport{File: args[0], Capabilities: []string{}}
			for _, name := range capability.Names {
				if f.Module.Capabilities.Grants(name) {
					report.Capabilities = append(report.Capabilities, name)
				}
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), report)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is good\n", quote.Text(report.File))
			for _, name := range report.Capabilities {
				fmt.Fprintf(cmd.OutOrStdout(), "  grants %s\n", name)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}
