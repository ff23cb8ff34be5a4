package cli

import (
	"context"
	"errors"
	"fmt"

	"gapless/reports"
	"gapless/scenarios"
	"gapless/scenarios/suite"

	"github.com/spf13/cobra"
)

func newWindowCommand() *cobra.Command {
	var o overrides
	var path string
	var line int
	var asJSON bool
	var product string
	cmd := &cobra.Command{
		Use:   "window SCRIPT --path PATH | --envelope PRODUCT",
		Short: "Find the instants at which a change would be lost",
		Long: `Find the instants at which a change would be lost: the true instants such that, if the
path's change were moved there and all else stayed, the path would be silently lost at
some restore point. They are found by running the engine, and exact to the nanosecond.

The path must have one change in the timeline; --line picks one of several.

With --envelope and a product, and no script, find how much that product bears before it
loses, with nothing else out of order: how late a client process may start or a job be
resumed, how far clocks may be set or drift, how coarse stamps may be.`,
		Example: `  gapless window netbackup/worked-example --path /data/zebra.txt --product netbackup-6.5.2A
  gapless window nightly.scenario --path /data/a --line 14 --json
  gapless window --envelope netbackup-6.5.3`,
		Args: func(cmd *cobra.Command, args []string) error {
			if product != "" && len(args) > 0 {
				return wrong(errors.New("--envelope is about a product, and takes no script"))
			}
			if product != "" {
				return nil
			}
			return exactly(1, "a script")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if product != "" {
				return runEnvelope(cmd, product, asJSON)
			}
			if path == "" {
				return wrong(errors.New("say which path with --path PATH"))
			}
			all, found, err := windows(cmd, args[0], path, line, o)
			if err != nil {
				return err
			}
			if asJSON {
				return reports.Encode(cmd.OutOrStdout(), reports.OneOrAll(found))
			}
			for i, u := range all {
				if err := found[i].Write(cmd.OutOrStdout(), u.product()); err != nil {
					return err
				}
			}
			return nil
		},
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&product, "envelope", "", "find how much this product bears, instead of a script's windows")
	cmd.Flags().StringVar(&path, "path", "", "the path whose change is moved")
	cmd.Flags().IntVar(&line, "line", 0, "the line of the change, where several lines change the path")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object; an array when the script has several products")
	return cmd
}

// windows finds the windows for each product.
func windows(cmd *cobra.Command, name, path string, line int, o overrides) ([]*setup, []reports.Found, error) {
	s, err := load(name)
	if err != nil {
		return nil, nil, wrong(err)
	}
	all, err := s.setups(o)
	if err != nil {
		return nil, nil, wrong(err)
	}
	at, err := changeLine(s, all[0], path, line)
	if err != nil {
		return nil, nil, wrong(err)
	}
	done := suite.Run(context.Background(), len(all), cores(), func(r *scenarios.Runner, i int) (*reports.Window, error) {
		w, err := r.FindWindows(all[i].Setup, path, at)
		if err != nil {
			return nil, err
		}
		return reports.WindowOf(w), nil
	}, nil)
	var found []reports.Found
	for i, d := range done {
		if d.Err != nil {
			return nil, nil, failure(all[i], d.Err, cmd.ErrOrStderr())
		}
		f := reports.Found{Path: path, Windows: d.Value.Windows}
		if len(all) > 1 {
			f.Product = all[i].product()
		}
		found = append(found, f)
	}
	return all, found, nil
}

// changeLine is the line of the path's change: the only one, or the one asked for.
func changeLine(s *source, u *setup, path string, line int) (int, error) {
	if line == 0 {
		at, err := u.Change(path, 0)
		if err != nil {
			return 0, fmt.Errorf("%s: %w%s", s.name, err, changeLines(s, path))
		}
		return at, nil
	}
	for _, st := range s.script.Changes(path) {
		if st.Line == line {
			return line, nil
		}
	}
	return 0, fmt.Errorf("%s:%d: this line does not change %s%s", s.name, line, path, changeLines(s, path))
}

// changeLines lists the lines that --line can pick.
func changeLines(s *source, path string) string {
	text := ""
	for _, st := range s.script.Changes(path) {
		text += fmt.Sprintf("\n  --line %d   %s", st.Line, st)
	}
	return text
}
