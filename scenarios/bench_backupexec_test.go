package scenarios

import (
	"os"
	"testing"
)

// The central script of Backup Exec, whole: a full of 129 KB that fails and is restarted on
// another medium, its verify, the restores, the probe, and the judgement.
func BenchmarkRestart(b *testing.B) {
	asTheProgram(b)
	data, err := os.ReadFile("library/backupexec/restart-from-checkpoint.scenario")
	if err != nil {
		b.Fatal(err)
	}
	s, err := Parse("restart-from-checkpoint.scenario", data)
	if err != nil {
		b.Fatal(err)
	}
	u, err := NewSetup(s, "backupexec-2012", nil)
	if err != nil {
		b.Fatal(err)
	}
	r := NewRunner()
	defer r.Close()
	b.ReportAllocs()
	for b.Loop() {
		o, err := r.Run(u, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if v := r.court.Judge(o.History); len(v.Points) != 1 || len(v.Violations) != 0 || !o.History.Jobs[0].Resumed {
			b.Fatal("not as expected")
		}
	}
}
