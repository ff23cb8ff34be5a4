package trace

import (
	"strings"
	"testing"

	"gapless/reports/timeline"
	"gapless/scenarios"
	"gapless/scenarios/library"
	"gapless/scenarios/scenariotest"

	"github.com/google/go-cmp/cmp"
)

// ran is the trace of a script.
func ran(t *testing.T, product, text string) (x *Trace) {
	t.Helper()
	scenariotest.Judge(t, "s", text, product, scenarios.Options{Trace: true}, nil, func(_ *scenarios.Setup, r *scenarios.Result) { x = Of(r) })
	return x
}

func written(t *testing.T, x *Trace, o Options) string {
	t.Helper()
	var b strings.Builder
	if err := x.Write(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What a statement set off stands below it; what was due at the same instant does not.
const together = `host client role=client skew=+1h
volume /data fs=ext4
file /data/a 1KB
policy p volumes=/data schedule=full@daily:02:00
02:00:00 write /data/a
03:00:00 incremental p
on client read /data/a append /data/a 1KB
`

func TestWhatSetOffWhatIsKnownAndNotGuessed(t *testing.T) {
	until := timeline.Instant(2 * 3600e9)
	got := written(t, ran(t, "netbackup-6.5.3", together), Options{Until: &until})
	_, got, _ = strings.Cut(got, "02:00:00   03:00:00")
	got = "02:00:00   03:00:00" + strings.SplitAfter(got, "bpbkar starts")[0]
	const want = `02:00:00   03:00:00  line 5: write /data/a
                       /data/a holds 1024 bytes, stamped 03:00:00
                     a schedule or a timer is due
                       job 1 (full p) is active, status 0
                         bptm starts on media
                         bpbkar starts`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTheWorkedExamplesTraceTellsWhatLostTheFile(t *testing.T) {
	e, _ := library.Find("netbackup/worked-example")
	x := ran(t, "netbackup-6.5.2A", string(e.Text))
	if len(x.Hosts) != 0 {
		t.Errorf("the clocks of %v differ", x.Hosts)
	}
	var lost, woken []string
	for _, s := range x.Steps {
		if s.Lost {
			lost = append(lost, s.At.String()+" "+s.Text)
		}
		if s.Depth == 0 && s.Kind == Woken && s.At > 0 {
			woken = append(woken, s.At.String()+" "+s.Text)
		}
	}
	want := []string{
		"02:30:00 /data/zebra.txt holds 1024 bytes, stamped 02:30:00",
		"22:45:49 job 2 leaves out /data/zebra.txt: time comparison, 02:30:00 against 03:45:39",
	}
	if d := cmp.Diff(want, lost); d != "" {
		t.Error(d)
	}
	// All else is set off by the script; only the end of the slow read, 3 h after the
	// resume, comes by itself.
	if len(woken) == 0 || woken[0] != "22:45:49 job 2 goes on" {
		t.Errorf("what came by itself: %q", woken)
	}
	text := written(t, x, Options{Job: 2})
	for part, there := range map[string]bool{"job 2 leaves out": true, "job 1 ": false, "line 20: write": true, "<- this loses it": true} {
		if strings.Contains(text, part) != there {
			t.Errorf("%q is there: %v", part, !there)
		}
	}
}

func TestATraceShowsAnyNameAsText(t *testing.T) {
	x := ran(t, "netbackup-6.5.3", "volume /data fs=ext4\nfile \"/data/\\u202egpj\\x1b[2J\\n\" 1KB\npolicy p volumes=/data\n02:00 full p\n")
	text := written(t, x, Options{})
	if strings.ContainsAny(text, "\x1b\u202e") || !strings.Contains(text, `/data/\u202egpj\x1b[2J\n holds 1024 bytes`) {
		t.Errorf("the trace is\n%q", text)
	}
}

// Every script's trace can be written, and each of its turns begins at the margin.
func TestEveryTurnOfTheLibraryBeginsAtTheMargin(t *testing.T) {
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			t.Fatal(err)
		}
		x := ran(t, s.Products()[0], string(e.Text))
		for i, step := range x.Steps {
			if i == 0 && step.Depth != 0 || step.Depth > 0 && step.At != x.Steps[i-1].At {
				t.Errorf("%s: %s %s hangs on nothing", e.Name, step.At, step.Text)
			}
			if len(step.Clocks) != len(x.Hosts) {
				t.Errorf("%s: %d clocks of %d", e.Name, len(step.Clocks), len(x.Hosts))
			}
		}
		if !strings.HasPrefix(written(t, x, Options{}), "true time") {
			t.Errorf("%s has no head", e.Name)
		}
	}
}
