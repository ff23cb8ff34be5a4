package script_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gapless/scenarios"
	"gapless/scenarios/script"
)

// samePlaceless compares scripts without the places where their words stood.
var samePlaceless = cmp.Options{
	cmpopts.IgnoreFields(script.Statement{}, "Line", "Col"),
	cmpopts.IgnoreFields(script.Arg{}, "Col"),
	cmp.AllowUnexported(script.Arg{}),
	cmpopts.EquateEmpty(),
}

// checkRoundTrip fails unless printing and parsing a script give the same again.
func checkRoundTrip(t *testing.T, s *script.Script) {
	t.Helper()
	printed := s.Format()
	again, err := script.Parse(scenarios.Language, s.Name, []byte(printed))
	if err != nil {
		t.Fatalf("what was printed does not parse: %v\n%s", err, printed)
	}
	if diff := cmp.Diff(s, again, samePlaceless); diff != "" {
		t.Fatalf("what was printed is another script:\n%s\n%s", diff, printed)
	}
	if diff := cmp.Diff(printed, again.Format()); diff != "" {
		t.Fatalf("the canonical form is not stable:\n%s", diff)
	}
}

// seeds are the scripts of the tests, and pieces in which fuzzing finds corners.
func seeds(t testing.TB) []string {
	files, err := filepath.Glob("../testdata/*.scenario")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	all := []string{
		"", "#", "\n\n# a\n\n\n# b\n\n", "gapless 1\r\n", "set a \"\"\n", "set a `x`\n", "set a \"x=1\" # c\n",
		"symlink /a \"\\xff\\x00\"\n", "02:00 cancel \"p\" job=1\n+1d2h0.5s full p\n", "on client any#2 /a full p\n",
		"expect window /a \"day 2 00:00\" day 3 01:00\n", "expect violation P1 P2 on=a,b\n", "day 2 02:00 clock a drift=-1.5ppm\n",
		"host a role=client skew=-0s\nfile /a 1536B mtime=+2h\nvolume /b fs=hfs+ rate=1MB/s\n",
		"\"date\" \"2009-01-05\"\n\"12:00\" \"expire\"\n\"expect\" nothing \"lost\"",
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}

// FuzzParse looks for a text that makes the parser panic, or that is not the same
// after it was printed and parsed again.
func FuzzParse(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := script.Parse(scenarios.Language, "fuzz", data)
		if err != nil {
			checkPlaces(t, err, data)
			return
		}
		checkRoundTrip(t, s)
		if err := script.Check(scenarios.Language, s, nil); err != nil {
			checkPlaces(t, err, data)
		}
		_ = s.Clone().Changes("/a")
	})
}

// checkPlaces fails unless every mistake has a place inside the file, in order.
func checkPlaces(t *testing.T, err error, data []byte) {
	t.Helper()
	all, ok := err.(script.Errors)
	if !ok || len(all) == 0 || len(all) > script.MaxErrors {
		t.Fatalf("%T of %d mistakes", err, len(all))
	}
	lines := strings.Split(strings.ToValidUTF8(string(data), "?"), "\n")
	row := 0
	for _, e := range all {
		if e.Line < max(row, 1) || e.Line > len(lines) || e.Col < 1 || e.Msg == "" {
			t.Fatalf("a mistake without a place: %v", e)
		}
		row = e.Line
	}
}

func TestScriptsSurvivePrinting(t *testing.T) {
	for _, text := range seeds(t) {
		s, err := script.Parse(scenarios.Language, "x", []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		checkRoundTrip(t, s)
	}
}

func TestCanonicalForm(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"  policy   p checkpoint=5m   volumes=/d\n", "policy p volumes=/d checkpoint=5m\n"},
		{"volume /d fs=ntfs\nset a b\n", "volume /d fs=ntfs\nset    a b\n"},
		{"volume /d fs=ntfs\n\n\n\nset a b\n", "volume /d fs=ntfs\n\nset a b\n"},
		{"\n\n# why\ngapless 1\n", "# why\ngapless 1\n"},
		{"set a b#c\nset d e #c \n", "set a b#c\nset d e  #c\n"},
		{"set a `b c`\nset d \"e\"\nset f \"\"\n", "set a \"b c\"\nset d e\nset f \"\"\n"},
		{"gapless 1\n02:00 full p\nexpect nothing lost\n", "gapless 1\n\n02:00:00       full p\n\nexpect nothing lost\n"},
		{"02:00 full p\n+90s full p\nday 2 02:00:00.50 full p\n",
			"02:00:00         full p\n+1m30s           full p\nday 2 02:00:00.5 full p\n"},
		{"day 1 02:00 full p\n# then\n\n\n#end", "02:00:00       full p\n# then\n\n#end\n"},
		{"expect window /a day 1 02:00 \"day 2 03:00\"\n", "expect window /a 02:00:00 day 2 03:00:00\n"},
	} {
		s, err := script.Parse(scenarios.Language, "x", []byte(c.text))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if diff := cmp.Diff(c.want, s.Format()); diff != "" {
			t.Errorf("%q:\n%s", c.text, diff)
		}
	}
}

