package timeline

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gapless/scenarios"
	"gapless/scenarios/library"
	"gapless/scenarios/scenariotest"

	"github.com/google/go-cmp/cmp"
)

var pictures = flag.String("pictures", "", "a directory into which the library's pictures are written, to be looked at")

// ran is the timeline of a script.
func ran(t *testing.T, name, product, text string) (x *Timeline) {
	t.Helper()
	scenariotest.Judge(t, name, text, product, scenarios.Options{}, nil, func(_ *scenarios.Setup, r *scenarios.Result) { x = Of(r) })
	return x
}

// drawn is the picture of a timeline.
func drawn(t *testing.T, x *Timeline, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := x.WriteSVG(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wellFormed fails for what is no XML, and returns all texts and titles in it.
func wellFormed(t *testing.T, name, svg string) string {
	t.Helper()
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if c, ok := token.(xml.CharData); ok {
			text.Write(c)
		}
	}
}

// Every script of the library for each of its products: a picture that is XML, the
// same twice, and the same when it is drawn from what was saved as JSON.
func TestTheLibraryIsDrawnAndDrawnAgainFromJSON(t *testing.T) {
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			t.Fatal(err)
		}
		for _, product := range s.Products() {
			x := ran(t, e.Name, product, string(e.Text))
			svg := drawn(t, x, Options{})
			wellFormed(t, e.Name, svg)
			data, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			var saved Timeline
			if err := json.Unmarshal(data, &saved); err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			if d := cmp.Diff(strings.Split(svg, "\n"), strings.Split(drawn(t, &saved, Options{}), "\n")); d != "" {
				t.Errorf("%s on %s is drawn otherwise from JSON: %s", e.Name, product, d)
			}
			if *pictures != "" {
				name := filepath.Join(*pictures, strings.ReplaceAll(e.Name, "/", "-")+"-"+product+".svg")
				if err := os.WriteFile(name, []byte(svg), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// The TechAlert's worked example: the cutoff after the resume is 19:45:49 less the delta
// of the first activation, 18:00:00 - 02:00:00 + 10 s, and so 03:45:39.
func TestTheWorkedExampleIsOnItsPicture(t *testing.T) {
	e, _ := library.Find("netbackup/worked-example")
	x := ran(t, e.Name, "netbackup-6.5.2A", string(e.Text))
	hour := Instant(3600e9)
	cutoff := 3*hour + 45*hour/60 + 39*hour/3600
	if len(x.Jobs) != 2 || len(x.Jobs[1].Starts) != 2 || x.Jobs[1].Starts[1].Cutoff == nil || *x.Jobs[1].Starts[1].Cutoff != cutoff {
		t.Fatalf("jobs are %+v", x.Jobs)
	}
	want := []Window{{"/data/zebra.txt", 2 * hour, cutoff, true}}
	if d := cmp.Diff(want, x.Windows); d != "" {
		t.Error(d)
	}
	var states []string
	for _, f := range x.Jobs[1].Phases {
		states = append(states, f.At.String()+" "+f.State)
	}
	if d := cmp.Diff([]string{"18:00:00 active", "19:15:27 suspended", "19:45:49 active", "22:45:49 done"}, states); d != "" {
		t.Error(d)
	}
	text := wellFormed(t, e.Name, drawn(t, x, Options{}))
	for _, part := range []string{
		"02:30:00 write, lost", "22:45:49 left out: 02:30:00 is before 03:45:39", "cutoff 03:45:39", "19:15:27 suspended",
		"19:45:49 resumed", "base: job 1", "13h14m21s", "from the change to the decision", "unsafe: a change here is lost",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("the picture does not say %q", part)
		}
	}
	// Nobody searched here, so the window is reckoned from the decision.
	bare := strings.NewReplacer("expect window", "# expect window").Replace(string(e.Text))
	x = ran(t, e.Name, "netbackup-6.5.2A", bare)
	want[0].Exact = false
	if d := cmp.Diff(want, x.Windows); d != "" {
		t.Error(d)
	}
}

// A cutoff is a reading of the client's clock, and lies where that clock showed it.
func TestACutoffLiesWhereTheClientsClockShowedIt(t *testing.T) {
	const script = `host client role=client skew=+1h
volume /data fs=ext4
file /data/a 1KB
policy p volumes=/data
02:00:00 full p
04:00:00 clock client -30m
18:00:00 incremental p
`
	x := ran(t, "skewed", "netbackup-6.5.2A", script)
	start := x.Jobs[1].Starts[0]
	// delta is 16h10s; the client shows 18:30 then, and so the cutoff is 02:29:50 by its
	// clock, which showed that at 01:29:50, an hour ahead.
	if start.Shows != "02:29:50" || start.Cutoff == nil || start.Cutoff.String() != "01:29:50" {
		t.Errorf("the start is %+v, with its cutoff at %v", start, start.Cutoff)
	}
	if d := cmp.Diff([]Clock{{"client", []Reading{
		{2 * 3600e9, "03:00:00", "1h", false}, {4 * 3600e9, "04:30:00", "30m", true}, {18 * 3600e9, "18:30:00", "30m", false},
	}}}, x.Clocks); d != "" {
		t.Error(d)
	}
}

func TestTextOfAScriptIsShownAsText(t *testing.T) {
	const script = "product netbackup-6.5.2A\nvolume /data fs=ext4\n" +
		`file "/data/<script>alert(1)<script>\"&'" 1KB` + "\n" + `file "/data/\u202efdp.exe\x1b[31m" 1KB` + "\n" + "policy p volumes=/data" + "\n" +
		"02:00 full p" + "\n" + `02:30 write "/data/<script>alert(1)<script>\"&'"` + "\n" + `02:30 write "/data/\u202efdp.exe\x1b[31m"` + "\n"
	x := ran(t, "<i>&name", "netbackup-6.5.2A", script)
	svg := drawn(t, x, Options{ID: "a"})
	text := wellFormed(t, "hostile", svg)
	for _, part := range []string{"alert(1)", `\u202e`, `\x1b[31m`, "<i>&name"} {
		if !strings.Contains(text, part) {
			t.Errorf("the picture does not show %q", part)
		}
	}
	for _, part := range []string{"<script", "\x1b", "\u202e", "<i>"} {
		if strings.Contains(svg, part) {
			t.Errorf("the picture holds %q as it is", part)
		}
	}
}

// However much happened, a picture stays small enough for a page.
func TestAPictureOfVeryMuchIsNotVeryLarge(t *testing.T) {
	x := &Timeline{Script: "s", Product: "p", To: 1e15}
	path := Path{Path: "/data/a"}
	for i := range 50_000 {
		at := Instant(i) * 2e10
		path.Changes = append(path.Changes, Change{At: at, What: "write"})
		x.Acts = append(x.Acts, Act{at, i, "slow /data/a 1s"})
		x.Jobs = append(x.Jobs, Job{Number: i + 1, Kind: "incremental", Policy: "p", Phases: []Phase{{at, "active"}}, Ended: &at, State: "done"})
	}
	x.Paths = []Path{path}
	if n := len(drawn(t, x, Options{})); n > 700_000 {
		t.Errorf("it has %d bytes", n)
	}
}

func TestInstantsAreReadAsTheyAreWritten(t *testing.T) {
	day := Instant(24 * 3600e9)
	for _, i := range []Instant{0, 1, -1, 3600e9, day, day - 1, -day, 400*day + 5, -3*day + 7} {
		b, _ := i.MarshalText()
		var got Instant
		if err := got.UnmarshalText(b); err != nil || got != i {
			t.Errorf("%s is read as %s, %v", b, got, err)
		}
	}
	for _, bad := range []string{"", "day", "day x 00:00:00", "day 2", "25:00:00", "day 99999999999 00:00:00"} {
		if new(Instant).UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q is an instant", bad)
		}
	}
}
