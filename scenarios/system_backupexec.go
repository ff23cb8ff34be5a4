package scenarios

import (
	"errors"
	"fmt"
	"slices"

	"gapless/engine/backupexec"
	"gapless/engine/catalog"
	"gapless/engine/job"
	enginemedia "gapless/engine/media"
	"gapless/engine/message"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"
)

// onlyBackupExec lists the statements, and onlyItsArguments by statement the arguments,
// that only Backup Exec has.
var (
	onlyBackupExec   = []string{"copy-backup", "working-set", "insert", "remove", "change-method", "expect recovery"}
	onlyItsArguments = map[string][]string{
		"volume": {"snapshot", "journal", "journal-size", "journal-delta", "boot", "cluster"},
		"media":  {"append-period", "protection", "state"},
		"policy": {"server", "limit", "media", "after", "accessed"},
	}
)

// levels are the words for overwrite protection levels. C10.
var levels = map[string]message.Level{
	"": message.Unsaid, "full": message.ProtectAll, "partial": message.ProtectAllocated, "none": message.ProtectNothing,
}

// periods adds what Backup Exec knows of a medium.
func periods(m *job.Medium, st *script.Statement) {
	m.Append = clock.Forever
	if st.Has("append-period") {
		m.Append = clock.Of(st.Duration("append-period"))
	}
	m.Level = levels[st.Text("protection")]
	m.Imported, m.Away = st.Is("state", "imported"), st.Is("state", "away")
}

// backupExecs is Backup Exec.
type backupExecs struct{ images }

func (s *backupExecs) lacks(st *script.Statement) string {
	if st.Form.Name == "suspend" {
		return "has no suspend; cancel the job, or have it fail"
	}
	return s.images.lacks(st)
}

func (s *backupExecs) programs(w *world, master *machine.Host[clock.Master], media *machine.Host[clock.Media], client *machine.Host[clock.Client]) {
	if master != nil {
		program(w, master, message.Server, backupexec.Run)
	}
	s.images.programs(w, master, media, client)
}

func (s *backupExecs) declarePolicy(u *Setup, st *script.Statement) error {
	if err := s.images.declarePolicy(u, st); err != nil {
		return err
	}
	rules := u.Rules.(*backupexec.Rules)
	p := &s.config.Policies[len(s.config.Policies)-1]
	p.Server, p.Limit = st.Text("server"), clock.Of(st.Duration("limit"))
	p.Accessed = accessedSince(st)
	p.Overwrite, p.Delete = st.Is("media", "overwrite"), st.Is("after", "delete")
	if !st.Has("checkpoint") {
		p.Checkpoint = rules.Interval
	}
	for i := range p.Targets {
		if st.Has("checkpoint") && (clock.Duration{}).Less(p.Checkpoint) {
			if why := backupexec.Refusal(&p.Targets[i]); why != "" {
				return placeError(u.Script, st, fmt.Errorf("checkpoint restart is not possible: %s; leave checkpoint= out", why))
			}
		}
	}
	if p.Server == "" {
		return nil
	}
	if h := u.host(p.Server); h == nil || h.role != "media" {
		return placeError(u.Script, st, errors.New("server= is a host of role=media, on which the policy's jobs run"))
	}
	if !slices.ContainsFunc(s.config.Media, func(m job.Medium) bool { return m.Host == p.Server }) {
		return placeError(u.Script, st, fmt.Errorf("%s has no medium; declare one with host=%s", p.Server, p.Server))
	}
	return nil
}

func (s *backupExecs) boot(w *world, probe bool) (string, any) {
	config := backupexec.Config{Config: s.config, Rules: *w.rules.(*backupexec.Rules)}
	config.Planted = config.Rules.Planted
	config.Policies = slices.Clone(config.Policies)
	for i := range config.Policies {
		p := &config.Policies[i]
		if method, ok := w.methods[p.Name]; ok {
			p.Method = method
		}
		if probe {
			onlyTakes(p)
		}
	}
	if probe {
		config.Rules.Restarts, config.Rules.RecoveredRestarts = 0, 0
		config.Media = []job.Medium{{Name: probeTape.name, Host: probeTape.host, Retention: clock.Forever, Append: clock.Forever}}
	}
	return message.Server, config
}

func (s *backupExecs) upgraded(r products.Rules) (any, bool) {
	if r, ok := r.(*backupexec.Rules); ok {
		return *r, true
	}
	return nil, false
}

// stores says what the server makes of each medium.
func (s *backupExecs) stores(w *world) map[string]string {
	states := map[string]string{}
	cat, err := w.readCatalog()
	if err != nil {
		return states
	}
	for _, m := range w.media {
		states[m.tape.name] = s.tapeState(w, cat, m)
	}
	return states
}

