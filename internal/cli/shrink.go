package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"gapless/fuzz/finding"
	"gapless/fuzz/shrink"
	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"

	"github.com/spf13/cobra"
)

func newShrinkCommand() *cobra.Command {
	var o overrides
	var w shrink.Wanted
	var file string
	cmd := &cobra.Command{
		Use:   "shrink SCRIPT",
		Short: "Make a script that shows a loss as short as it can be",
		Long: `Make a script that shows a loss, or another breach of a property, as short and as plain
as it can be: without statements, arguments and digits that it does not take. What is left
shows the same property broken by the same cause, runs for one product, and says in a
comment what it shows and in expectations what comes of it.

Of several losses the first that no expectation of the script names is taken, or else the
first; --property and --path pick another.`,
		Example: `  gapless shrink nightly.scenario -o small.scenario
  gapless shrink netbackup/worked-example --product netbackup-6.5.2A
  gapless shrink nightly.scenario --property P5 --path /data/a`,
		Args: exactly(1, "a script"),
		RunE: func(cmd *cobra.Command, args []string) error { return runShrink(cmd, args[0], o, w, file) },
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&w.Property, "property", "", "the property that is broken, P1 to P10")
	cmd.Flags().StringVar(&w.Path, "path", "", "the path that is concerned")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write the script to this file instead of the standard output")
	return cmd
}

func runShrink(cmd *cobra.Command, name string, o overrides, w shrink.Wanted, file string) error {
	if err := checkWanted(w); err != nil {
		return wrong(err)
	}
	s, err := load(name)
	if err != nil {
		return wrong(err)
	}
	all, err := s.setups(o)
	if err != nil {
		return wrong(err)
	}
	r := scenarios.NewRunner()
	defer r.Close()
	k, err := pickOf(r, all, w)
	if err != nil {
		return wrong(s.placed(err))
	}
	given, err := withSettings(s.script, o)
	if err != nil {
		return wrong(err)
	}
	small, stats, err := shrink.Finding(r, given, k)
	if err != nil {
		return &ExitError{exitFailed, err}
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%s, %s: %s\n%d statements came down to %d in %d executions\n",
		k.Product, k.Property, k.Cause, stats.Before, stats.After, stats.Executions)
	if file == "" {
		_, err = fmt.Fprint(cmd.OutOrStdout(), small.Format())
		return err
	}
	if err := writeFile(file, func(w io.Writer) error { _, err := io.WriteString(w, small.Format()); return err }); err != nil {
		return wrong(fmt.Errorf("-o: %w", err))
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "replay it with: gapless replay %s\n", file)
	return nil
}

func checkWanted(w shrink.Wanted) error {
	var names []string
	for p := model.Property(1); p < model.Properties; p++ {
		names = append(names, p.String())
	}
	if w.Property != "" && !slices.Contains(names, w.Property) {
		return fmt.Errorf("--property %s: expected one of %s", w.Property, strings.Join(names, ", "))
	}
	return nil
}

// pickOf chooses the finding that is to be shrunk: for the first product that has one
// which no expectation names, or else for the first that has one.
func pickOf(r *scenarios.Runner, all []*setup, w shrink.Wanted) (first finding.Key, err error) {
	found := false
	for _, u := range all {
		res, err := r.Judge(u.Setup, scenarios.Options{})
		if err != nil {
			return first, err
		}
		k, ok := shrink.Pick(res, w)
		if ok && len(res.Unnamed) > 0 {
			return k, nil
		}
		if ok && !found {
			first, found = k, true
		}
	}
	if !found {
		return first, fmt.Errorf("there is nothing to shrink: the script shows %v", w)
	}
	return first, nil
}

// withSettings is a script with the settings of the command line in it.
func withSettings(s *script.Script, o overrides) (*script.Script, error) {
	sets, err := o.settings()
	if err != nil || len(sets) == 0 {
		return s, err
	}
	c := s.Clone()
	for i, set := range sets {
		c.Statements = slices.DeleteFunc(c.Statements, func(st *script.Statement) bool {
			return st.Form.Name == "set" && st.Text("KEY") == set.Key
		})
		st, err := scenarios.Language.Declare("set", set.Key, set.Value)
		if err != nil {
			return nil, err
		}
		c.Statements = slices.Insert(c.Statements, i, st)
	}
	return c, nil
}
