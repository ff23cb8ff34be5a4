package products

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gapless/engine/netbackup"
	"gapless/model/clock"
)

// Break is one rule broken on purpose.
type Break struct {
	Name  string
	Rule  string // the rule that it breaks
	About string // what the engine does instead
	apply func(r Rules)
	suits func(r Rules) bool
}

// Of reports whether the product has the rule that is broken.
func (b Break) Of(p Product) bool { return b.suits(p.Rules) }

// Apply breaks the rule. Rules of another system are left as they are.
func (b Break) Apply(r Rules) {
	if b.suits(r) {
		b.apply(r)
	}
}

// Breaks lists all breaks, by rule.
func Breaks() []Break { return breaks }

var breaks = slices.Concat(listed(imageBreaks), listed(backupExecBreaks), listed(checkpointBreaks), listed(certainBreaks))

// broken is a break of one system.
type broken[R any] struct {
	name, rule, about string
	apply             func(r *R)
}

// listed makes breaks of one system ones of any.
func listed[R any](list []broken[R]) (all []Break) {
	for _, b := range list {
		all = append(all, Break{b.name, b.rule, b.about, func(r Rules) { b.apply(r.(*R)) }, in[R]{}.suits})
	}
	return all
}

// breaking is the setting that breaks a rule.
type breaking[R any] struct{ in[R] }

func (breaking[R]) get(Rules) string { return "none" }

func (k breaking[R]) set(r Rules, text string) error {
	for _, b := range everyBreak() {
		if b.Name == text && b.suits(r) {
			b.apply(r)
			return nil
		}
	}
	return fmt.Errorf("expected %s", k.values())
}

func (breaking[R]) values() string {
	var names []string
	for _, b := range everyBreak() {
		if b.suits(new(R)) {
			names = append(names, b.Name)
		}
	}
	return strings.Join(names, ", ")
}

// ends gives no break: they are not among the choices that a product has.
func (breaking[R]) ends() []string { return nil }

var imageBreaks = []broken[netbackup.Rules]{
	{"send-a-date", "N1", "the master sends the base's date, and the client compares it with its own clock's stamps", func(r *netbackup.Rules) { r.SendDate = true }},
	{"take-later-only", "N1", "a file stamped at the cutoff is left out", func(r *netbackup.Rules) { r.Strict = true }},
	{"no-offset", "N2", "nothing is added to delta", func(r *netbackup.Rules) { r.Offset = clock.Duration{} }},
	{"anchor-turned", "N3", "affected releases compute delta again on resume, fixed ones keep the first", turnAnchor},
	{"offset-11s", "N4", "one second more than the release's is added to delta", func(r *netbackup.Rules) { r.Offset = r.Offset.Plus(clock.Of(time.Second)) }},
	{"cut-fulls", "N5", "fulls select by time, too", func(r *netbackup.Rules) { r.CutFulls = true }},
	{"resume-at-start", "N5", "a resumed job reads everything again", func(r *netbackup.Rules) { r.ResumeAtStart = true }},
	{"overlap-everywhere", "N6", "the 60 minutes of Windows clients are added for UNIX clients, too", func(r *netbackup.Rules) { r.OverlapAll = true }},
	{"no-overlap", "N7", "nothing is added for Windows clients that select by date", func(r *netbackup.Rules) { r.Overlap = clock.Duration{} }},
	{"windows-by-date", "N7", "Windows clients select by date by default", func(r *netbackup.Rules) { r.WindowsDates = true }},
	{"negative-delta-runs", "N8", "a base in the future does not end the job", func(r *netbackup.Rules) { r.NegativeDelta = netbackup.TakeNothing }},
	{"file-adds", "N9", "the touch file adds to the release's offset", func(r *netbackup.Rules) { r.TouchAdds = true }},
	{"first-release", "N10", "a job follows the release of its first activation", func(r *netbackup.Rules) { r.FirstRelease = true }},
	{"checkpoints-always", "N11", "checkpoints are taken, every 15 minutes, also where the policy has them off", func(r *netbackup.Rules) { r.CheckpointAlways = clock.Of(15 * time.Minute) }},
	{"cumulative-since-incremental", "N12", "a cumulative builds on the last incremental", func(r *netbackup.Rules) { r.CumulativeAll = true }},
	{"old-release-anchors-first", "N13", "releases before 6.0 keep the delta of the first activation", func(r *netbackup.Rules) {
		if r.Product == netbackup51.Name {
			r.Anchor = netbackup.First
		}
	}},
	{"resume-at-last-file", "N14", "a resumed job goes on behind the last file that was read", func(r *netbackup.Rules) { r.ResumeAtLastFile = true }},
	{"status-forgotten", "N15", "an incomplete job becomes done with status 0", func(r *netbackup.Rules) { r.KeepStatus = false }},
	{"endless-tries", "N15", "automatic starts are not bounded", func(r *netbackup.Rules) { r.Tries = 1 << 30 }},
	{"cumulative-clears", "N16", "cumulatives clear archive bits", func(r *netbackup.Rules) { r.ClearCumulative = true }},
	{"clear-unasked", "N16", "archive bits are cleared without an acknowledgement", func(r *netbackup.Rules) { r.ClearUnasked = true }},
	{"clear-set-again", "N16", "a bit that was set again after the read is cleared", func(r *netbackup.Rules) { r.ClearSetAgain = true }},
	{"ctime-ignored", "N17", "USE_CTIME_FOR_INCREMENTALS does nothing", func(r *netbackup.Rules) { r.IgnoreCtime = true }},
	{"image-time-latest", "N18", "a resumed image's backup time is that of the resume", func(r *netbackup.Rules) { r.ImageTime = netbackup.Latest }},
	{"base-again", "N18", "a resumed job chooses its base again", func(r *netbackup.Rules) { r.BaseAgain = true }},
	{"base-by-completion", "N19", "the base is the job that ended last", func(r *netbackup.Rules) { r.BaseByCompletion = true }},
	{"chain-by-completion", "N19", "restores lay images over each other in the order in which their jobs ended", func(r *netbackup.Rules) { r.ChainByCompletion = true }},
	{"status-1-no-base", "N19", "a job that ended with status 1 is no base", func(r *netbackup.Rules) { r.StatusOneBase = false }},
	{"platform-decides", "N20", "jobs of Windows clients compute delta again on resume", func(r *netbackup.Rules) { r.AnchorByPlatform = true }},
	{"no-client-timeout", "N21", "a client process that does not start in time is waited for", func(r *netbackup.Rules) { r.NoClientTimeout = true }},
	{"resume-first", "N22", "a job that waits is resumed although a new one is due", func(r *netbackup.Rules) { r.ResumeFirst = true }},
}

func turnAnchor(r *netbackup.Rules) {
	if r.Anchor == netbackup.First {
		r.Anchor = netbackup.Latest
	} else {
		r.Anchor = netbackup.First
	}
}
