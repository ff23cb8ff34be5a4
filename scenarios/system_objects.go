package scenarios

import (
	"errors"
	"fmt"
	"slices"

	"gapless/engine/checkpoints"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"
)

// objects is the engine that keeps checkpoints in object repositories.
type objects struct{ config checkpoints.Config }

// lackingObjects lists, by statement, the arguments that the system does not have.
var lackingObjects = map[string][]string{
	"volume": {"snapshot", "journal", "journal-size", "journal-delta", "boot", "cluster"},
	"policy": {"method", "checkpoint", "server", "limit", "media", "after", "accessed"},
}

// onlyImages lists the statements that only a system with images on media has.
var onlyImages = []string{"cumulative", "suspend", "resume", "delay", "erase", "expire", "verify", "check-database", "fail database", "expect media",
	"copy-backup", "working-set", "insert", "remove", "change-method", "expect recovery"}

func (s *objects) lacks(st *script.Statement) string {
	for _, name := range lackingObjects[st.Form.Name] {
		if st.Has(name) && !st.Is(name, "none") && !st.Is(name, "off") && !st.Is(name, "no") {
			return fmt.Sprintf("has no %s; leave it out", name)
		}
	}
	switch {
	case slices.Contains(ofVolumes, st.Form.Name):
		return fmt.Sprintf("has no %s: it reads neither change journals nor snapshots", st.Form.Name)
	case st.Form.Name == "media":
		return "keeps backups in object repositories; declare a repository instead"
	case slices.Contains(onlyImages, st.Form.Name):
		return fmt.Sprintf("has no %s", st.Form.Name)
	case st.Form.Name == "fail write" && st.Has("after"):
		return "writes objects as a whole; leave after= out"
	case st.Form.Name == "policy" && slices.ContainsFunc(st.Due("schedule"), func(d script.Due) bool { return d.Kind == string(model.Cumulative) }):
		return "has no cumulative"
	}
	return ""
}

func (s *objects) declareStores(u *Setup) error {
	s.config.Dir = CatalogDir
	for _, st := range u.Script.All("repository") {
		r := checkpoints.Repository{Name: st.Text("NAME"), Mount: orMedia(st.Text("mount")), Provider: st.Text("provider"),
			Immutable: clock.Of(st.Duration("immutability")), Generation: clock.Of(st.Duration("generation"))}
		if st.Is("access", "gateway") {
			r.Gateway = orMedia(st.Text("host"))
		} else if st.Has("host") {
			return placeError(u.Script, st, errors.New("host= is the gateway server, and this repository is reached directly; write access=gateway, or leave it out"))
		}
		for _, name := range []string{r.Gateway, r.Mount, r.Provider} {
			if h := u.host(name); h != nil && h.role != "media" {
				return placeError(u.Script, st, fmt.Errorf("%s is a %s; gateway, mount and provider's servers are of role=media", name, h.role))
			}
		}
		s.config.Repositories = append(s.config.Repositories, r)
	}
	if len(s.config.Repositories) == 0 {
		s.config.Repositories = []checkpoints.Repository{{Name: DefaultMedium, Mount: "media"}}
	}
	for _, r := range s.config.Repositories {
		u.buckets = append(u.buckets, bucketDecl{r.Name, r.Gateway})
	}
	return nil
}

func orMedia(host string) string {
	if host == "" {
		return "media"
	}
	return host
}

func (s *objects) declarePolicy(u *Setup, st *script.Statement) error {
	targets, err := u.targets(st)
	if err != nil {
		return err
	}
	if len(targets) != 1 {
		return placeError(u.Script, st, fmt.Errorf("%s backs up one client with a policy; declare a policy for each client", u.Product.Name))
	}
	p := checkpoints.Policy{Name: st.Text("NAME"), Kind: checkpoints.KindOf(st.Text("kind")), Client: targets[0].Client,
		Roots: targets[0].Roots, Exclude: st.List("exclude"), Repository: st.Text("repository"), Schedules: schedules(st)}
	if p.Repository == "" {
		if len(s.config.Repositories) > 1 {
			return placeError(u.Script, st, errors.New("there are several repositories; say which with repository="))
		}
		p.Repository = s.config.Repositories[0].Name
	}
	s.config.Policies = append(s.config.Policies, p)
	i := slices.IndexFunc(s.config.Repositories, func(r checkpoints.Repository) bool { return r.Name == p.Repository })
	if i < 0 {
		return placeError(u.Script, st, fmt.Errorf("%s is no repository", p.Repository))
	}
	repo := &s.config.Repositories[i]
	// What the rules demand is told apart from what the engine does: a break changes the
	// engine's rules, and not what it is judged by.
	pristine := u.Product.New().(*checkpoints.Rules)
	given := *u.Rules.(*checkpoints.Rules)
	pristine.Poll = given.Poll
	if given.Side <= checkpoints.ProviderSide {
		pristine.Side = given.Side
	}
	u.pollEvery = pristine.Poll
	if u.backupOf == nil {
		u.backupOf = map[string]int{}
	}
	u.backupOf[p.Name] = len(u.backups)
	u.backups = append(u.backups, model.Backup{Policy: p.Name, Remover: pristine.Remover(u.master(), repo),
		Restart: pristine.Restart[p.Kind][repo.Connection()]})
	u.keeps = append(u.keeps, keeping{repo.Name, repo.Immutable})
	return nil
}

