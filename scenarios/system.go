package scenarios

import (
	"fmt"

	"gapless/engine/backupexec"
	"gapless/engine/certain"
	"gapless/engine/checkpoints"
	"gapless/engine/netbackup"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/machine"
)

// system is an engine as the runner sees it: what of a script and of a run depends on
// the system that a product is of. It belongs to one setup, and runs do not change it.
type system interface {
	// lacks says why the system cannot have a statement; empty when it can.
	lacks(st *script.Statement) string
	// declare takes what backups are written to, and a policy with all volumes known.
	declareStores(u *Setup) error
	declarePolicy(u *Setup, st *script.Statement) error

	// programs gives a host the programs of its role: one of the three is not nil.
	programs(w *world, master *machine.Host[clock.Master], media *machine.Host[clock.Media], client *machine.Host[clock.Client])
	// boot is the first program of the master, and what an administrator has entered by
	// now; for a probe nothing starts by itself.
	boot(w *world, probe bool) (program string, args any)
	// started says that a host is up again, with nothing running on it but what it boots.
	started(w *world, host string)
	// upgraded is the message that tells the first program of other rules.
	upgraded(r products.Rules) (message any, ok bool)

	// source is what a restore of a job's restore point would read now.
	source(w *world, j *model.Job) source
	// restore has the engine restore a job's restore point into the world's target.
	restore(w *world, j *model.Job, from *source) error
	// spans reports whether the engine labels a restore point as not of one point in time.
	spans(w *world, j *model.Job) bool
	// protected reports whether a job's restore point must still be there.
	protected(w *world, j *model.Job) bool
	// stores says what the engine makes of what backups are written to, by name.
	stores(w *world) map[string]string
	// renews reports whether each write to a medium starts the protection of what is on it
	// anew. C10.
	renews() bool
	// obeys reports whether an operator's word erases a medium whatever is on it.
	obeys() bool
}

// recovering is a system with disaster recovery.
type recovering interface {
	// offered are the jobs that it offers. C12.
	offered(w *world) map[int]bool
}

// systemOf is the system that rules are of.
func systemOf(r products.Rules) system {
	switch r.(type) {
	case *netbackup.Rules:
		return &netbackups{}
	case *backupexec.Rules:
		return &backupExecs{}
	case *certain.Rules:
		return &proofs{}
	case *checkpoints.Rules:
		return &objects{}
	}
	panic(fmt.Sprintf("scenarios: no system has rules of type %T", r))
}

// ofVolumes lists the statements that mean something only to a system which reads change
// journals and snapshots.
var ofVolumes = []string{"fail journal", "delete journal", "create journal", "restamp journal", "slow freeze", "slow commit"}

// refuse finds what the script asks for and the product does not have.
func (u *Setup) refuse() error {
	for _, st := range u.Script.Statements {
		if st.Form.Section == script.Expectation && st.Form.Takes("on") && !concerns(st, u.Product.Name) {
			continue
		}
		for _, st := range []*script.Statement{st, st.Then} {
			if st == nil {
				continue
			}
			why := u.system.lacks(st)
			if st.Form.Name == "upgrade" {
				why = u.noRelease(st.Text("PRODUCT"))
			}
			if why != "" {
				return placeError(u.Script, st, fmt.Errorf("%s %s", u.Product.Name, why))
			}
		}
	}
	return nil
}

// noRelease says why the product cannot be upgraded to another; empty when it can.
func (u *Setup) noRelease(product string) string {
	p, _ := products.Find(product) // the script was checked for that
	if _, ok := u.system.upgraded(p.New()); !ok {
		return "cannot be upgraded to " + product + ", which is another system and no release of it; leave the upgrade out, or the product"
	}
	return ""
}
