package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"gapless/fuzz/campaign"
	"gapless/reports"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// isTerminal reports whether a person sees w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// palette colours what goes to a terminal, unless its user asked for none.
// See https://no-color.org.
func palette(w io.Writer) reports.Palette {
	return reports.Palette{On: isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// progress tells how far long work has come: by a bar on a terminal, and by a line at
// each quarter elsewhere. Call step after each piece, and finish at the end.
func progress(w io.Writer, what string, n int) (step func(), finish func()) {
	began := time.Now()
	finish = func() {
		fmt.Fprintf(w, "%s took %v\n", what, time.Since(began).Round(time.Millisecond))
	}
	if !isTerminal(w) {
		done := 0
		return func() {
			if done++; done*4/n > (done-1)*4/n && done < n {
				fmt.Fprintf(w, "%s: %d of %d\n", what, done, n)
			}
		}, finish
	}
	bar := progressbar.NewOptions(n, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionThrottle(50*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionUseANSICodes(true))
	return func() { _ = bar.Add(1) }, func() { _ = bar.Finish(); finish() }
}

// searching tells how far a search is: by a bar on a terminal, and by a line every ten
// seconds elsewhere. The bar is one of time when there is a budget of it.
func searching(w io.Writer, budget time.Duration) (told func(p campaign.Progress), finish func()) {
	began, last := time.Now(), time.Now()
	var now campaign.Progress
	say := func() {
		fmt.Fprintf(w, "%d runs, %d events, %d simulated hours, %d of %d obligations met, %d findings\n",
			now.Runs, now.Events, now.SimulatedHours, now.Met, now.Obligations, now.Findings)
	}
	finish = func() {
		say()
		fmt.Fprintf(w, "searching took %v\n", time.Since(began).Round(time.Millisecond))
	}
	if !isTerminal(w) {
		return func(p campaign.Progress) {
			if now = p; time.Since(last) > 10*time.Second {
				last = time.Now()
				say()
			}
		}, finish
	}
	bar := progressbar.NewOptions64(1, progressbar.OptionSetWriter(w), progressbar.OptionSetPredictTime(false),
		progressbar.OptionThrottle(50*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionUseANSICodes(true))
	return func(p campaign.Progress) {
		now = p
		what := fmt.Sprintf("%d runs, %d events, %d h simulated, %d/%d obligations, %d findings", p.Runs, p.Events, p.SimulatedHours, p.Met, p.Obligations, p.Findings)
		done, of := p.Runs, p.Of
		switch {
		case p.Product == "":
			what, done, of = fmt.Sprintf("shrinking, %d of %d findings", p.Shrunk, p.Findings), int64(p.Shrunk), int64(p.Findings)
		case of == 0:
			done, of = int64(time.Since(began)), int64(budget)
		}
		bar.ChangeMax64(max(1, of))
		bar.Describe(what)
		_ = bar.Set64(min(done, of)) // the bar's errors are about its writer
	}, func() { _ = bar.Finish(); finish() }
}
