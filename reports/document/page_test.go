package document

import (
	"encoding/base64"
	"encoding/json"
	stdhtml "html"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"gapless/reports"
	"gapless/scenarios"
)

// tags are what the text of a page is without.
var tags = regexp.MustCompile(`(?s)<style>.*?</style>|<script[ >].*?</script>|<[^>]*>`)

// textOf is the text of HTML as a reader sees it.
func textOf(page string) string {
	return strings.Join(strings.Fields(stdhtml.UnescapeString(tags.ReplaceAllString(page, " "))), " ")
}

// Who has never seen the alert must be able to say what went wrong, and when: the job
// went active at 18:00:00, its resumed process started at 19:45:49, the offset of 10 s
// makes up for 10 s only, and the cutoff became 03:45:39 = 19:45:49 - (18:00:00 -
// 02:00:00 + 10 s).
func TestThePageOfTheAffectedReleaseExplainsTheWorkedExample(t *testing.T) {
	page := html(t, worked(t), Options{})
	_, example, found := strings.Cut(page, `<div class="example">`)
	if !found {
		t.Fatal("there is no example")
	}
	example, _, _ = strings.Cut(example, "</div>")
	for _, part := range []string{textOf(example), textOf(page[strings.Index(page, `id="losses"`):])} {
		for _, want := range []string{
			"netbackup-6.5.2A", "/data/zebra.txt changes at 02:30:00", "took only what changed since 03:45:39", "went active at 18:00:00", "when it was resumed, was at 19:45:49",
			"10s more (the offset)", "except for those 10s", "from 02:00:00 on and before 03:45:39", "with status 0",
		} {
			if !strings.Contains(part, want) {
				t.Errorf("%q is missing in\n%s", want, part[:min(len(part), 1500)])
			}
		}
	}
	for _, want := range []string{"delta = 18:00:00 - 02:00:00 + 10s (offset) = 16h0m10s", "cutoff = 19:45:49 - 16h0m10s = 03:45:39", "gapless replay netbackup/worked-example --product netbackup-6.5.2A"} {
		if !strings.Contains(textOf(page), want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestTheSameBookGivesTheSameBytes(t *testing.T) {
	for _, inline := range []int{0, 1} {
		first, second := html(t, worked(t), Options{Inline: inline}), html(t, worked(t), Options{Inline: inline})
		if first != second {
			t.Errorf("inline %d: two pages of one book differ", inline)
		}
	}
}

func TestWhatWasNotSearchedIsSaid(t *testing.T) {
	b := worked(t)
	b.Search = nil
	text := textOf(html(t, b, Options{}))
	for _, want := range []string{"Nothing was searched beyond these scripts.", "Random search Never searched.", "Every script up to a bound Never searched.",
		"Planted defects None was planted for this report.", "How much each product bears Never measured for this report.", "Seed none: nothing was searched",
		"17 rules that no case covers: never exercised", "C9 Failure in the middle of an append."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestWhatTheSearchMissedIsSaid(t *testing.T) {
	text := textOf(html(t, worked(t), Options{}))
	for _, want := range []string{"The search with seed 7 made 6,000,000 random runs and found 18 ways to break a property, 6 of which neither the product's rules nor its method excuse.", "It met 39 of 40 situations", "Of 40 planted defects it found 39.",
		"1 of 40 were never met.", "1 of 40 were not found.", "✗ situation-0 a clock is stepped back across a reference never met", "not found in 260", "bears 5m, loses from 5m0.000000001s on", "no loss up to 2s, the most that was tried"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// hostile tries to be more than text.
const hostile = `/data/<script>hacked=1</script><img src=x onerror=hacked=1>"'` + "`&amp;\x1b[2J\u202etxt.exe\u2066"

// hostileBook has it everywhere: as names in a script that runs, and as texts in a report
// that somebody else wrote.
func hostileBook(t testing.TB) *reports.Book {
	t.Helper()
	quoted, _ := json.Marshal(hostile)
	script := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(strings.ReplaceAll("# "+`</pre><script>hacked=1</script>`+"\nproduct netbackup-6.5.2A\nvolume /data fs=ext4\nfile PATH 1KB\n"+
		"policy nightly volumes=/data checkpoint=15m\n02:00 full nightly\n02:30 write PATH\n18:00 delay bpbkar 4h\n18:00 incremental nightly\n", "PATH", string(quoted)))
	r := scenarios.NewRunner()
	defer r.Close()
	c := judged(t, r, hostile, script, "netbackup-6.5.2A")
	if len(c.Lost) != 1 || c.Lost[0] != hostile {
		t.Fatalf("it loses %q", c.Lost)
	}
	c.Problems = append(c.Problems, reports.Problem{Line: 3, Text: hostile})
	c.Violations[0].Cause.Sentences = append(c.Violations[0].Cause.Sentences, hostile)
	c.Assumptions, c.Covers = []string{hostile}, []string{hostile}
	b := compiled([]*reports.Case{c})
	b.Environment = reports.Environment{Version: hostile, Commit: hostile, Go: hostile}
	b.Uncovered = append(b.Uncovered, reports.Uncovered{Rule: hostile, Text: hostile})
	b.Search = search(1)
	b.Search.Obligations[0].About, b.Search.Mutants[0].Name, b.Search.Envelopes[0].Axes[0].Name, b.Search.Envelopes[0].Product = hostile, hostile, hostile, hostile
	b.Search.Exhaustive[0].Bound = hostile
	return b
}

func TestHostileTextIsTextOnThePage(t *testing.T) {
	page := html(t, hostileBook(t), Options{})
	for _, r := range page {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("the page has %q", r)
		}
	}
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
	for _, not := range []string{"<img", "onerror=hacked=1>"} {
		if strings.Contains(page, not) {
			t.Errorf("the page has %s", not)
		}
	}
	if n := strings.Count(textOf(page), `<script>hacked=1</script><img src=x onerror=hacked=1>"'`+"`&amp;"+`\x1b[2J\u202etxt.exe\u2066`); n < 10 {
		t.Errorf("the text is there %d times only", n)
	}
}

func TestHostileTextIsTextInTheBrowser(t *testing.T) {
	ctx := chromium(t)
	for _, inline := range []int{0, 1} {
		h, self := visit(t, ctx, html(t, hostileBook(t), Options{Inline: inline}))
		asked[bool](t, ctx, `document.querySelectorAll("details").forEach(d => { d.open = true }), true`)
		for asked[bool](t, ctx, `document.querySelectorAll(".story .body").length < document.querySelectorAll(".story").length`) {
		}
		if asked[bool](t, ctx, `"hacked" in window || document.images.length > 0`) {
			t.Error("the text acts")
		}
		if n := asked[int](t, ctx, `document.body.innerText.split("<script>hacked=1</script><img src=x onerror=hacked=1>").length`); n < 10 {
			t.Errorf("the text is there %d times only", n)
		}
		quiet(t, h, self)
	}
}

// The store must hold what stands on the page otherwise.
func TestStoriesBeyondTheBoundAreStored(t *testing.T) {
	all := html(t, worked(t), Options{})
	few := html(t, worked(t), Options{Inline: 1})
	if strings.Contains(all, `id="store"`) || !strings.Contains(few, `id="store"`) || strings.Contains(few, `class="body"`) {
		t.Error("stories are where they should not be")
	}
	_, packed, _ := strings.Cut(few, `id="store">`)
	packed, _, _ = strings.Cut(packed, "<")
	if _, err := base64.StdEncoding.DecodeString(packed); err != nil {
		t.Error(err)
	}
}

func TestTheEnvelopesBoundaryIsWhereTheHatchEnds(t *testing.T) {
	a := &search(0).Envelopes[2].Axes[0] // bears 300 s of 7200 s that were tried
	got := string(plot(a))
	// The picture ends at 1200 s, so that 300 s are a quarter of its 270 units.
	for _, want := range []string{`class="sound" x="58" y="30" width="67.5"`, `class="edge" d="M125.5 24V154"`, ">loses from 5m0.000000001s<", ">20m<"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
}
