package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"text/tabwriter"

	"gapless/engine/catalog"
	"gapless/engine/durable"
	"gapless/engine/image"
	"gapless/engine/osdisk"

	"github.com/spf13/cobra"
)

func newRestoreCommand() *cobra.Command {
	var to string
	var job int
	var list bool
	cmd := &cobra.Command{
		Use:   "restore REPOSITORY (--to DIR [--job N] | --list)",
		Short: "Restore a directory from a repository, or list its restore points",
		Long: `Restore a directory as it was at one of a repository's restore points into a
directory that is empty or not there yet. What was directly in the directory that was
backed up comes directly into the new one, with its permissions, modification times,
symlinks and hard links.

A restore point is one job's files over those of the jobs before it, from the last full
on. Files that were deleted between two of them come back, and a renamed file comes
back under both names: nothing in an incremental says that a file is gone.

When it is interrupted, each file that is there is whole; start again with an empty
directory.`,
		Example: `  gapless restore /mnt/backup/work --list
  gapless restore /mnt/backup/work --to ~/restored
  gapless restore /mnt/backup/work --to ~/restored --job 3`,
		Args: exactly(1, "REPOSITORY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case list && (to != "" || cmd.Flags().Changed("job")):
				return &ExitError{exitCall, errors.New("--list goes without --to and --job")}
			case list:
				return listPoints(cmd, args[0])
			case to == "":
				return &ExitError{exitCall, errors.New("say where to with --to DIR, or ask for --list")}
			case cmd.Flags().Changed("job") && job < 1:
				return &ExitError{exitCall, fmt.Errorf("--job %d: jobs are numbered from 1; see --list", job)}
			}
			return runRestore(cmd, args[0], to, job)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&to, "to", "", "the directory to restore into")
	flags.IntVar(&job, "job", 0, "the restore point's job (default the last)")
	flags.BoolVar(&list, "list", false, "list the restore points instead")
	cmd.SetFlagErrorFunc(wrongCall)
	return cmd
}

func runRestore(cmd *cobra.Command, repo, to string, job int) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interruption ends the program at once
	p, err := osdisk.Restore(ctx, repo, to, job)
	var refused *osdisk.Refused
	var version *durable.VersionError
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		return &ExitError{exitInterrupted, fmt.Errorf("interrupted: what is in %s is whole, but not all of the restore point; start again with an empty directory", to)}
	case errors.As(err, &refused) || errors.As(err, &version) || errors.Is(err, catalog.ErrDamaged) || errors.Is(err, image.ErrDamaged):
		return exit(err)
	case p.Job != 0: // what could be restored was
		return &ExitError{exitPartly, err}
	default:
		return exit(err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "job %d, %s of %s from %s, is restored to %s\n",
		p.Job, p.Kind, p.Source, p.At.Local().Format(pointTime), to)
	if len(p.Named) > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "when it was backed up, these were not, or not safely, read:\n  %s\n", strings.Join(p.Named, "\n  "))
	}
	return nil
}

const pointTime = "2006-01-02 15:04:05"

func listPoints(cmd *cobra.Command, repo string) error {
	points, err := osdisk.List(repo)
	if err != nil {
		return exit(err)
	}
	if len(points) == 0 {
		return &ExitError{exitCall, fmt.Errorf("there are no restore points in %s", repo)}
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "JOB\tKIND\tTIME\tFILES\tSTATUS\tSOURCE")
	for _, p := range points {
		fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%d\t%s:%s\n",
			p.Job, p.Kind, p.At.Local().Format(pointTime), p.Files, p.Status, p.Host, p.Source)
	}
	return w.Flush()
}