func TestArgumentsHaveTheirValues(t *testing.T) {
	s, err := script.Parse(scenarios.Language, "x", []byte(`# Why
# it is.

date 2009-03-29
zone Europe/Berlin
horizon 2d
covers N1 N2
covers X3
product a b
host c role=client skew=-1h30m drift=-0.5ppm
volume /d fs=ntfs rate=100MB/s
file /d/a 3KB mtime=2009-01-04T01:00:00+01:00
file /d/b 0 mtime=-90m
policy p volumes=/d exclude=*.a,*.b checkpoint=off schedule=full@sun:22:00,differential@daily:06:30

day 2 01:00:00.000000001 full p
23:00 chmod /d/a 0640
+2h full p
on client read#7 /d/a write /d/a 1KB
on client read write /d/b
expect job 2 done status=0
`))
	if err != nil {
		t.Fatal(err)
	}
	policy, host, volume := s.Policy("p"), s.All("host")[0], s.All("volume")[0]
	stamp, _ := s.All("file")[0].Stamp("mtime")
	relative, _ := s.All("file")[1].Stamp("mtime")
	hooks, ordered := s.Hooks(), s.Ordered()
	op, k := hooks[0].Operation("OP")
	op2, k2 := hooks[1].Operation("OP")
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"prose", s.Prose(), "Why\nit is.\n"},
		{"date", s.Date(), time.Date(2009, 3, 29, 0, 0, 0, 0, time.UTC)},
		{"zone", s.Zone().String(), "Europe/Berlin"},
		{"horizon", s.Horizon(), 48 * time.Hour},
		{"covers", s.Covers(), []string{"N1", "N2", "X3"}},
		{"products", s.Products(), []string{"a", "b"}},
		{"skew", host.Duration("skew"), -90 * time.Minute},
		{"drift in ppb", host.Int("drift"), int64(-500)},
		{"rate", volume.Int("rate"), int64(100 << 20)},
		{"size", s.All("file")[0].Size("SIZE"), int64(3072)},
		{"stamp", stamp, script.Stamp{At: time.Date(2009, 1, 4, 0, 0, 0, 0, time.UTC)}},
		{"relative stamp", relative, script.Stamp{Relative: true, Offset: -90 * time.Minute}},
		{"exclude", policy.List("exclude"), []string{"*.a", "*.b"}},
		{"off", policy.Is("checkpoint", "off"), true},
		{"no clients", policy.Has("clients"), false},
		{"schedule", policy.Due("schedule"), []script.Due{
			{Kind: "full", Weekday: 0, Hour: 22}, {Kind: "cumulative", Weekday: -1, Hour: 6, Minute: 30}}},
		{"order", []time.Duration{ordered[0].At.Offset, ordered[1].At.Offset, ordered[2].At.Offset},
			[]time.Duration{23 * time.Hour, 25 * time.Hour, 25*time.Hour + 1}},
		{"relative instant", ordered[1].At, script.Instant{Offset: 25 * time.Hour, Relative: true, After: 2 * time.Hour}},
		{"mode", ordered[0].Int("MODE"), int64(0o640)},
		{"operation", []any{op, k, op2, k2}, []any{"read", 7, "read", 1}},
		{"hooked", []string{hooks[0].Then.String(), hooks[0].Path("PATH"), hooks[1].Path("PATH")}, []string{"write /d/a 1KB", "/d/a", ""}},
		{"status 0 is there", s.Expectations()[0].Has("status"), true},
		{"files is not", s.Expectations()[0].Has("files"), false},
		{"statement", ordered[2].String(), "day 2 01:00:00.000000001 full p"},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s:\n%s", c.what, diff)
		}
	}
}

