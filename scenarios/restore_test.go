package scenarios

import "testing"

// A restore that is asked for when the image is past its retention restores nothing, and
// breaks no promise.
func TestNothingIsRestoredThatIsNotKeptAnyMore(t *testing.T) {
	for _, c := range []struct {
		retention string
		restores  int // at the end of the job, and the one that is asked for
	}{{"1h", 1}, {"7d", 2}} {
		s, err := Parse("restore.scenario", []byte(`product netbackup-6.5.3
media  m retention=`+c.retention+`
volume /data fs=ext4
file   /data/a 1KB
policy nightly volumes=/data
02:00 full nightly
04:00 restore nightly
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
		res, err := r.Judge(u, Options{Brief: true})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(res.Outcome.History.Restores); n != c.restores || !res.OK() {
			t.Errorf("kept for %s: %d restores, want %d; wrong: %v", c.retention, n, c.restores, res.Unnamed)
		}
	}
}
