package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gapless/scenarios/script"
)

// accept does with a text what every command does before it runs a script.
func accept(text string) (*Setup, error) {
	s, err := Parse("x.scenario", []byte(text))
	if err != nil {
		return nil, err
	}
	if err := Check(s, Catalogue); err != nil {
		return nil, err
	}
	product := "netbackup-6.5.2A"
	if p := s.Products(); len(p) > 0 {
		product = p[0]
	}
	return NewSetup(s, product, nil)
}

const ground = "product netbackup-6.5.2A netbackup-6.5.3\nvolume /data fs=ext4\nfile /data/a 1KB\npolicy nightly volumes=/data\npolicy off volumes=/data checkpoint=off\n"

// Each of these is one mistake: it is told with its place and with what to write
// instead, by the products that there are.
func TestBadInputIsToldWithItsPlaceAndRemedy(t *testing.T) {
	for _, c := range []struct{ what, text, place, says, remedy string }{
		{"an instant before the day", ground + "-01:00 full nightly\n", "6:1", "before the day", "from 00:00 on"},
		{"an instant behind it", ground + "24:30 full nightly\n", "6:1", "outside the day", "day 2 00:30"},
		{"day 0", ground + "day 0 10:00 full nightly\n", "6:1", "days count from 1", "day 1"},
		{"a policy on no volume", ground + "policy weekly volumes=/srv\n", "6:23", `no volume "/srv"`, "expected /data"},
		{"a policy without volumes", ground + "policy weekly checkpoint=off\n", "6:29", "without volumes=", "policy NAME volumes="},
		{"a resume without a job", ground + "19:00 resume nightly\n", "6:14", "can never find a job", "an earlier full, incremental or cumulative nightly"},
		{"a resume of what nothing interrupts", ground + "18:00 full nightly\n19:00 resume nightly\n", "7:14", "nothing interrupts", "earlier suspend, kill or fault"},
		{"a suspend without checkpoints", ground + "18:00 full off\n19:00 suspend off\n", "7:15", "checkpoint=off", "or cancel"},
		{"an offset beyond two hours", "set delta-offset 7200.000000001s\n" + ground, "1:18", "delta-offset", "expected 0s to 2h"},
		{"an offset below nothing", "set delta-offset -1s\n" + ground, "1:18", "delta-offset", "expected 0s to 2h"},
		{"an offset that is no duration", "set delta-offset soon\n" + ground, "1:18", "delta-offset", "expected 0s to 2h"},
		{"a setting that nobody has", "set delta-ofset 5s\n" + ground, "1:5", `"delta-ofset"`, `did you mean "delta-offset"`},
		{"a product that nobody sells", "product netbackup-6.5.2\n" + ground[strings.Index(ground, "volume"):], "1:9", `"netbackup-6.5.2"`, "did you mean"},
		{"an upgrade to one", ground + "18:00 upgrade netbackup-6.5.4\n", "6:15", `"netbackup-6.5.4"`, "did you mean"},
		{"a negative size", ground + "18:00 write /data/a -1KB\n", "6:21", "negative", "such as 0, 512B"},
		{"a negative duration", ground + "18:00 slow /data/a -3h\n", "6:20", "negative", `"3h"`},
		{"a path that climbs out of its volume", ground + "18:00 write /data/../etc/passwd\n", "6:13", "shortest form", `"/etc/passwd"`},
		{"a path beside its volume", ground + "18:00 write /database/a\n", "6:13", "on no volume", "below /data"},
		{"a rename out of its volume", "volume /more fs=ext4\n" + ground + "18:00 rename /data/a /more/a\n", "7:22", "from the volume /data to /more", ""},
		{"an expectation of nothing", ground + "expect window /data/a 02:00 03:00\n", "6:15", "no timeline statement changes", ""},
		{"a word that is none", ground + "18:00 incremetal nightly\n", "6:7", "unknown word", `did you mean "incremental"`},
		{"a program", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", "1:1", "not a text", ""},
		{"an image", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "1:1", "not", ""},
		{"UTF-16", "p\x00r\x00o\x00d\x00u\x00c\x00t\x00", "1:2", "not a text", ""},
		{"a script cut off in a word", ground + "18:00 increm", "6:7", "unknown word", ""},
		{"a script cut off in a statement", ground + "18:00 incremental", "6:18", "without POLICY", "incremental POLICY"},
		{"a script cut off in a quotation", ground + "expect mail \"the back", "6:13", "quote that nothing closes", ""},
	} {
		_, err := accept(c.text)
		var all script.Errors
		if !errors.As(err, &all) {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		got := all[0].Error()
		if !strings.HasPrefix(got, "x.scenario:"+c.place+": ") || !strings.Contains(got, c.says) || !strings.Contains(got, c.remedy) || len(all) > 1 {
			t.Errorf("%s:\n got %v\nwant %s, %q, %q", c.what, err, c.place, c.says, c.remedy)
		}
	}
}

// What is at the edge of what is refused is accepted, and runs.
func TestWhatIsJustInsideRuns(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, text := range []string{
		"set delta-offset 7200s\n" + ground + "00:00 full nightly\n23:59:59.999999999 incremental nightly\n",
		"set delta-offset 0s\n" + ground + "18:00 write /data/a 0\n18:00 full off\n",
		ground + "18:00 full nightly\n18:00 suspend nightly\n18:00 resume nightly\n",
		ground + "18:00 delete /data/nothing\n18:00 rename /data/no /data/yes\n",
		"",
	} {
		u, err := accept(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if _, err := r.Judge(u, Options{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A file that was cut off anywhere, or has a byte changed, is a script or is told to be
// wrong at a place; it is never a panic.
func TestATruncatedOrDamagedFileIsAScriptOrAMistake(t *testing.T) {
	b, err := os.ReadFile("library/netbackup/worked-example.scenario")
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	try := func(what string, text []byte) {
		_, err := accept(string(text))
		var all script.Errors
		switch {
		case err == nil:
		case !errors.As(err, &all):
			t.Errorf("%s: %v", what, err)
		case all[0].Line < 1 || all[0].Col < 1:
			t.Errorf("%s: the mistake has no place: %v", what, err)
		default:
			refused++
		}
	}
	for i := range b {
		try(fmt.Sprint("cut at ", i), b[:i])
		for _, bit := range []byte{1, 0x10, 0x80} {
			c := bytes.Clone(b)
			c[i] ^= bit
			try(fmt.Sprintf("byte %d with %#x", i, bit), c)
		}
	}
	if refused < len(b) {
		t.Errorf("only %d of %d are refused", refused, 4*len(b))
	}
}

// A script of 100,000 statements is only long: it runs.
func TestAScriptOfAHundredThousandStatementsRuns(t *testing.T) {
	const files, writes = 1000, 99_000
	var b strings.Builder
	b.WriteString("product netbackup-6.5.3\nvolume /data fs=ext4\npolicy nightly volumes=/data\n")
	for i := range files {
		fmt.Fprintf(&b, "file /data/f%03d 1KB\n", i)
	}
	b.WriteString("02:00 full nightly\n")
	for i := range writes {
		fmt.Fprintf(&b, "%s write /data/f%03d\n", script.FormatInstant(3*time.Hour+time.Duration(i)*time.Second/3), i%files)
	}
	b.WriteString("18:00 incremental nightly\nexpect job 2 done status=0 files=1000\n")
	u, err := accept(b.String())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(u.Script.Statements); n < 100_000 {
		t.Fatalf("%d statements", n)
	}
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(u, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !res.OK() {
		t.Errorf("%+v %v", res.Expectations, res.Unnamed)
	}
}
