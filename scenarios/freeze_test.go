package scenarios

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gapless/engine/port"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// bare is a system whose one program on a client is the test, so that a world can be
// looked at from where an engine looks at it.
type bare struct {
	netbackups
	client func(p port.Process[clock.Client], at int)
}

func (b *bare) lacks(*script.Statement) string { return "" }

func (b *bare) programs(w *world, _ *machine.Host[clock.Master], _ *machine.Host[clock.Media], client *machine.Host[clock.Client]) {
	if client != nil {
		program(w, client, "look", b.client)
	}
}

// bareSetup is what NewSetup makes of a script, for that system.
func bareSetup(t *testing.T, text string, client func(p port.Process[clock.Client], at int)) (*Setup, error) {
	t.Helper()
	s, err := Parse("x.scenario", []byte(text))
	if err == nil {
		err = Check(s, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, _ := products.Find("netbackup-6.5.3")
	u := &Setup{Script: s, Product: p, day1: s.Date().UnixNano(), zone: s.Zone(), timeline: s.Timeline(), system: &bare{client: client}}
	if err := u.declareHosts(); err != nil {
		t.Fatal(err)
	}
	for _, st := range s.Declarations() {
		switch st.Form.Name {
		case "volume":
			if err := u.declareVolume(st); err != nil {
				return nil, err
			}
		case "file":
			u.start = append(u.start, st)
		}
	}
	return u, nil
}

// look runs a script in a world of its own. At each of the minutes of day 1 the client
// program starts. The world is as the last event left it.
func look(t *testing.T, text string, client func(p port.Process[clock.Client], minute int), minutes ...int) *world {
	t.Helper()
	u, err := bareSetup(t, text, client)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	t.Cleanup(w.close)
	w.build(u)
	if err := w.populate(); err != nil {
		t.Fatal(err)
	}
	for _, m := range minutes {
		w.sched.At(u.day1+int64(m)*60e9, func() {
			if _, err := w.host("client").Boot("look", m); err != nil {
				t.Error(err)
			}
		})
	}
	for _, st := range u.timeline {
		w.sched.At(u.day1+int64(w.instant(st)), func() { w.act(st) })
	}
	for _, st := range u.hooks {
		w.hook(st)
	}
	w.sched.Run(u.day1 + 48*3600e9)
	w.record.end()
	return w
}

// held lists what happened to a path: instants and sizes.
func (w *world) held(path string) (all []string) {
	for _, h := range w.history.Paths[w.record.paths[path]].Held {
		all = append(all, fmt.Sprintf("%s %d", h.From.Sub(w.history.Day1).Instant(), h.Version.Content.Size()))
	}
	return all
}

const frozenGround = "volume /data fs=ntfs snapshot=vss\nvolume /mail fs=refs snapshot=vss\nvolume /usb fs=fat32\n" +
	"file /data/a 1KB\nfile /data/b 1KB\nfile /mail/m 1KB\nfile /usb/u 1KB\n"

// The freeze takes from 10:00 to 10:00:50. What would change the volume in between
// comes at 10:00:50, and the statement of that very instant after it.
func TestWhatWouldChangeAFrozenVolumeWaitsForTheThaw(t *testing.T) {
	w := look(t, frozenGround+`
09:00 slow freeze /data 45s
09:00 slow commit /mail 5s
10:00:10 write /data/b 2KB
10:00:20 write /data/a 3KB
10:00:25 write /mail/m 3KB
10:00:30 write /usb/u 3KB
10:00:40 rename /data/b /data/c
10:00:50 append /data/a 1KB
10:00:55 write /data/a 5KB
`, func(p port.Process[clock.Client], _ int) {
		p.Reports().Job(model.Job{Number: 1, Kind: model.Full, Client: "client", State: model.Active, Activations: []model.Activation{{}, {}}})
		s, err := p.Files().(port.Freezer).Freeze([]string{"/data", "/mail"})
		if err != nil {
			t.Error(err)
			return
		}
		for path, want := range map[string]int{"/data/a": 1024, "/data/b": 1024, "/mail/m": 1024} {
			if b, err := afero.ReadFile(s.Files(), path); len(b) != want {
				t.Errorf("%s has %d bytes in the snapshot, want %d: %v", path, len(b), want, err)
			}
		}
		p.Reports().SnapshotRead(1, 1, s)
		p.Reports().Job(model.Job{Number: 1, State: model.Done, Activations: []model.Activation{{}, {}}})
	}, 600)
	for path, want := range map[string][]string{
		"/data/a": {"00:00:00 1024", "10:00:50 3072", "10:00:50 4096", "10:00:55 5120"},
		"/data/b": {"00:00:00 1024", "10:00:50 2048", "10:00:50 0"},
		"/data/c": {"10:00:50 2048"},
		"/mail/m": {"00:00:00 1024", "10:00:50 3072"},
		"/usb/u":  {"00:00:00 1024", "10:00:30 3072"},
	} {
		if d := cmp.Diff(want, w.held(path)); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
	job := w.history.Jobs[0]
	if at := job.Activations[1].Snapshot; at.IsZero() || at.Sub(w.history.Day1).Instant() != "10:00:00" || !job.Activations[0].Snapshot.IsZero() {
		t.Errorf("the activations read snapshots of %+v", job.Activations)
	}
	if len(w.idle) > 0 {
		t.Errorf("did nothing: %v", w.idle)
	}
}

// What goes through a handle stays in its order: the write of 10:00:10 is the second of
// its kind, so that only the closing stamps it.
func TestHandlesKeepTheirPlaceBehindAFreeze(t *testing.T) {
	w := look(t, frozenGround+`
09:00 hold-open /data/a
09:01 write /data/a 2KB
09:02 slow freeze /data 45s
10:00:10 write /data/a 3KB
10:00:20 close /data/a
10:00:30 write /data/b 2KB
10:00:35 archive-bit /data/b off
`, func(p port.Process[clock.Client], _ int) {
		if _, err := p.Files().(port.Freezer).Freeze([]string{"/data"}); err != nil {
			t.Error(err)
		}
	}, 600)
	want := []string{"00:00:00 1024", "09:01:00 2048", "10:00:45 3072", "10:00:45 3072"}
	if d := cmp.Diff(want, w.held("/data/a")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	info, err := w.volumeOf("/data").FS(nil).Stat("/data/b")
	if err != nil || info.Size() != 2048 || info.(port.Archived).Archive() {
		t.Errorf("the bit was cleared before the write that sets it: %v", err)
	}
}

// A process that is killed in a freeze leaves nothing frozen behind.
func TestAFreezeEndsWithoutItsProcess(t *testing.T) {
	runs := 0
	w := look(t, frozenGround+`
09:00 slow freeze /data 2m
10:00:10 write /data/a 3KB
10:00:30 kill client
10:00:40 start client
10:02 write /data/b 2KB
`, func(p port.Process[clock.Client], minute int) {
		if runs++; runs == 2 {
			return // the restart starts what was started last
		}
		s, err := p.Files().(port.Freezer).Freeze([]string{"/data"})
		switch {
		case runs == 1:
			t.Errorf("it went on after its host was stopped: %v, %v", s, err)
		case err != nil || s == nil:
			t.Errorf("the next freeze: %v", err)
		}
	}, 600, 603)
	want := []string{"00:00:00 1024", "10:01:00 3072"} // given up after 60 s
	if d := cmp.Diff(want, w.held("/data/a")); d != "" || w.held("/data/b")[1] != "10:02:00 2048" {
		t.Errorf("%s (-want +got)\n%v", d, w.held("/data/b"))
	}
}

func TestASnapshotThatTakesTooLongFails(t *testing.T) {
	ran := false
	look(t, frozenGround+"09:00 slow commit /data 10.5s\n", func(p port.Process[clock.Client], _ int) {
		_, err := p.Files().(port.Freezer).Freeze([]string{"/data"})
		if ran = true; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("it came to %v", err)
		}
	}, 600)
	if !ran {
		t.Error("nobody froze it")
	}
}

// The statements about a journal, one after another, and what a client sees after each.
func TestJournalsLiveAndDieByStatements(t *testing.T) {
	var got []string
	look(t, `
volume /data fs=ntfs journal=on journal-size=1MB journal-delta=256KB
file /data/a 1KB
10:01 write /data/a
10:03 restamp journal /data
10:03 write /data/a
10:05 fail journal /data
10:05 write /data/a
10:07 delete journal /data for=110s
10:10 create journal /data size=2MB delta=1MB
10:10 write /data/a 2KB
10:12 delete journal /data
10:13 write /data/a
10:14 create journal /data from=10KB
10:14 write /data/a
10:16 create journal /data size=64KB delta=4KB
`, func(p port.Process[clock.Client], minute int) {
		j, err := p.Files().(port.Journaled).Journal("/data")
		if err != nil {
			t.Error(err)
			return
		}
		s, err := j.State()
		n := 0
		if err == nil {
			err = j.Records(0, func(*model.JournalRecord) bool { n++; return true })
		}
		if err != nil {
			got = append(got, fmt.Sprintf("%d %v", minute-600, err))
			return
		}
		got = append(got, fmt.Sprintf("%d instance %d: %d to %d from %d, %d records, %d/%d", minute-600, s.ID&0xffff, s.First, s.Next, s.Lowest, n, s.MaxSize, s.Delta))
	}, 600, 602, 604, 606, 608, 609, 611, 613, 615, 617)
	want := []string{ // a record of /data/a has 64 bytes: 60 + 2, rounded up to 8
		"0 instance 1: 0 to 0 from 0, 0 records, 1048576/262144",
		"2 instance 1: 0 to 128 from 0, 2 records, 1048576/262144",
		"4 instance 2: 0 to 256 from 128, 4 records, 1048576/262144",
		"6 the change journal cannot be read (error 1392)",
		"8 the change journal is being deleted (error 1178)",
		"9 the change journal is not active (error 1179)",
		"11 instance 3: 0 to 128 from 0, 2 records, 2097152/1048576",
		"13 the change journal is not active (error 1179)",
		"15 instance 4: 12288 to 12416 from 12288, 2 records, 33554432/8388608",
		"17 instance 4: 12288 to 12416 from 12288, 2 records, 65536/4096",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestStatementsThatFindNoJournalSaySo(t *testing.T) {
	w := look(t, frozenGround+`
10:00 fail journal /usb
10:01 restamp journal /data
10:02 delete journal /mail
10:03 slow freeze /usb 1s
10:04 create journal /data
10:05 create journal /data from=1MB
10:05:30 create journal /data delta=0
10:06 kill client
10:07 fail journal /data
`, nil)
	var got []string
	for _, i := range w.idle {
		got = append(got, i.Why)
	}
	want := []string{
		"/usb is fat32, which has no change journal",
		"the change journal is not active (error 1179)",
		"the change journal is not active (error 1179)",
		"/usb cannot be frozen; declare it with snapshot=vss",
		"the change journal is active; delete it first",
		"a change journal has a size and a delta of more than 0",
		"client is down",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestVolumesThatCannotBeAreToldWithARemedy(t *testing.T) {
	for text, want := range map[string]string{
		"fs=fat32 journal=on":                    "fat32 has no change journal; use fs=ntfs or fs=refs",
		"fs=ext4 boot=yes":                       "ext4 has no change journal",
		"fs=ntfs journal=off journal-size=1MB":   "leave them out",
		"fs=ntfs journal=on journal-delta=0":     "more than 0",
		"fs=ext4 snapshot=vss":                   "ext4 cannot be frozen by VSS; use fs=ntfs",
		"fs=ntfs boot=yes journal=off":           "",
		"fs=ntfs boot=yes journal-size=1MB":      "",
		"fs=refs journal=on snapshot=vss":        "",
		"fs=fat32 snapshot=vss journal=off":      "",
		"fs=ext4 boot=no journal=off size=100MB": "",
	} {
		_, err := bareSetup(t, "volume /data "+text+"\n", nil)
		if (err != nil) != (want != "") || err != nil && (!strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "x.scenario:1:1: volume: ")) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestTheJournalOfTheBootVolumeHasTheSystemsSizes(t *testing.T) {
	for text, want := range map[string]int64{"boot=yes": 32 << 20, "boot=no": 0, "boot=yes journal=off": 0, "journal-size=1MB": 1 << 20} {
		u, err := bareSetup(t, "volume /data fs=ntfs "+text+"\n", nil)
		if err != nil || u.volumes[0].journal.Max != want {
			t.Errorf("%s: %+v, %v", text, u.volumes[0].journal, err)
		}
	}
}

func TestSystemsWithoutJournalsRefuseWhatIsAboutThem(t *testing.T) {
	for _, product := range []string{"netbackup-6.5.3", "veeam-12.2"} {
		for _, v := range verbs {
			if !slices.Contains(ofVolumes, v.Name) {
				continue
			}
			_, err := accept("product " + product + "\nvolume /data fs=ntfs\n" + v.Example + "\n")
			if err == nil || !strings.Contains(err.Error(), "has no "+v.Name+": it reads neither change journals nor snapshots") {
				t.Errorf("%s, %s: %v", product, v.Name, err)
			}
		}
		for _, with := range []string{"journal=on", "snapshot=vss", "boot=yes", "journal-size=1MB", "journal-delta=1MB"} {
			_, err := accept("product " + product + "\nvolume /data fs=ntfs " + with + "\n")
			if err == nil || !strings.Contains(err.Error(), "has no "+strings.Split(with, "=")[0]) {
				t.Errorf("%s, %s: %v", product, with, err)
			}
		}
		if _, err := accept("product " + product + "\nvolume /data fs=ntfs boot=no journal=off snapshot=none\n"); err != nil {
			t.Errorf("%s refuses what is not there: %v", product, err)
		}
	}
	for _, name := range ofVolumes {
		if !slices.ContainsFunc(verbs, func(v *verb) bool { return v.Name == name }) {
			t.Errorf("no statement is called %s", name)
		}
	}
}
