package reports

import (
	"cmp"

	"gapless/model"
	"gapless/model/clock"
)

// Cause is why a violation came about. Sentences say what the rest says; the rest is
// empty or zero where it does not apply.
type Cause struct {
	Sentences  []string   `json:"sentences"`
	Kind       string     `json:"kind"`                 // what decided, such as "time comparison"
	Rule       string     `json:"rule,omitempty"`       // the rule that the decision followed
	Moment     string     `json:"moment"`               // of the restore: "end of job", "end of run" or "probe"
	Line       int        `json:"line,omitempty"`       // of the script, of the change
	Job        int        `json:"job,omitempty"`        // the job that decided
	Activation int        `json:"activation,omitempty"` // the job's start is 1, its first resume 2, …
	DecidedAt  string     `json:"decidedAt,omitempty"`  // true instant
	Stamp      string     `json:"stamp,omitempty"`      // the file's time, on the client's clock
	Cutoff     string     `json:"cutoff,omitempty"`     // what it was compared with, on the client's clock
	Short      string     `json:"short,omitempty"`      // by how much the stamp was before the cutoff
	Reckoning  *Reckoning `json:"reckoning,omitempty"`  // how the cutoff came about
}

// Reckoning is how a cutoff came about: delta = active - base + offset on the
// master's clock, cutoff = start - delta - overlap on the client's. N1, N3, N7, N9.
//
// What changed less than Late after the base escapes: Late = Delay + ClientGain +
// MasterLoss - offset - overlap. N6, N8.
type Reckoning struct {
	BaseJob    int    `json:"baseJob"`
	Base       string `json:"base"`   // the base's backup time, on the master's clock
	Active     string `json:"active"` // on the master's clock, of the activation that delta is of
	DeltaOf    int    `json:"deltaOf"`
	Offset     string `json:"offset"`
	Delta      string `json:"delta"`
	Start      string `json:"start"` // of the client process, on the client's clock
	Overlap    string `json:"overlap"`
	Delay      string `json:"delay"`      // true time from that activation to the start
	ClientGain string `json:"clientGain"` // on true time, from the change's stamp to the start
	MasterLoss string `json:"masterLoss"` // against true time, from the base to that activation
	Late       string `json:"late"`       // true time
}

// Story is a run that is explained.
type Story struct {
	History *model.History
	// Statement is the text of a script's line without its instant; nothing where
	// there is none.
	Statement func(line int) string

	index *index // made when it is first asked for
}

// Explain says why a violation of the story's run came about.
func (s *Story) Explain(v *model.Violation) *Cause {
	t := telling{Story: s, h: s.History, v: v, out: &Cause{
		Moment: [...]string{"end of job", "end of run", "probe"}[v.Moment], Line: v.Line, Job: v.Job,
	}}
	if c := v.Cause; c != nil && c.Job != nil {
		t.job, t.act, t.d = c.Job, c.Activation, c.Decision
		t.out.Job = c.Job.Number
	}
	if t.job == nil {
		t.job = t.jobOf(v.Job)
	}
	if t.d.Job != 0 {
		t.out.Rule, t.out.DecidedAt = t.d.Rule, t.at(t.d.At)
		t.out.Activation = t.d.Activation + 1
		t.out.Stamp, t.out.Cutoff = instant(t.d.Stamp, t.h.Day1), instant(t.d.Cutoff, t.h.Day1)
		if t.out.Cutoff != "" && t.out.Stamp != "" {
			t.out.Short = v.Cause.Short.Short()
		}
	}
	t.tell()
	return t.out
}

// telling is one explanation in the making.
type telling struct {
	*Story
	h   *model.History
	v   *model.Violation
	job *model.Job // whose decision it was, or that is concerned; nil for none
	act *model.Activation
	d   model.Decision
	out *Cause
}

// tell picks the way to tell a violation, from the special to the general.
func (t *telling) tell() {
	if t.v.Moment == model.ByProbe && t.job != nil && t.job.Probe {
		t.say("Let one more incremental, job %d, run on a copy of the world after the end, to see from where it goes on.", t.job.Number)
	}
	byReason := map[model.Reason]func(){
		model.ByTime: t.byTime, model.ByChangeTime: t.byTime,
		model.ByArchiveBit: t.byArchiveBit, model.ByPosition: t.byPosition,
		model.ByAccess: t.byAccess, model.ByReadError: t.byReadError, model.ByChanging: t.byChanging,
		model.ByListing: t.byLook, model.ByJournal: t.byLook, model.ByProof: t.byLook,
	}
	switch tell := byReason[t.d.Reason]; {
	case t.v.Path == "":
		t.whole()
	case t.v.Property == 7:
		t.deleted()
	case t.v.Moment == model.AtHorizon && (t.v.Property == 5 || t.v.Property == 10):
		t.decayed()
	case t.v.Property == 3:
		t.mixed()
	case t.v.Class == model.Extra:
		t.extra()
	case t.v.Class == model.Metadata:
		t.metadata()
	case tell != nil && !t.d.Taken:
		t.out.Kind = string(t.d.Reason)
		tell()
	default:
		t.undecided()
	}
	if t.v.Reported && t.job != nil {
		t.say("The job named %s and ended with status %d, so this is reported, not silent.", plain(t.v.Path), t.status())
	}
}

// status is that of the restore point's job, which is the one that may have named the
// path.
func (t *telling) status() int {
	if j := t.jobOf(t.v.Job); j != nil {
		return j.Status
	}
	return t.job.Status
}

// at writes a true instant.
func (t *telling) at(at clock.Time[clock.True]) string { return instant(at, t.h.Day1) }

func (t *telling) jobOf(number int) *model.Job {
	if number < 1 || number > len(t.h.Jobs) {
		return nil
	}
	return &t.h.Jobs[number-1]
}

// process is what the product calls its process on the client.
func (t *telling) process() string {
	if len(t.h.Product) >= 9 && t.h.Product[:9] == "netbackup" {
		return "bpbkar"
	}
	return "client process"
}

// clientClock names the clock of the job's client.
func (t *telling) clientClock() string {
	switch name := cmp.Or(t.job.Client, "client"); name {
	case "client":
		return "the client's clock"
	default:
		return name + "'s clock"
	}
}
