package cli

import (
	"fmt"
	"slices"

	"gapless/engine/products"
	"gapless/internal/rulebook"
	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/library"

	"github.com/spf13/cobra"
)

func newRulesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the rules of the source documents, and what exercises each",
		Long: `List the rules of the source documents. With each come the scripts of the library that
cover it, and the breaks: what "set break NAME" makes the engine do wrong on purpose, so
that scripts can be seen to fail.`,
		Example: `  gapless rules
  gapless rules N3
  gapless rules --json`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			rules, err := rules(args)
			if err != nil {
				return wrong(err)
			}
			if asJSON {
				return reports.Encode(cmd.OutOrStdout(), rules)
			}
			return reports.Rules(cmd.OutOrStdout(), rules)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	return cmd
}

// rules are those that are named, or all, with the library's scripts that cover them.
func rules(ids []string) ([]reports.Rule, error) {
	chosen := rulebook.All()
	if len(ids) > 0 {
		r, ok := rulebook.Find(ids[0])
		if !ok {
			return nil, fmt.Errorf("there is no rule %s; gapless rules lists them", ids[0])
		}
		chosen = []rulebook.Rule{r}
	}
	covering := map[string][]string{}
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			return nil, err
		}
		for _, id := range s.Covers() {
			if !slices.Contains(covering[id], e.Name) {
				covering[id] = append(covering[id], e.Name)
			}
		}
	}
	var all []reports.Rule
	for _, r := range chosen {
		out := reports.Rule{ID: r.ID, Text: r.Text, Source: r.Source, Scenarios: append([]string{}, covering[r.ID]...), Breaks: []string{}}
		for _, b := range products.Breaks() {
			if b.Rule == r.ID {
				out.Breaks = append(out.Breaks, b.Name)
			}
		}
		all = append(all, out)
	}
	return all, nil
}
