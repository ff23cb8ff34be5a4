package document

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// shots is where the pictures of the page at all widths go, to be looked at.
var shots = flag.String("shots", "", "write screenshots of the page into this directory")

// patience is how long the browser may take for one test, far more than it needs.
const patience = 30 * time.Second

// chromium is a browser of its own for a test; without one the test is skipped, and
// says how to get it.
func chromium(t testing.TB) context.Context {
	t.Helper()
	name := ""
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(n); err == nil {
			name = path
			break
		}
	}
	if name == "" {
		t.Skip("there is no Chromium on this machine; make chromium installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(name), chromedp.NoSandbox)
	ctx, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	ctx, end = chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	ctx, end = context.WithTimeout(ctx, patience)
	t.Cleanup(end)
	return ctx
}

// heard is what a page said and asked for.
type heard struct {
	sync.Mutex
	said     []string // errors and warnings
	requests []string
}

// listen hears a page from now on.
func listen(t testing.TB, ctx context.Context) *heard {
	t.Helper()
	h := &heard{}
	err := chromedp.Listen(ctx, func(event any) {
		h.Lock()
		defer h.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			h.said = append(h.said, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			h.said = append(h.said, fmt.Sprint(e.Type, " on the console"))
		case *log.EventEntryAdded:
			h.said = append(h.said, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			h.requests = append(h.requests, e.Request.URL)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	call(t, ctx, network.Enable, network.EnableParams{})
	call(t, ctx, log.Enable, cdp.Empty{})
	return h
}

// run does actions in a browser.
func run(t testing.TB, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// asked evaluates an expression in the page.
func asked[T any](t testing.TB, ctx context.Context, expression string) (value T) {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// await evaluates an expression that gives a promise of a number.
func await(t testing.TB, ctx context.Context, expression string) float64 {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[float64](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// call sends the browser a command.
func call[P, R any](t testing.TB, ctx context.Context, command cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(ctx, command, params); err != nil {
		t.Fatal(err)
	}
}

// visit opens a page from disk.
func visit(t testing.TB, ctx context.Context, text string) (*heard, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	h := listen(t, ctx)
	run(t, ctx, chromedp.Navigate("file://"+name), chromedp.WaitReady("footer"))
	return h, "file://" + name
}

// quiet fails when a page complained, or asked for anything but itself.
func quiet(t *testing.T, h *heard, self string) {
	t.Helper()
	h.Lock()
	defer h.Unlock()
	for _, s := range h.said {
		t.Errorf("the page says: %s", s)
	}
	for _, r := range h.requests {
		if r != self {
			t.Errorf("the page asks for %s", r)
		}
	}
}

// The listener must hear what it is there for.
func TestAPageThatComplainsAndAsksIsHeard(t *testing.T) {
	ctx := chromium(t)
	h, self := visit(t, ctx, `<body><footer>x</footer><img src="other.png"><script>console.error("no"); missing()</script></body>`)
	h.Lock()
	defer h.Unlock()
	if len(h.said) < 2 || len(h.requests) < 2 || h.requests[0] != self {
		t.Errorf("heard %q and %q", h.said, h.requests)
	}
}

func TestThePageOpensFromDiskAndAsksForNothing(t *testing.T) {
	ctx := chromium(t)
	for _, inline := range []int{0, 1} {
		h, self := visit(t, ctx, html(t, worked(t), Options{Inline: inline}))
		n := asked[int](t, ctx, `document.querySelectorAll(".story").length`)
		for i := range n {
			id := fmt.Sprintf("#story-%d", i+1)
			run(t, ctx, chromedp.Click(id+" summary"), chromedp.WaitVisible(id+" .body"))
		}
		if n < 2 {
			t.Errorf("only %d stories", n)
		}
		quiet(t, h, self)
	}
	// The policy holds against what would be planted.
	h, _ := visit(t, ctx, strings.Replace(html(t, worked(t), Options{}), "<main>", `<main><img src="https://example.org/x.png"><script>window.planted = 1</script>`, 1))
	h.Lock()
	defer h.Unlock()
	if refused := strings.Count(strings.Join(h.said, "\n"), "Content Security Policy"); refused < 2 {
		t.Errorf("a planted script or image is not refused: %q", h.said)
	}
}

// visible counts the elements that are shown.
const visible = `(s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length)`

func TestTheMatrixFilters(t *testing.T) {
	ctx := chromium(t)
	visit(t, ctx, html(t, worked(t), Options{}))
	rows := func() int { return asked[int](t, ctx, visible+`(".matrix tbody tr")`) }
	stories := func() int { return asked[int](t, ctx, visible+`(".story")`) }
	all, told := rows(), stories()

	run(t, ctx, chromedp.SendKeys("#f-text", "n1"))
	if got := asked[string](t, ctx, `[...document.querySelectorAll(".matrix tbody tr")].filter(e => e.checkVisibility()).map(e => e.dataset.r).join()`); got != "N1" {
		t.Errorf("n1 leaves the rows %s", got)
	}
	run(t, ctx, chromedp.Click(".filter button"), chromedp.Poll[chromedp.Void](`document.getElementById("f-count").textContent === ""`))
	if rows() != all || stories() != told {
		t.Errorf("cleared, it shows %d of %d rows and %d of %d stories", rows(), all, stories(), told)
	}

	run(t, ctx, chromedp.SetValue("#f-product", "0"), chromedp.Evaluate[chromedp.Void](`document.getElementById("f-product").dispatchEvent(new Event("input", {bubbles: true}))`))
	if heads := asked[int](t, ctx, visible+`(".matrix thead th")`); heads != 4 || stories() != 0 {
		t.Errorf("netbackup-5.1, which loses nothing here, leaves %d heads and %d stories", heads, stories())
	}
	run(t, ctx, chromedp.Click(".filter button"), chromedp.Poll[chromedp.Void](`document.getElementById("f-count").textContent === ""`))

	run(t, ctx, chromedp.SetValue("#f-state", "fail"), chromedp.Evaluate[chromedp.Void](`document.getElementById("f-state").dispatchEvent(new Event("input", {bubbles: true}))`))
	if got := stories(); got != 1 {
		t.Errorf("not as expected are %d stories", got)
	}
	if got := rows(); got == 0 || got == all {
		t.Errorf("not as expected are %d of %d rows", got, all)
	}
	run(t, ctx, chromedp.Click(".filter button"), chromedp.Poll[chromedp.Void](`document.getElementById("f-count").textContent === ""`))

	run(t, ctx, chromedp.Click(`tr[data-r="P4"] td.s-lose button`))
	if got := asked[string](t, ctx, `document.getElementById("f-text").value + " " + document.activeElement.parentNode.className`); !strings.HasPrefix(got, "P4 story") || stories() == 0 {
		t.Errorf("a cell leads to %q and leaves %d stories", got, stories())
	}
}

func TestALossOpensItsTimelineByMouseAndByKey(t *testing.T) {
	ctx := chromium(t)
	for _, inline := range []int{0, 1} {
		visit(t, ctx, html(t, worked(t), Options{Inline: inline}))
		id := asked[string](t, ctx, `document.querySelector("#losses .story").id`)
		run(t, ctx, chromedp.Click("#"+id+" summary"), chromedp.WaitVisible("#"+id+" .timeline svg"))
		if wide := asked[float64](t, ctx, fmt.Sprintf(`document.querySelector("#%s .timeline svg").getBoundingClientRect().width`, id)); wide < 300 {
			t.Errorf("the timeline is %v wide", wide)
		}
		if text := asked[string](t, ctx, fmt.Sprintf(`document.querySelector("#%s .timeline").textContent`, id)); !strings.Contains(text, "/data/zebra.txt") || !strings.Contains(text, "03:45:39") {
			t.Errorf("the timeline says %q", text)
		}
		failed := asked[string](t, ctx, `document.querySelector("#failures .story").id`)
		run(t, ctx, chromedp.Focus("#"+failed+" summary"), chromedp.KeyEvent("\r"), chromedp.WaitVisible("#"+failed+" .timeline svg"))
	}
}

func TestTheReplayCommandIsCopied(t *testing.T) {
	ctx := chromium(t)
	for n, withClipboard := range []bool{true, false} {
		// Another command each time, so that the clipboard cannot have it from before.
		want := "gapless replay netbackup/worked-example --product " + []string{"netbackup-6.0-mp7", "netbackup-6.5.2A"}[n]
		visit(t, ctx, html(t, worked(t), Options{}))
		if !withClipboard {
			asked[bool](t, ctx, `Object.defineProperty(navigator, "clipboard", {value: undefined}), true`)
		}
		run(t, ctx, chromedp.Click("#losses .story summary"), chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelectorAll("#losses .copy")[%d].id = "this-one"`, n)),
			chromedp.Click("#this-one"), chromedp.Poll[chromedp.Void](`document.getElementById("this-one").textContent === "Copied"`))
		// What is on the clipboard shows when it is pasted.
		run(t, ctx, chromedp.Focus("#f-text"))
		call(t, ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "v", Code: "KeyV", WindowsVirtualKeyCode: 86, Modifiers: 2, Commands: []string{"paste"}})
		if got := asked[string](t, ctx, `document.getElementById("f-text").value`); got != want {
			t.Errorf("with a clipboard (%v) it copies %q", withClipboard, got)
		}
	}
}

// overflowing lists elements that stick out of a width, but for those in a part that
// scrolls by itself.
const overflowing = `[...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > %d + 1 &&
  !e.closest(".wide > *, pre > *, .sr, .skip, svg *")).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20)).slice(0, 5)`

func TestThePageFitsDesktopAndPhoneInLightAndDark(t *testing.T) {
	ctx := chromium(t)
	visit(t, ctx, html(t, worked(t), Options{}))
	run(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".story").forEach((d, i) => { d.open = i < 1 })`))
	for _, width := range []int64{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			run(t, ctx, chromedp.EmulateViewport(width, 1400))
			call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			if got := asked[[]string](t, ctx, fmt.Sprintf(overflowing, width)); len(got) > 0 {
				t.Errorf("%d pixels do not hold %q in %s", width, got, scheme)
			}
			if got := asked[int64](t, ctx, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("the page is %d wide on %d in %s", got, width, scheme)
			}
			poor := asked[[]string](t, ctx, contrasts)
			if len(poor) > 0 {
				t.Errorf("in %s hard to read: %q", scheme, poor)
			}
			if *shots == "" {
				continue
			}
			for i, part := range []string{"#verdict", "#matrix", "#failures", "#losses", "#envelope", "#explored"} {
				asked[bool](t, ctx, `document.querySelector("`+part+`").scrollIntoView(), true`)
				picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(*shots, fmt.Sprintf("%d-%s-%d.png", width, scheme, i)), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
