package cli

import (
	"fmt"

	"gapless/engine/products"
	"gapless/reports"
	"gapless/scenarios/library"

	"github.com/spf13/cobra"
)

func newProductsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "products [NAME]",
		Short: "List the products, or what one does and what can be set",
		Long: `List the products whose rules the engine can follow. Of one product: what it does, with
the rule that says so, what it assumes where it claims to lose nothing, and its settings
with default, values and source. A source that
says "decision" is this project's, where the documents leave something open; below it stand
the scripts of the library that would not hold if it were decided otherwise.`,
		Example: `  gapless products
  gapless products netbackup-6.5.2A
  gapless products gapless`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				var all []reports.Product
				for _, p := range products.All() {
					all = append(all, product(p))
				}
				return reports.Products(cmd.OutOrStdout(), all)
			}
			p, ok := products.Find(args[0])
			if !ok {
				return wrong(unknownProduct(args[0]))
			}
			return product(p).Write(cmd.OutOrStdout())
		},
	}
}

// product is a product as reports show it.
func product(p products.Product) reports.Product {
	out := reports.Product{Name: p.Name, About: p.About}
	for _, f := range p.Follows {
		out.Follows = append(out.Follows, reports.Fact{Rule: f.Rule, Text: f.Text})
	}
	for _, a := range p.Assumes {
		out.Assumes = append(out.Assumes, reports.Assumption(a))
	}
	for _, s := range p.Settings() {
		source := s.Source
		if s.Decision {
			source += " (decision)"
		}
		setting := reports.Setting{Key: s.Key, About: s.About, Default: s.Default(p), Values: s.Values(), Source: source}
		for _, turned := range library.TurnedBy(p.Name, s.Key) {
			setting.Turned = append(setting.Turned, reports.Turned{Value: turned.Value, Scripts: turned.Scripts})
		}
		out.Settings = append(out.Settings, setting)
	}
	return out
}

// atMostOne wants a name or nothing.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return wrong(fmt.Errorf("expected at most one name, got %d; see %s --help", len(args), cmd.CommandPath()))
}
