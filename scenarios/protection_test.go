package scenarios

import (
	"testing"

	"gapless/model"
)

// A resumed full lies on tape1, last written to at 22:10, and on tape2, at 23:40. While both are
// there tape1 is protected as long as tape2. C10. When a part is lost the rest is protected no
// longer than the media that have it: nobody can restore that set, and waits for tape2 in vain.
// What the world does to a medium that has none of the set changes nothing.
func TestWhatIsLeftOfATornSetIsProtectedByItsOwnMedia(t *testing.T) {
	const text = `product backupexec-2012
set checkpoint-minimum 32KB
host client role=client os=windows
volume /data fs=ntfs snapshot=vss
media tape1 retention=7d
media tape2 retention=7d
media tape3 retention=7d
file /data/a.db 64KB
file /data/m.db 64KB
policy nightly volumes=/data media=overwrite
21:00 slow /data/a.db 10m
21:00 slow /data/m.db 78m
22:00 full nightly
22:20 fail network client for=1s
`
	for _, c := range []struct {
		what, line, medium, until string
	}{
		{"whole", "", "tape1", "2009-01-12T23:40:00Z"},
		{"the later medium fails", "day 3 12:00 fail media tape2\n", "tape1", "2009-01-12T22:10:00Z"},
		{"the later medium is erased", "day 3 12:00 erase tape2\n", "tape1", "2009-01-12T22:10:00Z"},
		{"the earlier medium fails", "day 3 12:00 fail media tape1\n", "tape2", "2009-01-12T23:40:00Z"},
		{"another medium fails", "day 3 12:00 fail media tape3\n", "tape1", "2009-01-12T23:40:00Z"},
	} {
		t.Run(c.what, func(t *testing.T) {
			found := 0
			for _, f := range fragments(t, text+c.line) {
				if f.Medium != c.medium {
					continue
				}
				found++
				if got := f.ProtectedUntil.String(); got != c.until {
					t.Errorf("%d bytes at %d of %s are protected until %s, want %s", f.Len, f.Off, f.Medium, got, c.until)
				}
			}
			if found == 0 {
				t.Errorf("%s has no part of the image", c.medium)
			}
		})
	}
}

// fragments are the parts of images that a script leaves in the catalogue.
func fragments(t *testing.T, text string) []model.Fragment {
	t.Helper()
	u, err := accept(text)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(u, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return append([]model.Fragment(nil), res.Outcome.History.Fragments...)
}

// A write restarts a protection that lasts. One that was over stays over: the image may have
// been let go before somebody wrote behind it.
func TestAWriteRenewsNothingWhoseProtectionWasOver(t *testing.T) {
	const text = "product backupexec-2012\nvolume /data fs=ntfs snapshot=vss\nmedia tape1 retention=1h\npolicy nightly volumes=/data\n01:00 full nightly\n"
	for _, c := range []struct {
		what, line string
		until      []string // by image
	}{
		{"within the hour", "01:59:59 full nightly\n", []string{"2009-01-05T02:59:59Z", "2009-01-05T02:59:59Z"}},
		{"behind it", "02:00:01 full nightly\n", []string{"2009-01-05T02:00:00Z", "2009-01-05T03:00:01Z"}},
	} {
		all := fragments(t, text+c.line)
		if len(all) < len(c.until) { // the probe's come behind them
			t.Fatalf("%s: %d parts", c.what, len(all))
		}
		for i, want := range c.until {
			if got := all[i].ProtectedUntil.String(); got != want {
				t.Errorf("%s: image %d is protected until %s, want %s", c.what, i+1, got, want)
			}
		}
	}
}
