package document

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gapless/reports"

	"github.com/chromedp/chromedp"
)

// thousand is a report of 1,000 scripts, each under all its products, and of a campaign
// with 20 findings a product. The scripts are those of the library under new names; the
// texts differ, so that packing them is not easier than it would be.
var thousand = sync.OnceValue(func() *reports.Book {
	var cases []*reports.Case
	texts := map[string]bool{}
	library := libraryCases()
	for copies := 0; len(texts) < 1000; copies++ {
		for _, c := range library {
			name := fmt.Sprintf("%s-%d", c.Script, copies)
			if len(texts) == 1000 && !texts[name] {
				break
			}
			texts[name] = true
			cases = append(cases, renamed(c, name, copies))
		}
	}
	b := compiled(cases)
	b.Search = search(20)
	for _, c := range library {
		if len(c.Lost) > 0 && len(b.Found) < 120 {
			b.Found = append(b.Found, renamed(c, fmt.Sprintf("findings/%s-%d", c.Product, len(b.Found)), 99))
		}
	}
	return b
})

// renamed is a case of another script: its name, its paths and its texts differ.
func renamed(c *reports.Case, name string, n int) *reports.Case {
	other := *c
	paths := strings.NewReplacer("/data/", fmt.Sprintf("/data%d/", n*7919), "02:30", fmt.Sprintf("02:%02d", n), "nightly", fmt.Sprintf("policy%d", n*104729))
	other.Script, other.Replay = name, reports.ReplayCommand(name, c.Product)
	other.Violations = slices.Clone(c.Violations)
	for i := range other.Violations {
		v := &other.Violations[i]
		cause := *v.Cause
		v.Path = paths.Replace(v.Path)
		cause.Sentences = slices.Clone(cause.Sentences)
		for k := range cause.Sentences {
			cause.Sentences[k] = paths.Replace(cause.Sentences[k])
		}
		v.Cause = &cause
	}
	return other.From("", paths.Replace(c.Text()))
}

// A thousand scripts and a campaign: at most 3 MB.
func TestAThousandScriptsFitThreeMegabytes(t *testing.T) {
	b := thousand()
	page := html(t, b, Options{})
	t.Logf("%d scripts, %d cases, %d stories: %d bytes", b.Totals.Scripts, b.Totals.Cases, strings.Count(page, `<details class="story`), len(page))
	if b.Totals.Scripts != 1000 || len(page) > 3_000_000 {
		t.Errorf("%d scripts make %d bytes", b.Totals.Scripts, len(page))
	}
}

// BenchmarkThousand writes all files of a report of 1,000 scripts and a campaign.
func BenchmarkThousand(b *testing.B) {
	book := thousand()
	for b.Loop() {
		for _, write := range []func(io.Writer) error{
			func(w io.Writer) error { return Write(w, book, Options{}) },
			func(w io.Writer) error { return reports.Encode(w, book) }, book.JUnit, book.Markdown,
		} {
			if err := write(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkOpen opens the page of a thousand scripts in Chromium, from the call to its
// being drawn, filters it, and opens a stored story: each in milliseconds.
func BenchmarkOpen(b *testing.B) {
	ctx := chromium(b)
	name := filepath.Join(b.TempDir(), "report.html")
	if err := os.WriteFile(name, []byte(html(b, thousand(), Options{})), 0o644); err != nil {
		b.Fatal(err)
	}
	const drawn = `new Promise(done => requestAnimationFrame(() => setTimeout(done)))`
	const timed = `(async act => { const t = performance.now(); await act(); await ` + drawn + `; return performance.now() - t })`
	var opened, filtered, unpacked float64
	for b.Loop() {
		run(b, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate("file://"+name))
		opened += await(b, ctx, drawn+`.then(() => performance.now())`)
		filtered += await(b, ctx, timed+`(() => { const f = document.getElementById("f-text"); f.value = "zebra"; f.dispatchEvent(new Event("input", {bubbles: true})) })`)
		unpacked += await(b, ctx, timed+`(async () => { const d = document.querySelector(".story[data-k]"); d.hidden = false; d.open = true; while (!d.querySelector(".body")) await new Promise(f => setTimeout(f)) })`)
	}
	b.ReportMetric(opened/float64(b.N), "ms-to-open")
	b.ReportMetric(filtered/float64(b.N), "ms-to-filter")
	b.ReportMetric(unpacked/float64(b.N), "ms-to-unpack")
}
