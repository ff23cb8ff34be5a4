package scenarios

import (
	"testing"

	"gapless/model"
)

// A file that is copied to another host keeps its stamp as a number, and that host's
// jobs compare it with their own clock.
func TestACopyToAnotherHostHasAStampOfThatHostsClock(t *testing.T) {
	s, err := Parse("copy.scenario", []byte(`product netbackup-6.5.3
host   laptop role=client skew=+1h
volume /data fs=ext4
volume /laptop fs=ext4 host=laptop
file   /data/a 1KB
policy nightly volumes=/data,/laptop
02:00 full nightly
10:00 write /data/a
10:30 copy /data/a /laptop/a
18:00 incremental nightly
`))
	if err != nil {
		t.Fatal(err)
	}
	u, err := NewSetup(s, "netbackup-6.5.3", nil)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(u, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// 10:00 of the client's clock is 09:00 true time on the laptop's, after its full.
	if got := res.Verdict.State("/laptop/a", 0); got != model.Captured {
		t.Errorf("the copy is %v", got)
	}
}