func (s *objects) programs(w *world, master *machine.Host[clock.Master], media *machine.Host[clock.Media], client *machine.Host[clock.Client]) {
	switch {
	case master != nil:
		storing(w, master, checkpoints.ControlProgram, checkpoints.RunControl)
		storing(w, master, checkpoints.ServiceProgram, checkpoints.RunService)
		storing(w, master, checkpoints.JobProgram, checkpoints.RunJob)
		storing(w, master, checkpoints.RemovalProgram, checkpoints.RunRemoval[clock.Master])
		program(w, master, message.Scheduler, job.RunScheduler)
	case media != nil:
		storing(w, media, checkpoints.RemovalProgram, checkpoints.RunRemoval[clock.Media])
		storing(w, media, checkpoints.AgentProgram, checkpoints.RunAgent[clock.Media])
		storing(w, media, checkpoints.RelayProgram, checkpoints.RunRelay[clock.Media])
	case client != nil:
		storing(w, client, checkpoints.MoverProgram, checkpoints.RunMover)
	}
}

func (s *objects) boot(w *world, probe bool) (string, any) {
	config := s.config
	config.Rules = *w.rules.(*checkpoints.Rules)
	if probe {
		config.Policies = slices.Clone(config.Policies)
		for i := range config.Policies {
			config.Policies[i].Schedules = nil
		}
	}
	return checkpoints.ControlProgram, config
}

// started has the removal job of a provider's server run again, as the server itself
// would have it.
func (s *objects) started(w *world, host string) {
	if slices.ContainsFunc(s.config.Repositories, func(r checkpoints.Repository) bool { return r.Provider == host }) {
		_ = w.post(checkpoints.StartProgram{Program: checkpoints.RemovalProgram}) // while the control is down it waits for that
	}
}

func (s *objects) upgraded(r products.Rules) (any, bool) {
	rules, ok := r.(*checkpoints.Rules)
	if !ok {
		return nil, false
	}
	return *rules, true
}

func (s *objects) policy(name string) *checkpoints.Policy {
	for i := range s.config.Policies {
		if s.config.Policies[i].Name == name {
			return &s.config.Policies[i]
		}
	}
	return nil
}

func (s *objects) source(w *world, _ *model.Job) source {
	from := source{store: w.catalog.Used()}
	for _, b := range w.buckets {
		from.objects += b.Changes()
	}
	return from
}

func (s *objects) restore(w *world, j *model.Job, _ *source) error {
	store, err := w.readStore()
	if err != nil {
		return err
	}
	known := store.Job(w.engineNumber(j))
	if known == nil {
		return fmt.Errorf("the store knows no job %d", j.Number)
	}
	p := s.policy(j.Policy)
	return checkpoints.Restore(w.bucket(p.Repository).From(nil), p.Name, known.Checkpoint, w.host(p.Client).face, w.targetFace)
}

func (s *objects) spans(*world, *model.Job) bool { return false }

// protected reports whether a job's checkpoint is the newest of its backup, or inside
// its immutability. What somebody else deleted, and nothing held, is none of the
// engine's business, nor is a repository that is gone. A probe's checkpoint is in no
// history: it is the newest, and uses blocks of those before it.
func (s *objects) protected(w *world, j *model.Job) bool {
	if w.bucket(s.policy(j.Policy).Repository).Gone() {
		return false
	}
	if j.Probe {
		return !s.wiped(w, j.Policy)
	}
	var own *model.Checkpoint
	newest := true
	for i := range w.history.Checkpoints {
		k := &w.history.Checkpoints[i]
		switch {
		case k.Job == j.Number:
			own = k
		case own != nil && k.Backup == own.Backup && !k.Finished.IsZero():
			newest = false
		}
	}
	if own == nil {
		return false
	}
	held := !own.HeldUntil.IsZero() && own.HeldUntil.After(w.now())
	return held || newest && !own.Foreign
}

// wiped reports whether somebody else deleted what a checkpoint of a policy needs.
func (s *objects) wiped(w *world, policy string) bool {
	backup := w.setup.backupOf[policy]
	return slices.ContainsFunc(w.history.Checkpoints, func(k model.Checkpoint) bool { return k.Backup == backup && k.Foreign })
}

func (s *objects) stores(w *world) map[string]string { return nil }

// storing makes a program of the engine one that a host can start, and that works
// with object repositories.
func storing[H, A any](w *world, h *machine.Host[H], name string, run func(checkpoints.Process[H], A)) {
	h.Program(name, func(p *machine.Process[H], args any) { run(process[H]{p, w}, args.(A)) })
}

// bucketDecl is a declared object repository.
type bucketDecl struct {
	name    string
	gateway string // the only host that reaches it; empty for all
}

// keeping is where a backup lies and how long the repository promises to keep it.
type keeping struct {
	repository string
	immutable  clock.Duration
}

func (s *objects) renews() bool { return false }

func (s *objects) obeys() bool { return false }
