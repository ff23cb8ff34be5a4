package cli

import (
	"fmt"
	"io"
	"os"
	"time"

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
