package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"gapless/engine/durable"
	"gapless/engine/osdisk"
	"gapless/engine/products"
	"gapless/model"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

func newBackupCommand() *cobra.Command {
	var to, kind, product string
	var ctime bool
	cmd := &cobra.Command{
		Use:   "backup DIR --to REPOSITORY",
		Short: "Back up a directory of this machine into a repository",
		Long: `Back up a directory of this machine into a repository, a directory that is made
when it is not there. The engine is the one that scenarios test, with the rules of
netbackup-6.5.3, but without putting access times back: your files are left as they are.
With --product gapless it follows the safest rules: it takes every file that is not proven
to be as it was, also all of them when the machine has restarted or its clock was set, and
what was deleted does not come back. Who changes the product begins with a full backup.

The first backup of a directory takes everything. Those after it take the files whose
modification or change time is not earlier than the last backup, less five minutes. The
change time shows files that were renamed or got an old modification time; with
--ctime=false they are not taken, as by the product's default.

Owners and setuid bits of files are not kept; pipes, sockets and devices are passed over. The exit status is 1 when some files could not be backed
up: they are named.`,
		Example: `  gapless backup ~/work --to /mnt/backup/work
  gapless backup ~/work --to /mnt/backup/work --kind full
  gapless backup ~/work --to /mnt/backup/safest --product gapless
  gapless restore /mnt/backup/work --list`,
		Args:        exactly(1, "DIR"),
		Annotations: map[string]string{saves: "a cancelled job is noted in the catalogue"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return &ExitError{exitCall, errors.New("say where to with --to REPOSITORY")}
			}
			rules, err := diskRules(product, ctime, cmd.Flags().Changed("ctime"))
			if err != nil {
				return &ExitError{exitCall, err}
			}
			return runBackup(cmd, args[0], to, model.JobKind(kind), osdisk.Options{Rules: rules})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&to, "to", "", "the repository")
	flags.StringVar(&kind, "kind", "", "full, incremental or cumulative (default incremental, or full the first time)")
	flags.StringVar(&product, "product", onDisk[0], "whose rules to follow: "+strings.Join(onDisk, " or "))
	flags.BoolVar(&ctime, "ctime", true, "take files by their change time, too")
	cmd.SetFlagErrorFunc(wrongCall)
	return cmd
}

// onDisk are the products whose rules work on a real disk, the usual one first.
var onDisk = []string{"netbackup-6.5.3", "gapless"}

// diskRules are the rules of a product, with what the call says of change times.
func diskRules(product string, ctime, said bool) (products.Rules, error) {
	switch {
	case product == onDisk[0]:
		rules := osdisk.Rules()
		rules.Ctime = ctime
		return &rules, nil
	case product != onDisk[1]:
		return nil, fmt.Errorf("--product %s does not back up real disks; expected %s", product, strings.Join(onDisk, " or "))
	case said:
		return nil, fmt.Errorf("--ctime is for %s: %s always looks at change times; leave it out", onDisk[0], product)
	}
	rules := osdisk.CertainRules()
	return &rules, nil
}

// wrongCall gives errors of a command's flags their exit status.
func wrongCall(_ *cobra.Command, err error) error { return &ExitError{exitCall, err} }

// exactly wants n arguments.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return &ExitError{exitCall, fmt.Errorf("expected %s, got %d arguments; see %s --help", what, len(args), cmd.CommandPath())}
	}
}

func runBackup(cmd *cobra.Command, dir, repo string, kind model.JobKind, o osdisk.Options) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	spin, finish := spinner(cmd.ErrOrStderr())
	o.Examined = spin
	r, err := osdisk.Backup(ctx, dir, repo, kind, o)
	finish()
	if err != nil {
		return exit(err)
	}
	for _, note := range r.Notes {
		fmt.Fprintln(cmd.ErrOrStderr(), note)
	}
	fmt.Fprintln(cmd.OutOrStdout(), summary(&r))
	if r.Status != 0 {
		return &ExitError{exitPartly, fmt.Errorf("%d paths were not, or not safely, backed up", len(r.Named))}
	}
	return nil
}

// summary is a backup in a line.
func summary(r *osdisk.Report) string {
	text := fmt.Sprintf("job %d, %s", r.Job, r.Kind)
	switch {
	case r.Base != 0:
		text += fmt.Sprintf(" since job %d", r.Base)
	case r.Kind != model.Full:
		text += " (there was nothing to build on: all was taken)"
	}
	return fmt.Sprintf("%s: %d of %d paths, %d bytes, in %v", text, r.Files, r.Examined, r.Bytes, r.Duration.Round(time.Millisecond))
}

// spinner shows how many paths were looked at, when w is a terminal; without one both
// functions do nothing, and the first is nil.
func spinner(w io.Writer) (examined func(int64), finish func()) {
	if !isTerminal(w) {
		return nil, func() {}
	}
	const unknown = -1
	bar := progressbar.NewOptions64(unknown,
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("reading"), progressbar.OptionShowCount(),
		progressbar.OptionSetItsString("paths"), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	return func(n int64) { _ = bar.Set64(n) }, func() { _ = bar.Finish() }
}

// exit gives an error of the disk's engine its exit status.
func exit(err error) error {
	var refused *osdisk.Refused
	var failed *osdisk.Failed
	var version *durable.VersionError
	code := exitFailed
	switch {
	case errors.As(err, &refused), errors.As(err, &version):
		code = exitCall
	case errors.Is(err, context.Canceled):
		code, err = exitInterrupted, errors.New("interrupted: the job is cancelled, and earlier restore points are as they were")
	case errors.As(err, &failed) && failed.Status <= statusNothing:
		code = exitPartly
	}
	return &ExitError{code, err}
}

// statusNothing is the status of a job that could back nothing up, but did not break.
const statusNothing = 2
