package certain

import (
	"maps"
	"slices"
	"testing"
	"time"

	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

var master = clock.NewFace[clock.Master](0)

// host is a master of which a server asks nothing but for how long it is up.
type host struct {
	port.Process[clock.Master]
	up clock.Duration
}

func (h *host) Uptime() clock.Duration { return h.up }

func hours(n int) clock.Duration { return clock.Of(time.Duration(n) * time.Hour) }

// serving is a server with three media, the third of another host, that has been up for so
// long, and whose catalogue has these jobs, which get their numbers.
func serving(t *testing.T, up clock.Duration, jobs ...catalog.Job) *server {
	t.Helper()
	cat, err := catalog.Open(afero.NewMemMapFs(), "/c", master)
	if err != nil {
		t.Fatal(err)
	}
	for i := range jobs {
		j := &jobs[i]
		j.Number, j.Server = i+1, "media"
		if j.Policy == "" {
			j.Policy, j.Client = "nightly", "client"
		}
		if err := cat.PutJob(j); err != nil {
			t.Fatal(err)
		}
	}
	s := &server{}
	s.Process, s.Cat = &host{up: up}, cat
	s.Config.Policies = []job.Policy{{Name: "nightly"}}
	s.Config.Media = []job.Medium{
		{Name: "t1", Host: "media", Retention: hours(8), Append: clock.Forever},
		{Name: "t2", Host: "media", Retention: clock.Forever, Append: clock.Forever},
		{Name: "t3", Host: "other", Retention: hours(8), Append: clock.Forever},
	}
	return s
}

// image is a done job with an image of ten bytes on each of the media, written when servers
// had been up for so many hours.
func image(kind model.JobKind, base, written int, media ...string) catalog.Job {
	j := catalog.Job{Kind: kind, State: model.Done, Base: base, Written: hours(written)}
	for i, m := range media {
		j.Image = append(j.Image, catalog.Fragment{Extents: []catalog.Extent{{Medium: m, Off: int64(i), Len: 10}}})
	}
	return j
}

// A base is the newest image that a job can build on, newest by its number and by no clock.
func TestTheBaseIsTheNewestImageThatIsThere(t *testing.T) {
	of := func(change func(j *catalog.Job)) catalog.Job {
		j := image(model.Incremental, 1, 2, "t1")
		change(&j)
		return j
	}
	for _, c := range []struct {
		claim   string
		kind    model.JobKind
		second  catalog.Job // job 1 is a full on t1
		missing []string
		want    int
	}{
		{"an incremental", model.Incremental, image(model.Incremental, 1, 2, "t1"), nil, 2},
		{"a full needs none", model.Full, image(model.Incremental, 1, 2, "t1"), nil, 0},
		{"a cumulative builds on what stands by itself", model.Cumulative, image(model.Incremental, 1, 2, "t1"), nil, 1},
		{"such as an incremental without a base", model.Cumulative, image(model.Incremental, 0, 2, "t1"), nil, 2},
		{"the master's clock was set back", model.Incremental, of(func(j *catalog.Job) { j.Backup = master.Time(-5) }), nil, 2},
		{"one that failed", model.Incremental, of(func(j *catalog.Job) { j.Status = job.StatusWrite }), nil, 1},
		{"one that named files", model.Incremental, of(func(j *catalog.Job) { j.Status = job.StatusPartial }), nil, 2},
		{"one that is suspended", model.Incremental, of(func(j *catalog.Job) { j.State = model.Suspended }), nil, 1},
		{"one that has expired", model.Incremental, of(func(j *catalog.Job) { j.Expired = true }), nil, 1},
		{"a copy", model.Incremental, of(func(j *catalog.Job) { j.Kind = model.Copy }), nil, 1},
		{"another policy's", model.Incremental, of(func(j *catalog.Job) { j.Policy, j.Client = "weekly", "client" }), nil, 1},
		{"another client's", model.Incremental, of(func(j *catalog.Job) { j.Policy, j.Client = "nightly", "laptop" }), nil, 1},
		{"its medium is gone", model.Incremental, image(model.Incremental, 1, 2, "t1", "t2"), []string{"t2"}, 1},
		{"its medium is another host's", model.Incremental, image(model.Incremental, 1, 2, "t3"), nil, 1},
		{"the medium of its base is gone", model.Incremental, image(model.Incremental, 1, 2, "t2"), []string{"t1"}, 0},
	} {
		s := serving(t, hours(3), image(model.Full, 0, 1, "t1"), c.second, catalog.Job{Kind: c.kind})
		j := s.Cat.Job(3)
		if s.chooseBase(j, c.missing); j.Base != c.want {
			t.Errorf("%s: the base is %d, want %d", c.claim, j.Base, c.want)
		}
	}
}

// How long servers have been up goes on where the server before left off: at the last write
// that it has put into the catalogue.
func TestTheAgeGoesOnFromServerToServer(t *testing.T) {
	s := serving(t, hours(100), image(model.Full, 0, 7, "t1"), image(model.Full, 0, 5, "t1"))
	if got := s.age(); got.Std() != 7*time.Hour {
		t.Errorf("a server that begins is %v old, want 7 h", got.Std())
	}
	s.Process.(*host).up = hours(102)
	if got := s.age(); got.Std() != 9*time.Hour {
		t.Errorf("two hours later it is %v old, want 9 h", got.Std())
	}
}

// A medium is protected for its retention and an eighth of it from the last write on, and as
// long as what is on it is the newest of a policy, may go on, or is what such a one needs.
func TestWhatMustStayIsBusy(t *testing.T) {
	suspended := image(model.Full, 0, 1, "t3")
	suspended.State = model.Suspended
	failed := image(model.Full, 0, 1, "t3")
	failed.Status = job.StatusAborted
	for _, c := range []struct {
		claim string
		later int // hours after the last write
		jobs  []catalog.Job
		want  []string
	}{
		{"nothing is written", 0, nil, nil},
		{"the newest stays for ever", 1000, []catalog.Job{image(model.Full, 0, 1, "t1")}, []string{"t1"}},
		{"and what it builds on", 1000, []catalog.Job{image(model.Full, 0, 1, "t1"), image(model.Incremental, 1, 1, "t3")}, []string{"t1", "t3"}},
		{"an older one is protected for eight hours and one more", 8, []catalog.Job{image(model.Full, 0, 1, "t1"), image(model.Full, 0, 1, "t3")}, []string{"t1", "t3"}},
		{"and then not", 9, []catalog.Job{image(model.Full, 0, 1, "t1"), image(model.Full, 0, 1, "t3")}, []string{"t3"}},
		{"without a limit it stays", 1000, []catalog.Job{image(model.Full, 0, 1, "t2"), image(model.Full, 0, 1, "t3")}, []string{"t2", "t3"}},
		{"a part on a medium that stays has the other stay", 9, []catalog.Job{image(model.Full, 0, 1, "t1", "t2"), image(model.Full, 0, 1, "t3")}, []string{"t1", "t2", "t3"}},
		{"a job may go on", 1000, []catalog.Job{suspended, image(model.Full, 0, 1, "t1")}, []string{"t1", "t3"}},
		{"one that failed is nothing", 1000, []catalog.Job{failed, image(model.Full, 0, 1, "t1")}, []string{"t1"}},
	} {
		s := serving(t, clock.Duration{}, c.jobs...)
		s.age() // it begins to count
		s.Process.(*host).up = hours(c.later)
		if d := cmp.Diff(c.want, slices.Sorted(maps.Keys(s.busy()))); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.claim, d)
		}
	}
}