func TestStatementsCanBeBuiltAndChanged(t *testing.T) {
	lang := scenarios.Language
	write, err := lang.Make(script.At(26*time.Hour), "write", "/d/two words", "1KB")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := write.String(), `day 2 02:00:00 write "/d/two words" 1KB`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	changed, err := write.With("PATH", "/d/b")
	if err != nil {
		t.Fatal(err)
	}
	if write.Path("PATH") != "/d/two words" || changed.Path("PATH") != "/d/b" {
		t.Error("With changed the original, or not the copy")
	}
	if _, err := write.With("PATH", "b"); err == nil {
		t.Error("a bad path is accepted")
	}
	volume, err := lang.Declare("volume", "/d", "fs=ntfs")
	if err != nil {
		t.Fatal(err)
	}
	lost, err := lang.Expect("expect", "lost", "/d/b")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lang.Make(script.At(0), "write"); err == nil {
		t.Error("a write without a path is built")
	}
	built := &script.Script{Name: "x", Statements: []*script.Statement{volume, write, changed, lost}}
	if got, want := built.Format(), "volume /d fs=ntfs\n\nday 2 02:00:00 write \"/d/two words\" 1KB\nday 2 02:00:00 write /d/b 1KB\n\nexpect lost /d/b\n"; got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTheNthChangeOfAPathIsCountedInFileOrder(t *testing.T) {
	s, err := script.Parse(scenarios.Language, "x", []byte(
		"03:00 write /d/a\n02:00 rename /e /d\n04:00 write /d/b\n01:00 touch /d/a mtime=-1h\n05:00 copy /d/a /d/c\n"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, st := range s.Changes("/d/a") {
		lines = append(lines, st.Line)
	}
	if diff := cmp.Diff([]int{1, 2, 4}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestADurationIsReadAsItIsPrinted(t *testing.T) {
	for _, d := range []time.Duration{0, 1, time.Millisecond * 250, time.Second, 90 * time.Second, time.Second + 1,
		time.Hour, 24 * time.Hour, 36 * time.Hour, 49*time.Hour + 30*time.Second + 5*time.Millisecond, -90 * time.Minute, script.MaxDuration} {
		got, ok := script.ParseDuration(script.FormatDuration(d))
		if !ok || got != d {
			t.Errorf("%v is printed as %s and read as %v", d, script.FormatDuration(d), got)
		}
	}
	for _, bad := range []string{"", "d", "1d1d", "-", "1.5d", "1d-1h", "1d+1h", "999999999d", "1h1d", "--1s", "+-1s"} {
		if d, ok := script.ParseDuration(bad); ok {
			t.Errorf("%q is read as %v", bad, d)
		}
	}
}

// hundredThousand is a script of 100,000 timeline statements.
func hundredThousand() []byte {
	var b strings.Builder
	b.WriteString("volume /data fs=ext4\npolicy nightly volumes=/data\n00:00 full nightly\n")
	for range 100_000 / 4 {
		b.WriteString("+1s write /data/some/file.txt 64KB\nday 2 02:30:00.5 append /data/log 1KB  # a word\n+1m incremental nightly\n+1s touch /data/x mtime=-90m\n")
	}
	return []byte(b.String())
}

func TestALargeScriptParses(t *testing.T) {
	s, err := script.Parse(scenarios.Language, "large", hundredThousand())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.Ordered()); n != 100_001 {
		t.Errorf("%d statements", n)
	}
	if err := script.Check(scenarios.Language, s, nil); err != nil {
		t.Error(err)
	}
}

func BenchmarkParseLarge(b *testing.B) {
	data := hundredThousand()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := script.Parse(scenarios.Language, "large", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckLarge(b *testing.B) {
	s, err := script.Parse(scenarios.Language, "large", hundredThousand())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := script.Check(scenarios.Language, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseSmall(b *testing.B) {
	data, err := os.ReadFile("../testdata/techalert.scenario")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := script.Parse(scenarios.Language, "small", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormatSmall(b *testing.B) {
	data, err := os.ReadFile("../testdata/techalert.scenario")
	if err != nil {
		b.Fatal(err)
	}
	s, err := script.Parse(scenarios.Language, "small", data)
	if err != nil {
		b.Fatal(err)
	}
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = s.AppendFormat(buf[:0])
	}
}
