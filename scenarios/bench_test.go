package scenarios

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"gapless/model"
)

func example(b testing.TB) *Setup {
	return ofLibrary(b, "netbackup/resumed-incremental", "netbackup-6.5.2A")
}

// ofLibrary is a script of the library, made ready for a product.
func ofLibrary(b testing.TB, name, product string) *Setup {
	b.Helper()
	data, err := os.ReadFile("library/" + name + ".scenario")
	if err != nil {
		b.Fatal(err)
	}
	s, err := Parse(name, data)
	if err != nil {
		b.Fatal(err)
	}
	u, err := NewSetup(s, product, nil)
	if err != nil {
		b.Fatal(err)
	}
	return u
}

// The worked example of the TechAlert, whole: world, two jobs, restores at each
// restore point and again at the end, the probe, and the judgement.
func BenchmarkWorkedExample(b *testing.B) {
	asTheProgram(b)
	u := example(b)
	r := NewRunner()
	defer r.Close()
	b.ReportAllocs()
	for b.Loop() {
		o, err := r.Run(u, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if v := r.court.Judge(o.History); v.State("/data/zebra.txt", 2) != model.Lost {
			b.Fatal("not lost")
		}
	}
}

// asTheProgram has the collector work as it does in the program; see main.go.
func asTheProgram(b *testing.B) {
	was := debug.SetGCPercent(1600)
	b.Cleanup(func() { debug.SetGCPercent(was) })
}

// How long it takes to find the worked example's window.
func BenchmarkWindow(b *testing.B) {
	asTheProgram(b)
	u := example(b)
	r := NewRunner()
	defer r.Close()
	line, err := u.Change("/data/zebra.txt", 0)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w, err := r.FindWindows(u, "/data/zebra.txt", line)
		if err != nil || len(w.Windows) != 1 {
			b.Fatal(w, err)
		}
	}
}

// A volume of 100,000 files: full, incremental with a hundred changes, restores and
// judgement.
func BenchmarkLargeVolume(b *testing.B) {
	asTheProgram(b)
	var text strings.Builder
	text.WriteString("product netbackup-6.5.3\nvolume /data fs=ext4\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "file /data/d%03d/f%05d 4KB\n", i%1000, i)
	}
	text.WriteString("policy nightly volumes=/data\n02:00 full nightly\n")
	for i := range 100 {
		fmt.Fprintf(&text, "12:00 write /data/d%03d/f%05d\n", i, i)
	}
	text.WriteString("18:00 incremental nightly\n")
	s, err := Parse("large.scenario", []byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	u, err := NewSetup(s, "netbackup-6.5.3", nil)
	if err != nil {
		b.Fatal(err)
	}
	r := NewRunner()
	defer r.Close()
	b.ReportAllocs()
	for b.Loop() {
		res, err := r.Judge(u, Options{})
		if err != nil || !res.OK() {
			b.Fatal(res, err)
		}
	}
}
