package certain

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
)

// age is for how long servers have been up with this catalogue. It is less than the true
// time that went by, but for a clock that runs fast.
func (s *server) age() clock.Duration {
	if !s.counting {
		s.counting, s.begun = true, s.Uptime()
		for _, j := range s.Cat.Jobs() {
			if s.before.Less(j.Written) {
				s.before = j.Written
			}
		}
	}
	return s.before.Plus(s.Uptime()).Plus(s.begun.Neg())
}

// left is for how much longer what was last written to a medium is protected: full
// protection, from the last write on, whether or not that job came to an end. The clock
// that it is counted by may run an eighth too fast.
func (s *server) left(m *job.Medium) clock.Duration {
	last, written := clock.Duration{}, false
	for _, j := range s.Cat.Jobs() {
		if on(j, m.Name) {
			written = true
			if last.Less(j.Written) {
				last = j.Written
			}
		}
	}
	switch {
	case !written || s.rules.NotKept:
		return clock.Duration{}
	case !m.Retention.Less(clock.Forever):
		return clock.Forever
	}
	return last.Plus(m.Retention).Plus(m.Retention.Part(8)).Plus(s.age().Neg())
}

func on(j *catalog.Job, medium string) bool {
	for _, f := range j.Image {
		for _, e := range f.Extents {
			if e.Medium == medium {
				return true
			}
		}
	}
	return false
}

// busy are the media that must not be overwritten: those that are protected, and those
// with a part of an image that must stay. That is the newest of each policy and client,
// one of a job that may go on, any with another part on such a medium, since it is
// protected with what comes behind it, and what these build on.
func (s *server) busy() map[string]bool {
	busy := map[string]bool{}
	if s.rules.NotKept {
		return busy
	}
	for i := range s.Config.Media {
		m := &s.Config.Media[i]
		if (clock.Duration{}).Less(s.left(m)) {
			busy[m.Name] = true
		}
	}
	stays := s.newest()
	for more := true; more; {
		more = false
		for _, j := range s.Cat.Jobs() {
			if stays[j.Number] || !j.Expired && j.Kind.Backup() && onAny(j, busy) {
				more = s.stay(j, stays, busy) || more
			}
		}
	}
	return busy
}

// newest are the images that stay whatever their media say, by job number.
func (s *server) newest() map[int]bool {
	type line struct{ policy, client string }
	seen, stays := map[line]bool{}, map[int]bool{}
	for _, j := range slices.Backward(s.Cat.Jobs()) {
		if j.Expired || !j.Kind.Backup() {
			continue
		}
		of := line{j.Policy, j.Client}
		stays[j.Number] = j.State != model.Done || j.Restorable() && !seen[of]
		seen[of] = seen[of] || j.Restorable()
	}
	return stays
}

// stay has an image stay, with what it builds on and what its media hold. It reports
// whether that is news of any medium or image.
func (s *server) stay(j *catalog.Job, stays map[int]bool, busy map[string]bool) (news bool) {
	for b := j; b != nil; b = s.Cat.Job(b.Base) {
		news = news || !stays[b.Number]
		stays[b.Number] = true
		for _, f := range b.Image {
			for _, e := range f.Extents {
				news = news || !busy[e.Medium]
				busy[e.Medium] = true
			}
		}
	}
	return news
}

func onAny(j *catalog.Job, media map[string]bool) bool {
	for _, f := range j.Image {
		for _, e := range f.Extents {
			if media[e.Medium] {
				return true
			}
		}
	}
	return false
}

// expire lets go of the images on media that may be overwritten, before any is.
func (s *server) expire() error {
	limited := slices.ContainsFunc(s.Config.Media, func(m job.Medium) bool { return m.Retention.Less(clock.Forever) })
	if !limited && !s.rules.NotKept {
		return nil
	}
	busy := s.busy()
	for _, j := range s.Cat.Jobs() {
		if !j.Restorable() || onAny(j, busy) {
			continue
		}
		j.Expired = true
		if err := s.Cat.PutJob(j); err != nil {
			return err
		}
		s.Note(j, "its image expired")
	}
	return nil
}

// hostFor is the media host that a job writes to: that of its policy, or the first with a
// medium for it.
func (s *server) hostFor(j *catalog.Job) string {
	if p := s.Config.Policy(j.Policy); len(j.Image) > 0 || p != nil && p.Server != "" {
		if len(j.Image) > 0 {
			return j.Server
		}
		return p.Server
	}
	if len(s.Config.Media) == 0 {
		return ""
	}
	first := s.Config.Media[0].Host
	if !slices.ContainsFunc(s.Config.Media, func(m job.Medium) bool { return m.Host != first }) {
		return first
	}
	busy := s.busy()
	for i := range s.Config.Media {
		if m := &s.Config.Media[i]; s.offers(m, busy).usable() {
			return m.Host
		}
	}
	return first
}