// What may be overwritten is offered as if nothing were on it, and what is away not at all.
func TestWhatAWriterIsOffered(t *testing.T) {
	s := serving(t, clock.Duration{}, image(model.Full, 0, 1, "t1"), image(model.Full, 0, 1, "t2"))
	s.Config.Media[0].Append = hours(1)
	for _, m := range []catalog.Medium{{Name: "t1", Full: true}, {Name: "t2", Closed: true}} {
		if err := s.Cat.PutMedium(m); err != nil {
			t.Fatal(err)
		}
	}
	offer := func(medium string) tape { return s.offers(s.Config.Medium(medium), s.busy()) }
	if o := offer("t1"); o.Written == "" || !o.Full || o.usable() {
		t.Errorf("what is protected is offered as %+v", o)
	}
	if o := offer("t2"); !o.Closed || o.usable() {
		t.Errorf("a medium on which an append failed is offered as %+v", o)
	}
	if o := offer("t3"); o.Written != "" || !o.usable() {
		t.Errorf("an empty medium is offered as %+v", o)
	}
	s.Process.(*host).up = hours(9)
	if o := offer("t1"); o.Written != "" || o.Full || !o.usable() {
		t.Errorf("what is protected no longer is offered as %+v", o)
	}
	s.erasing = []string{"t1"}
	if o := offer("t1"); o.usable() {
		t.Errorf("a medium that is about to be erased is offered as %+v", o)
	}
	if err := s.Cat.PutMedium(catalog.Medium{Name: "t3", Place: catalog.Removed}); err != nil {
		t.Fatal(err)
	}
	if o := offer("t3"); o.usable() {
		t.Errorf("a medium that was taken out is offered as %+v", o)
	}
}

// A writer looks whether media reach as far as any image does that a job may build on.
func TestMediaMustReachAsFarAsTheirImages(t *testing.T) {
	failed, expired := image(model.Full, 0, 1, "t1"), image(model.Full, 0, 1, "t1")
	failed.Status, failed.Image[0].Extents[0].Off = job.StatusWrite, 1000
	expired.Expired, expired.Image[0].Extents[0].Off = true, 2000
	s := serving(t, hours(2), image(model.Full, 0, 1, "t2", "t1"), image(model.Full, 0, 1, "t1", "t3"), failed, expired)
	want := []catalog.Extent{{Medium: "t2", Len: 10}, {Medium: "t1", Len: 11}}
	if d := cmp.Diff(want, s.needed("media")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
