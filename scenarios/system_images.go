package scenarios

import (
	"fmt"
	"slices"

	"gapless/engine/backup"
	"gapless/engine/catalog"
	"gapless/engine/job"
	enginemedia "gapless/engine/media"
	"gapless/engine/message"
	"gapless/engine/products"
	"gapless/engine/restore"
	"gapless/engine/verify"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"
)

// images is what systems whose jobs write images to media have in common.
type images struct{ config job.Config }

// onlyObjects lists the statements that only a system with object repositories has.
var onlyObjects = []string{"stop", "start service", "start removal", "restart removal", "lose request", "wipe",
	"expect checkpoint", "expect leaks", "expect removal", "expect mails"}

func (s *images) lacks(st *script.Statement) string {
	switch {
	case st.Form.Name == "repository":
		return "writes to media; declare media instead"
	case slices.Contains(onlyObjects, st.Form.Name):
		return fmt.Sprintf("has no %s: it keeps no checkpoints in object repositories", st.Form.Name)
	case st.Form.Name == "policy":
		return without(st, "kind", "repository")
	}
	return ""
}

// without says which of these arguments a statement has; empty for none of them, or only
// to say no.
func without(st *script.Statement, names ...string) string {
	for _, name := range names {
		if st.Has(name) && !st.Is(name, "none") && !st.Is(name, "off") && !st.Is(name, "no") {
			return fmt.Sprintf("has no %s; leave it out", name)
		}
	}
	return ""
}

func (s *images) declareStores(u *Setup) error {
	for _, st := range u.Script.All("media") {
		t := tape{name: st.Text("NAME"), host: st.Text("host"), capacity: st.Size("capacity"), retention: clock.Forever}
		if st.Has("retention") {
			t.retention = clock.Of(st.Duration("retention"))
		}
		if t.host == "" {
			t.host = "media"
		}
		t.away = st.Is("state", "away")
		u.media = append(u.media, t)
	}
	if len(u.media) == 0 {
		u.media = []tape{{name: DefaultMedium, host: "media", retention: clock.Forever}}
	}
	statements := u.Script.All("media")
	for i, t := range u.media {
		m := job.Medium{Name: t.name, Host: t.host, Retention: t.retention, Append: clock.Forever}
		if len(statements) > 0 {
			periods(&m, statements[i])
		}
		s.config.Media = append(s.config.Media, m)
	}
	s.config.Catalog = CatalogDir
	return nil
}

func (s *images) declarePolicy(u *Setup, st *script.Statement) error {
	p := job.Policy{
		Name: st.Text("NAME"), Exclude: st.List("exclude"), Method: st.Text("method"),
		Checkpoint: clock.Of(st.Duration("checkpoint")), Schedules: schedules(st),
	}
	if !st.Has("checkpoint") {
		p.Checkpoint = clock.Of(defaultCheckpoint)
	}
	targets, err := u.targets(st)
	if err != nil {
		return err
	}
	p.Targets = targets
	s.config.Policies = append(s.config.Policies, p)
	return nil
}

// schedules are the starts that a policy makes by itself.
func schedules(st *script.Statement) (all []job.Schedule) {
	for _, due := range st.Due("schedule") {
		all = append(all, job.Schedule{Kind: model.JobKind(due.Kind), Weekday: due.Weekday, Hour: due.Hour, Minute: due.Minute})
	}
	return all
}

// programs are all but the server, which each system has of its own.
func (s *images) programs(w *world, master *machine.Host[clock.Master], media *machine.Host[clock.Media], client *machine.Host[clock.Client]) {
	switch {
	case master != nil:
		program(w, master, message.Scheduler, job.RunScheduler)
	case media != nil:
		program(w, media, message.Writer, enginemedia.Run)
		if w.setup.system.obeys() {
			program(w, media, message.Eraser, w.eraser())
		} else {
			program(w, media, message.Eraser, enginemedia.Erase)
		}
		program(w, media, message.Reader, verify.Run)
	case client != nil:
		program(w, client, message.Client, backup.Run)
	}
}

// eraser is the eraser of a product that erases whatever is on a medium: somebody has
// said so.
func (w *world) eraser() func(enginemedia.Process, message.Erase) {
	return func(p enginemedia.Process, order message.Erase) {
		w.byHand = append(w.byHand, model.Overwrite{At: w.now(), Medium: order.Medium})
		w.ordered[order.Medium] = true
		defer delete(w.ordered, order.Medium)
		enginemedia.Erase(p, order)
	}
}

func (s *images) started(*world, string) {}

func (s *images) source(w *world, j *model.Job) source {
	from := source{options: products.Restores(w.rules)}
	if cat, err := w.readCatalog(); err == nil {
		from.images = restore.Chain(cat, w.engineNumber(j), from.options)
	}
	for _, m := range w.media {
		from.media += m.Changes()
	}
	return from
}

func (s *images) restore(w *world, j *model.Job, from *source) error {
	if _, err := w.readCatalog(); err != nil {
		return err
	}
	return restore.Images(from.images, w.engineNumber(j), w.view, w.host(j.Client).face, w.targetFace, from.options)
}

func (s *images) spans(w *world, j *model.Job) bool {
	cat, err := w.readCatalog()
	return err == nil && restore.Spans(cat.Job(w.engineNumber(j)))
}

// protected reports whether all images that a job's restore point needs are inside
// their retention, on media that the script has not destroyed.
func (s *images) protected(w *world, j *model.Job) bool {
	for n := j.Number; n != 0; n = w.history.Jobs[n-1].Base {
		for _, f := range w.history.Fragments {
			if f.Job != n {
				continue
			}
			over := !f.ProtectedUntil.IsZero() && !f.ProtectedUntil.After(w.now())
			if m := w.medium(f.Medium); over || m == nil || m.Gone() || w.erasedByHand(&f) {
				return false
			}
		}
		if w.history.Jobs[n-1].Kind.Whole() {
			break
		}
	}
	return true
}

// stores says what the engine's catalogue makes of each medium.
func (s *images) stores(w *world) map[string]string {
	states := map[string]string{}
	cat, err := w.readCatalog()
	if err != nil {
		return states
	}
	for _, m := range w.media {
		states[m.tape.name] = mediumState(cat, m)
	}
	return states
}

func mediumState(cat *catalog.Catalog, m *tapeDrive) string {
	switch {
	case m.Gone():
		return "lost"
	case cat.Medium(m.tape.name).Full:
		return "full"
	case cat.Holds(m.tape.name):
		return "allocated"
	case m.End() > 0:
		return "recyclable"
	}
	return "scratch"
}
