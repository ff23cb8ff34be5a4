package scenarios

import (
	"errors"
	"slices"

	"gapless/engine/certain"
	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/products"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"
)

// proofs is the engine of Gapless's own profile. It writes images to media, too.
type proofs struct{ images }

func (s *proofs) lacks(st *script.Statement) string {
	switch {
	case st.Form.Name == "policy" && st.Has("method"):
		return "chooses files by proof alone; leave method= out"
	case st.Form.Name == "policy" && st.Has("accessed"):
		return "has no accessed; leave it out"
	case st.Form.Name == "change-method", st.Form.Name == "working-set", st.Form.Name == "expect recovery":
		return "has no " + st.Form.Name
	}
	return s.images.lacks(st)
}

func (s *proofs) declarePolicy(u *Setup, st *script.Statement) error {
	if err := s.images.declarePolicy(u, st); err != nil {
		return err
	}
	p := &s.config.Policies[len(s.config.Policies)-1]
	p.Server, p.Limit = st.Text("server"), clock.Of(st.Duration("limit"))
	p.Overwrite, p.Delete = st.Is("media", "overwrite"), st.Is("after", "delete")
	if p.Server != "" && !slices.ContainsFunc(s.config.Media, func(m job.Medium) bool { return m.Host == p.Server }) {
		return placeError(u.Script, st, errors.New("server= is a host of role=media with a medium; declare one with host="+p.Server))
	}
	return nil
}

func (s *proofs) programs(w *world, master *machine.Host[clock.Master], media *machine.Host[clock.Media], client *machine.Host[clock.Client]) {
	if master != nil {
		program(w, master, message.Server, certain.Run)
	}
	s.images.programs(w, master, media, client)
}

func (s *proofs) boot(w *world, probe bool) (string, any) {
	config := certain.Config{Config: s.config, Rules: *w.rules.(*certain.Rules)}
	config.Planted = config.Rules.Planted
	if probe {
		config.Rules.Retries = 0
		tape := job.Medium{Name: probeTape.name, Host: probeTape.host, Retention: probeTape.retention, Append: clock.Forever}
		config.Media = append([]job.Medium{tape}, config.Media...)
		config.Policies = slices.Clone(config.Policies)
		for i := range config.Policies {
			onlyTakes(&config.Policies[i])
		}
	}
	return message.Server, config
}

func (s *proofs) upgraded(r products.Rules) (any, bool) {
	if r, ok := r.(*certain.Rules); ok {
		return *r, true
	}
	return nil, false
}

// stores says what the engine's catalogue makes of each medium.
func (s *proofs) stores(w *world) map[string]string {
	states := s.images.stores(w)
	cat, err := w.readCatalog()
	if err != nil {
		return states
	}
	for i, m := range w.media {
		switch {
		case m.away && !m.Gone():
			states[m.tape.name] = "away"
		case states[m.tape.name] == "allocated" && cat.Medium(m.tape.name).Closed:
			states[m.tape.name] = "not-appendable"
		case states[m.tape.name] == "scratch" && s.config.Media[i].Imported:
			states[m.tape.name] = "imported"
		}
	}
	return states
}

func (s *proofs) renews() bool { return true }

func (s *proofs) obeys() bool { return false }