// tape is a medium as a writer is told of it.
type tape struct {
	message.Tape
	away bool
}

func (t tape) usable() bool {
	return !t.away && !t.Imported && (t.Written == "" || !t.Full && !t.Closed)
}

// offers says what a writer may do with a medium. What may be overwritten is offered as
// if nothing were on it, so that the writer's clock decides nothing.
func (s *server) offers(m *job.Medium, busy map[string]bool) tape {
	known := s.Cat.Medium(m.Name)
	t := tape{Tape: message.Tape{
		Medium:   catalog.Medium{Name: m.Name, Full: known.Full, Closed: known.Closed && !s.rules.AppendBehind, Written: "written"},
		Imported: m.Imported, Retention: clock.Forever, Append: clock.Forever, Level: message.ProtectAll,
	}}
	t.away = known.Place == catalog.Removed || m.Away && known.Place != catalog.Inserted || slices.Contains(s.erasing, m.Name)
	if !busy[m.Name] {
		t.Written, t.Full, t.Closed = "", false, false
	} else if m.Append.Less(clock.Forever) && !s.age().Less(s.allocated(m.Name).Plus(m.Append)) {
		t.Closed = true
	}
	return t
}

// allocated is how old servers were when the first image was written to a medium that it
// still holds.
func (s *server) allocated(medium string) clock.Duration {
	for _, j := range s.Cat.Jobs() {
		if !j.Expired && on(j, medium) {
			return j.Written
		}
	}
	return clock.Duration{}
}

// pool is what a job's writer may choose from, and what it is to look for.
func (s *server) pool(j *catalog.Job) message.Pool {
	p := message.Pool{Own: true, Untimed: true, Fresh: s.Config.Policy(j.Policy).Overwrite}
	busy := s.busy()
	for i := range s.Config.Media {
		m := &s.Config.Media[i]
		if t := s.offers(m, busy); m.Host == j.Server && !t.away {
			p.Tapes = append(p.Tapes, t.Tape)
		}
	}
	if !s.rules.Unlooked {
		p.Looks = s.needed(j.Server)
	}
	return p
}

// needed is how far each medium of a host must reach for the images that jobs may build
// on.
func (s *server) needed(host string) (all []catalog.Extent) {
	for _, j := range s.Cat.Jobs() {
		if j.Expired || !j.Kind.Backup() || j.State == model.Done && j.Status > job.StatusPartial {
			continue
		}
		for _, f := range j.Image {
			for _, e := range f.Extents {
				if m := s.Config.Medium(e.Medium); m == nil || m.Host != host {
					continue
				}
				i := slices.IndexFunc(all, func(o catalog.Extent) bool { return o.Medium == e.Medium })
				if i < 0 {
					i, all = len(all), append(all, catalog.Extent{Medium: e.Medium})
				}
				all[i].Len = max(all[i].Len, e.Off+e.Len)
			}
		}
	}
	return all
}

// there reports whether a job's image, and all that it builds on, is on media of a host
// that are there.
func (s *server) there(j *catalog.Job, host string, missing []string) bool {
	for b := j; b != nil; b = s.Cat.Job(b.Base) {
		if b != j && !b.Restorable() {
			return false
		}
		for _, f := range b.Image {
			for _, e := range f.Extents {
				if m := s.Config.Medium(e.Medium); !s.rules.Unlooked && (m == nil || m.Host != host || slices.Contains(missing, e.Medium)) {
					return false
				}
			}
		}
	}
	return true
}

// mounted hears that a job's writer has begun to write to a medium.
func (s *server) mounted(r *job.Run, m message.Mounted) error {
	known := s.Cat.Medium(m.Medium)
	if m.Erased {
		if err := s.Cat.Emptied(m.Medium); err != nil {
			return err
		}
		known = catalog.Medium{Name: m.Medium, Place: known.Place}
	}
	known.Job = r.Job.Number
	return s.Cat.PutMedium(known)
}

// Wrote implements job.Conduct.
func (s *server) Wrote(r *job.Run, _ *message.Written) error {
	r.Job.Written = s.age()
	return nil
}

// Protection implements job.Conduct: it starts anew with each write.
func (s *server) Protection(_ *catalog.Job, medium string) clock.Duration {
	return s.SinceLastWrite(medium)
}

// Keeps implements job.Conduct. A medium that may be erased is not written to until it
// is.
func (s *server) Keeps(medium string) bool {
	m := s.Config.Medium(medium)
	if m == nil || s.Assigned(medium) || s.expire() != nil || s.busy()[medium] {
		return true
	}
	s.erasing = append(s.erasing, medium)
	return false
}

// Emptied implements job.Conduct.
func (s *server) Emptied(medium string) error {
	s.erasing = slices.DeleteFunc(s.erasing, func(m string) bool { return m == medium })
	if err := s.Blank(medium); err != nil {
		return err
	}
	return s.TryHeld()
}
