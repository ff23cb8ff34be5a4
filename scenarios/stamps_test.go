package scenarios

import (
	"fmt"
	"testing"

	"gapless/engine/port"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

// seenAt is what a client is told of a file at minutes of day 1: the modification and
// the creation time, and the archive bit.
func seenAt(t *testing.T, text, path string, minutes ...int) (got []string) {
	t.Helper()
	look(t, text, func(p port.Process[clock.Client], minute int) {
		info, err := p.Files().Stat(path)
		if err != nil {
			t.Error(err)
			return
		}
		line := fmt.Sprintf("%d %v", minute, info.(port.Stamped).Modified())
		if a, ok := info.(port.Archived); ok && a.Archive() {
			line += " A"
		}
		if c, ok := info.(interface{ Created() clock.Time[clock.Client] }); ok {
			line += fmt.Sprintf(" %v", c.Created())
		}
		got = append(got, line)
	}, minutes...)
	return got
}

// X20. Berlin's clocks go forward at 01:00Z on 2009-03-29 and back at 01:00Z on
// 2009-10-25. A file of 00:30Z is read as an hour older from then on, or younger.
func TestFATTimesMoveWithTheZonesRule(t *testing.T) {
	for date, want := range map[string][]string{
		"2009-03-29": {"40 2009-03-29T00:30:00Z A 2009-03-29T00:30:00Z", "60 2009-03-28T23:30:00Z A 2009-03-28T23:30:00Z"},
		"2009-10-25": {"40 2009-10-25T00:30:00Z A 2009-10-25T00:30:00Z", "60 2009-10-25T01:30:00Z A 2009-10-25T01:30:00Z"},
	} {
		got := seenAt(t, "date "+date+"\nzone Europe/Berlin\nvolume /usb fs=fat32\n00:30 create /usb/a 1KB\n", "/usb/a", 40, 60)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", date, d)
		}
	}
}

func TestTrapsOfStampsWorkFromScripts(t *testing.T) {
	const start = "date 2009-01-05\nvolume /data fs=ntfs\nvolume /usb fs=fat32\nfile /data/a 1KB mtime=2009-01-02\nfile /usb/u 1KB mtime=2009-01-03\n"
	for _, c := range []struct{ what, text, path, want string }{
		{"fact 67: FAT rounds up to even seconds", "10:00:00.1 write /usb/u\n",
			"/usb/u", "700 2009-01-05T10:00:02Z A 2009-01-03T00:00:00Z"},
		{"fact 68: a name that comes back in 15 s gets its creation time, and never its time", "10:00 delete /data/a\n10:00:15 create /data/a 1KB\n",
			"/data/a", "700 2009-01-05T10:00:15Z A 2009-01-02T00:00:00Z"},
		{"and not later", "10:00 delete /data/a\n10:00:15.1 create /data/a 1KB\n",
			"/data/a", "700 2009-01-05T10:00:15.1Z A 2009-01-05T10:00:15.1Z"},
		{"fact 62: a copy keeps the time, is created now, and has the bit", "09:00 archive-bit /data/a off\n10:00 copy /data/a /data/b\n",
			"/data/b", "700 2009-01-02T00:00:00Z A 2009-01-05T10:00:00Z"},
		{"and leaves the original alone", "09:00 archive-bit /data/a off\n10:00 copy /data/a /data/b\n",
			"/data/a", "700 2009-01-02T00:00:00Z 2009-01-02T00:00:00Z"},
		{"so does one from another volume", "10:00 copy /usb/u /data/b\n",
			"/data/b", "700 2009-01-03T00:00:00Z A 2009-01-05T10:00:00Z"},
		{"a rename keeps the times and sets the bit", "09:00 archive-bit /data/a off\n10:00 rename /data/a /data/b\n",
			"/data/b", "700 2009-01-02T00:00:00Z A 2009-01-02T00:00:00Z"},
		{"fact 60: a frozen time stays, the bit comes", "09:00 archive-bit /data/a off\n10:00 write /data/a keep=mtime\n",
			"/data/a", "700 2009-01-02T00:00:00Z A 2009-01-02T00:00:00Z"},
		{"fact 65: held open, the second write of a kind is not stamped", "10:00 hold-open /data/a\n10:01 write /data/a\n10:02 write /data/a\n",
			"/data/a", "700 2009-01-05T10:01:00Z A 2009-01-02T00:00:00Z"},
		{"until the file is closed", "10:00 hold-open /data/a\n10:01 write /data/a\n10:02 write /data/a\n10:03 close /data/a\n",
			"/data/a", "700 2009-01-05T10:03:00Z A 2009-01-02T00:00:00Z"},
	} {
		if d := cmp.Diff([]string{c.want}, seenAt(t, start+c.text, c.path, 700)); d != "" {
			t.Errorf("%s (-want +got)\n%s", c.what, d)
		}
	}
}
