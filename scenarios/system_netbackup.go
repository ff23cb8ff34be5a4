package scenarios

import (
	"fmt"
	"slices"

	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/engine/netbackup"
	"gapless/engine/products"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"
)

// netbackups is NetBackup.
type netbackups struct{ images }

func (s *netbackups) lacks(st *script.Statement) string {
	switch {
	case slices.Contains(ofVolumes, st.Form.Name):
		return fmt.Sprintf("has no %s: it reads neither change journals nor snapshots", st.Form.Name)
	case slices.Contains(onlyBackupExec, st.Form.Name):
		return "has no " + st.Form.Name
	case st.Form.Name == "policy" && st.Is("method", "catalog"):
		return "has the methods modified-time and archive-bit"
	}
	if why := without(st, onlyItsArguments[st.Form.Name]...); why != "" {
		return why
	}
	return s.images.lacks(st)
}

func (s *netbackups) programs(w *world, master *machine.Host[clock.Master], media *machine.Host[clock.Media], client *machine.Host[clock.Client]) {
	if master != nil {
		program(w, master, message.Server, netbackup.Run)
	}
	s.images.programs(w, master, media, client)
}

func (s *netbackups) boot(w *world, probe bool) (string, any) {
	config := netbackup.Config{Config: s.config, Rules: *w.rules.(*netbackup.Rules)}
	config.Planted = config.Rules.Planted
	if probe {
		config.Rules.AutomaticRetry = false
		config.Media = append([]job.Medium{{Name: probeTape.name, Host: probeTape.host, Retention: probeTape.retention}}, config.Media...)
		config.Policies = slices.Clone(config.Policies)
		for i := range config.Policies {
			config.Policies[i].Schedules = nil
		}
	}
	return message.Server, config
}

func (s *netbackups) upgraded(r products.Rules) (any, bool) {
	if r, ok := r.(*netbackup.Rules); ok {
		return *r, true
	}
	return nil, false
}

func (s *netbackups) renews() bool { return false }

func (s *netbackups) obeys() bool { return false }