func (s *backupExecs) renews() bool { return true }

func (s *backupExecs) obeys() bool { return true }

func (s *backupExecs) tapeState(w *world, cat *catalog.Catalog, m *tapeDrive) string {
	if m.Gone() || m.away {
		return map[bool]string{true: "lost", false: "away"}[m.Gone()]
	}
	i := slices.IndexFunc(s.config.Media, func(c job.Medium) bool { return c.Name == m.tape.name })
	t := backupexec.TapeOf(cat, s.config.Media, &s.config.Media[i], w.rules.(*backupexec.Rules))
	h := w.host(m.tape.host)
	return enginemedia.State(&t, h.media, h.media.Time(h.Clock().Reading(w.sched.Now())))
}

// offered are the jobs that disaster recovery offers. C12.
func (s *backupExecs) offered(w *world) map[int]bool {
	rules, ok := w.rules.(*backupexec.Rules)
	cat, err := w.readCatalog()
	if !ok || err != nil {
		return nil
	}
	all := map[int]bool{}
	for _, j := range cat.Jobs() {
		all[j.Number] = backupexec.Offered(rules, j)
	}
	return all
}

// appended is told of each write to a medium. It starts the protection of all that lies there
// anew; a set on several media is protected as long as the longest. It is the rules' word and
// not the engine's: a break must not decide what it is judged by. C10.
func (r *record) appended(m *tapeDrive) {
	m.wrote = r.world.now()
	if !m.tape.retention.Less(clock.Forever) {
		return
	}
	until, all := m.wrote.Add(m.tape.retention), r.history.Fragments
	for i := range all {
		f := &all[i]
		over := f.ProtectedUntil.IsZero() || f.ProtectedUntil.Before(m.wrote) // and the image may have been let go
		if f.Medium == m.tape.name && !over && f.ProtectedUntil.Before(until) && !r.overwrittenSince(i) {
			r.prolong(f.Job, until)
		}
	}
}

// renew gives a fragment that was catalogued the protection that its writing began.
func (r *record) renew(written *model.Fragment) {
	m := r.world.medium(written.Medium)
	if m == nil || !m.tape.retention.Less(clock.Forever) {
		written.ProtectedUntil = clock.Time[clock.True]{}
		return
	}
	until := m.wrote.Add(m.tape.retention)
	for i := range r.history.Fragments {
		if f := &r.history.Fragments[i]; f.Job == written.Job && !f.ProtectedUntil.IsZero() && f.ProtectedUntil.After(until) && !r.overwrittenSince(i) {
			until = f.ProtectedUntil
		}
	}
	written.ProtectedUntil = until
	r.prolong(written.Job, until)
}

// torn is told of a stretch of a medium that the world took. What is left of an image of which
// it held a part is protected no longer than the media that have it.
func (r *record) torn(o *model.Overwrite) {
	for i := range r.history.Fragments {
		f := &r.history.Fragments[i]
		if f.Medium != o.Medium || f.Off >= o.Off+o.Len || o.Off >= f.Off+f.Len {
			continue
		}
		var until clock.Time[clock.True]
		for k := range r.history.Fragments {
			g := &r.history.Fragments[k]
			if m := r.world.medium(g.Medium); g.Job == f.Job && !g.ProtectedUntil.IsZero() && !m.Gone() && !r.overwrittenSince(k) {
				if end := m.wrote.Add(m.tape.retention); until.IsZero() || end.After(until) {
					until = end
				}
			}
		}
		for k := range r.history.Fragments {
			if g := &r.history.Fragments[k]; g.Job == f.Job && !g.ProtectedUntil.IsZero() && !until.IsZero() {
				g.ProtectedUntil = until
			}
		}
	}
}

// overwrittenSince reports whether the fragment of that index is no longer on its medium.
func (r *record) overwrittenSince(fragment int) bool {
	f := &r.history.Fragments[fragment]
	return slices.ContainsFunc(r.history.Overwrites[r.lost[fragment]:], func(o model.Overwrite) bool {
		return o.Medium == f.Medium && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len
	})
}

// prolong has what is there of the image of a job protected until then at least.
func (r *record) prolong(job int, until clock.Time[clock.True]) {
	for i := range r.history.Fragments {
		f := &r.history.Fragments[i]
		if f.Job == job && !f.ProtectedUntil.IsZero() && f.ProtectedUntil.Before(until) && !r.overwrittenSince(i) {
			f.ProtectedUntil = until
		}
	}
}
