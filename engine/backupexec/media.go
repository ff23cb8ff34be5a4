package backupexec

import (
	"gapless/engine/catalog"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model/clock"
)

// pool is what a job's writer may choose from on a host. C9: a restart takes another
// medium than the one that it was writing to, and appends to none.
func (s *server) pool(host string, j *catalog.Job) message.Pool {
	p := message.Pool{
		Own:             true,
		Fresh:           s.Config.Policy(j.Policy).Overwrite || len(j.Image) > 0 && !s.rules.SameMedium,
		RecyclableFirst: s.rules.RecyclableFirst, FromAllocation: s.rules.FromAllocation,
		EachAlone: s.rules.EachAlone, AppendClosed: s.rules.KeepOpen,
	}
	for i := range s.Config.Media {
		m := &s.Config.Media[i]
		t := TapeOf(s.Cat, s.Config.Media, m, &s.rules)
		if m.Host != host || away(m, &t.Medium) || s.Erasing(m.Name) {
			continue
		}
		t.Needed = s.needs(j, m.Name)
		p.Tapes = append(p.Tapes, t)
	}
	return p
}

// needs reports whether a job's restore needs what is on a medium: the first part of its
// own image, or an image that it builds on.
func (s *server) needs(j *catalog.Job, medium string) bool {
	for !j.On(medium) {
		if j.Base == 0 {
			return false
		}
		j = s.Cat.Job(j.Base)
	}
	return true
}

// TapeOf is a medium as a writer is told of it.
func TapeOf(cat *catalog.Catalog, media []job.Medium, m *job.Medium, rules *Rules) message.Tape {
	known := cat.Medium(m.Name)
	t := message.Tape{Medium: known, Imported: m.Imported, Retention: m.Retention, Append: m.Append, Level: m.Level}
	if t.Level == message.Unsaid {
		t.Level = rules.Level
	}
	t.With = partners(cat, media, &known)
	return t
}

func away(m *job.Medium, known *catalog.Medium) bool {
	return known.Place == catalog.Removed || m.Away && known.Place != catalog.Inserted
}

// partners are the media that hold other parts of the images on a medium. C10.
func partners(cat *catalog.Catalog, media []job.Medium, m *catalog.Medium) (all []message.Partner) {
	for i := range media {
		c := &media[i]
		o := cat.Medium(c.Name)
		if o.Name == m.Name || o.Heard.IsZero() || m.Heard.IsZero() || !cat.Shares(m.Name, o.Name) {
			continue
		}
		all = append(all, message.Partner{Name: o.Name, Later: o.Heard.Sub(m.Heard), Retention: c.Retention})
	}
	return all
}

// mounted hears that a job's writer has begun to write to a medium.
func (s *server) mounted(r *job.Run, m message.Mounted) error {
	known := s.Cat.Medium(m.Medium)
	if m.Erased {
		if err := s.Cat.Emptied(m.Medium); err != nil {
			return err
		}
		known = catalog.Medium{Name: m.Medium, Allocated: m.At, Place: known.Place}
	}
	known.Job = r.Job.Number
	return s.written(known, m.At)
}

// written makes durable when a medium was written to last. C10. One that was erased while a job
// wrote to it is allocated by the next that is heard of it.
func (s *server) written(known catalog.Medium, at catalog.Reading) error {
	if known.Allocated == "" {
		known.Allocated = at
	}
	known.Written, known.Heard = at, s.Now()
	return s.Cat.PutMedium(known)
}

// left hears when a writer wrote last to a medium that it is done with. One that was emptied
// while the word was on its way holds nothing of that. C10.
func (s *server) left(m message.LeftAt) error {
	known := s.Cat.Medium(m.Medium)
	if known.Written == "" {
		return nil
	}
	return s.written(known, m.At)
}

// Wrote implements job.Conduct: each write starts a medium's protection anew. C10. What
// lies at the beginning of a medium says that it was emptied, also where the word of that
// was lost.
func (s *server) Wrote(r *job.Run, m *message.Written) error {
	for i, e := range m.Extents {
		if i > 0 && m.Extents[i-1].Medium == e.Medium {
			continue
		}
		known := s.Cat.Medium(e.Medium)
		unheard := e.Off == 0 && (known.Written == "" || known.Job != r.Job.Number)
		if err := s.mounted(r, message.Mounted{Medium: e.Medium, At: m.At, Erased: unheard}); err != nil {
			return err
		}
	}
	return nil
}

// closeMedia has the medium of a job that failed while it appended take no more. C9.
func (s *server) closeMedia(j *catalog.Job) error {
	p := s.Config.Policy(j.Policy)
	if p == nil || p.Overwrite {
		return nil
	}
	return s.CloseMedia(j)
}

// hold has a job without a medium wait until one may be overwritten, and then go on
// from where it is. C15.
func (s *server) hold(r *job.Run, m message.NoMedium) error {
	if s.rules.FailOnHold {
		return s.Fail(r, job.StatusWrite, "no medium may be written to")
	}
	s.Halt(r)
	if s.rules.HoldFromStart {
		s.Forget(r.Job)
	}
	return s.Hold(r, m.Within, heldOver)
}

// Protection implements job.Conduct: it starts anew with each write.
func (s *server) Protection(_ *catalog.Job, medium string) clock.Duration {
	return s.SinceLastWrite(medium)
}

// Keeps implements job.Conduct: whoever erases a medium by hand has said so.
func (s *server) Keeps(string) bool { return false }

// Emptied implements job.Conduct.
func (s *server) Emptied(medium string) error { return s.Blank(medium) }
