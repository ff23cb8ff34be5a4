package finding

import (
	"slices"
	"strings"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios"
)

// The causes that are told apart by what happened, and not by the engine's words.
const (
	KeptDelta     = "a resumed job keeps the delta of its first activation" // N3
	LateStart     = "the client process starts later than the offset bears" // N2, N6
	ClientClock   = "the client's clock gains more than the offset bears"   // N8
	MasterClock   = "the master's clock loses more than the offset bears"   // N8
	BaseFailed    = "the base is a job that did not succeed"                // N19
	BaseLate      = "the base's backup time is not that of its first start" // N18
	BaseInFuture  = "the base lies in the future, and the job runs"         // N8
	HeldHandle    = "a write through a held handle leaves the stamp as it was"
	KeptStamp     = "the stamp is not that of the change" // with the verb
	CutoffBeyond  = "the cutoff is later than the rules have it"
	OtherProgram  = "the archive bit was cleared by another program"
	BitCleared    = "the archive bit was cleared after the change"
	OtherName     = "taken under another name, and the archive bit is that of the file"
	Position      = "taken for done before the checkpoint" // with the verb, N14
	ReadError     = "not read by a base that is one with its errors"
	NeverExamined = "never examined" // with the verb
	Renamed       = "never examined, and something was renamed during the job"
	FailedTaker   = "the archive bit was cleared by a job that failed"
	KeptBit       = "the change leaves the archive bit off" // with the verb
	NotRestored   = "taken, and not given back"
	OlderBack     = "it was away at an instant of the job, and an older one comes back"
	OlderImage    = "taken by an earlier job, whose image is not in the chain"
	RolledJournal = "a crash of the client took back what its change journal had told of"
	Rolled        = "a crash of the client brought an older state back"
	ResumedTaker  = "one of two jobs was resumed, and its image counts as older than it is" // N18
	MasterOrder   = "the master's clock was set back, and the chain goes by it"
	LateEnd       = "an older job of the policy ended later, and has come into the chain"     // N18, N19
	LeftOutChain  = "the archive bit was cleared by an incremental that the chain leaves out" // N12, N16
	Mixture       = "bytes that it never held"
	MediumLost    = "what was deleted lies on a medium that the script has fail"
	Unheard       = "a restart compares with the last checkpoint that the master was told of" // V5
	AtDeletion    = "changed between the last look at it and its deletion"                    // gapless's still-at-the-deletion
)

// court finds causes in one history.
type court struct {
	u *scenarios.Setup
	h *model.History
}

// shown is what one violation shows.
func (c *court) shown(v *model.Violation) Shown {
	if v.Property == 6 {
		c = c.probing(v)
	}
	s := Shown{Key: Key{Product: c.h.Product, Property: v.Property.String(), Class: string(v.Class)}}
	switch {
	case v.Property == 9:
		c.unfinished(v, &s)
	case v.Property == 8:
		s.Cause = c.plainWords(v.Why)
		if c.unheard(v) {
			s.Cause, s.Known = Unheard, "V5"
		}
	case v.Path == "":
		s.Cause = c.plainWords(v.Why)
		s.ByMethod = c.destroyed(v)
		if (v.Property == 5 || v.Property == 10) && c.backupExec() && c.unprotected(v) {
			s.Cause, s.Known = ByLevelNone, "C10"
		} else if (v.Property == 5 || v.Property == 10) && c.backupExec() && c.ranAhead(v) {
			s.Cause, s.ByMethod = ServerAhead, true
		}
	case v.Property == 3:
		s.Cause = Mixture
		if c.changing(v) {
			s.Cause, s.ByMethod = ReadError, true // P3 excuses it where it was read; N19 carries it on
		}
	case v.Moment == model.AtHorizon && (v.Property == 5 || v.Property == 10):
		s.Cause = "right when its job ended, and not any more"
		if j := c.intruder(v); j != nil && c.h.Jobs[v.Job-1].Activations[0].At.Before(j.Activations[0].At) {
			s.Cause, s.ByMethod = MasterOrder, true
		} else if j != nil {
			s.Cause, s.Known = LateEnd, "N19"
		}
	case v.Property == 7:
		s.Cause = c.plainWords(v.Why)
		c.unreadable(v, &s)
	default:
		c.decided(v, &s)
	}
	if c.u.Product.Assumes != nil && v.Property != 9 {
		c.assumed(v, &s)
	}
	return s
}

// unfinished tells of a job that is in the middle of its life at the end.
func (c *court) unfinished(v *model.Violation, s *Shown) {
	s.Cause = c.plainWords(v.Why)
	if c.cut() {
		s.Cause, s.ByMethod = s.Cause+" of a run that its horizon cut off", true
	} else if c.masterDown() {
		s.Cause, s.ByMethod = s.Cause+", when the master is down", true
	} else if c.databaseUnread() {
		s.Cause, s.ByMethod = s.Cause+", when the master could not read its database", true
	}
}

// decided tells a loss by the decision that left the file out.
func (c *court) decided(v *model.Violation, s *Shown) {
	d := c.decision(v)
	verb := c.verb(v.Line)
	switch {
	case v.Restored != nil && v.Restored.Kind != model.Absent && c.absent(v):
		// The engine was right to have nothing of it. That an older one comes back is a
		// deletion that the method does not see.
		s.Cause, s.ByMethod = OlderBack, !c.u.Product.Detects.Deleted
		return
	case d == nil:
		s.Cause = with(NeverExamined, verb)
		if verb == "" && c.crashed(v) {
			s.Cause, s.ByMethod = Rolled, true
		} else if c.journalRolled(v) {
			s.Cause, s.ByMethod = RolledJournal, true
		} else if c.renamed(v) {
			s.Cause, s.ByMethod = Renamed, true
		} else if c.heldOpen(v) {
			s.Cause, s.ByMethod = HeldHandle, true
		} else if v.Job > 0 && c.backupExec() && c.unread(v, v.Job) {
			s.Cause, s.ByMethod = ReadError, true
		}
		return
	case d.Taken && c.renamed(v):
		s.Cause, s.ByMethod = Renamed, true
		return
	case d.Taken && c.belowRenamed(v):
		s.Cause, s.ByMethod = with(KeptStamp, "rename"), true
	case d.Taken:
		s.Cause = NotRestored
		return
	}
	taker := c.taker(v, d)
	switch {
	case c.otherMethod(d.Job):
		s.Cause = OtherMethod
	case d.Reason == model.ByPosition && c.refused(d.Job):
		s.Cause = with(Refused, verb)
	case d.Reason == model.ByAccess:
		c.byAccess(v, d, s)
	case d.Reason == model.ByArchiveBit:
		c.byBit(v, d, taker, verb, s)
	case c.backupExec() && c.unread(v, d.Job):
		s.Cause, s.ByMethod = ReadError, true // a base of status 1 that named it
	case c.before(v, d.Job) && c.unlisted(v):
		s.Cause, s.ByMethod = ReadError, true // N19: what could not be listed was named, and is a base's
	case taker != nil && c.before(v, d.Job) && c.stoodFor(taker, v, d, verb, s):
	case taker != nil && c.before(v, d.Job):
		c.elsewhere(taker, v, d, s)
	case d.Reason == model.ByTime || d.Reason == model.ByChangeTime:
		c.byTime(v, d, verb, s)
	case d.Reason == model.ByListing && c.looksTheSame(v):
		s.Cause, s.ByMethod = with(KeptStamp, verb), true // D7 compares names, times and attributes
	case d.Reason == model.ByPosition:
		s.Cause, s.ByMethod = with(Position, verb), verb == "rename" || verb == "link"
	case d.Reason == model.ByReadError || d.Reason == model.ByChanging:
		s.Cause, s.ByMethod = ReadError, true // N19
	default:
		s.Cause = string(d.Reason) + " " + d.Rule
	}
}

// byBit tells of a file whose archive bit was off. N16.
func (c *court) byBit(v *model.Violation, d *model.Decision, taker *model.Job, verb string, s *Shown) {
	s.Cause = BitCleared
	cleared := taker != nil && taker.Succeeded() && d.At.After(taker.Ended) // before the bit was found off
	switch own := c.h.Jobs[d.Job-1].Policy; {
	case c.clearedByHand(v, d):
		s.Cause, s.ByMethod = OtherProgram, true
	case (taker == nil || !taker.Succeeded() && !c.sawBit(taker.Number, v.Path)) && c.leavesBit(v):
		s.Cause, s.ByMethod = with(KeptBit, c.verb(c.lineBefore(v))), true
	case c.backupExec() && !cleared && c.readBefore(v, d):
		s.Cause, s.Known = UnlookedBit, "D5"
	case c.keptStamp(v) && c.readBefore(v, d):
		s.Cause, s.ByMethod = HeldHandle, true // N16: the bit was on, and nothing tells that it was set again
	case taker == nil:
		if j := c.takenAs(v, d); j != nil && j.Policy == own {
			s.Cause, s.ByMethod = OtherName, true
		} else if j != nil {
			s.Cause, s.ByMethod = OtherProgram+" (another policy)", true
		}
	case !taker.Succeeded():
		s.Cause = FailedTaker
	case c.unlooked(v, taker) && taker.Policy == own:
		s.Cause, s.Known = UnlookedBit, "D5"
	case taker.Policy != own:
		s.Cause, s.ByMethod = OtherProgram+" (another policy)", true
	case c.outranked(taker, v, d):
		s.Cause, s.Known = ResumedTaker, "N18"
	case taker.Kind == model.Incremental && c.leftOut(taker, v):
		s.Cause, s.ByMethod = LeftOutChain, true
	case !c.gives(taker.Number, v) && c.unlisted(v):
		s.Cause, s.ByMethod = ReadError, true // N19: a full has named it since, and stands for the taker
	case !c.gives(taker.Number, v):
		c.elsewhere(taker, v, d, s)
	case c.expired(taker, v):
		s.Cause, s.ByMethod = OlderImage, true
	}
}

// stoodFor tells a loss by the job whose image stands for that of the taker in the restore,
// where that job looked at the path after the change and left it out.
func (c *court) stoodFor(taker *model.Job, v *model.Violation, d *model.Decision, verb string, s *Shown) bool {
	stands := c.standIn(taker, v)
	if stands == nil || stands.Number == d.Job {
		return false
	}
	left := c.decisive(stands.Number, v.Path)
	if left == nil || left.Taken || left.At.Before(c.since(v)) || left.Reason != model.ByTime && left.Reason != model.ByChangeTime {
		return false
	}
	c.byTime(v, left, verb, s)
	return true
}

// elsewhere tells of an image that has the change, and that the chain does not have. By
// N18 a job that was resumed has the time of its first activation, and its base; its
// neighbours had theirs before it ended.
func (c *court) elsewhere(taker *model.Job, v *model.Violation, d *model.Decision, s *Shown) {
	base := c.h.Jobs[d.Job-1].Base
	switch {
	case c.outranked(taker, v, d):
		s.Cause, s.Known = ResumedTaker, "N18"
	case base > 0 && taker.Activations[0].Active.Before(c.h.Jobs[base-1].Activations[0].Active) &&
		c.h.Jobs[base-1].Activations[0].At.Before(taker.Activations[0].At):
		s.Cause, s.ByMethod = MasterOrder, true // N8, N19
	case c.backupExec() && c.unprotected(&model.Violation{Job: taker.Number}):
		s.Cause, s.Known = ByLevelNone, "C10"
	default:
		s.Cause, s.ByMethod = OlderImage, c.expired(taker, v)
	}
}

// taker is the last job that took the path between the change and the decision, and
// whose image is nevertheless no help; nil for none.
func (c *court) taker(v *model.Violation, d *model.Decision) (found *model.Job) {
	own, since := c.h.Jobs[d.Job-1].Policy, c.since(v)
	for i := range c.h.Decisions {
		o := &c.h.Decisions[i]
		if o.Job == d.Job && o.Path == d.Path && o.At.Equal(d.At) {
			break
		}
		if !o.Taken || o.Path != v.Path || o.Job == d.Job || !v.ChangedAt.IsZero() && o.At.Before(since) || d.At.Before(o.At) {
			continue
		}
		if last := c.decisive(o.Job, o.Path); last != nil && !last.Taken {
			continue // it was resumed from before that, or read something else meanwhile
		}
		j := &c.h.Jobs[o.Job-1]
		if traceless(j) {
			continue // its image is in no chain, and it clears no bit
		}
		if (d.Reason == model.ByArchiveBit || j.Policy == own && j.Succeeded()) && (found == nil || j.Succeeded() || !found.Succeeded()) {
			found = j
		}
	}
	return found
}

// traceless reports whether a job leaves nothing behind that another one goes by. D5, D19.
func traceless(j *model.Job) bool { return j.Kind == model.Copy || j.Kind == model.WorkingSet }

// before reports whether a change is older than a job's base, so that the job was right
// to leave it out.
func (c *court) before(v *model.Violation, job int) bool {
	base := c.h.Jobs[job-1].Base
	if base < 1 || base > len(c.h.Jobs) || len(c.h.Jobs[base-1].Activations) == 0 {
		return false
	}
	return v.ChangedAt.IsZero() || c.since(v).Before(c.h.Jobs[base-1].Activations[0].At)
}

// since is from when on the path held the bytes that were lost: a change of their stamp
// or mode alone came later.
func (c *court) since(v *model.Violation) clock.Time[clock.True] {
	held := c.held(v.Path)
	at := v.ChangedAt
	for k := len(held) - 1; k >= 0; k-- {
		switch w := held[k].Version; {
		case held[k].From.After(v.ChangedAt):
		case v.Expected == nil || w.Kind != model.File || v.Expected.Kind != model.File || !w.Content.Equal(v.Expected.Content):
			return c.beforeJob(v, at)
		default:
			at = held[k].From
		}
	}
	return c.beforeJob(v, at)
}

// beforeJob is since when the path held what it held when the job began, if the change came
// during it: then that is what is missing, too, unless just that came back.
func (c *court) beforeJob(v *model.Violation, at clock.Time[clock.True]) clock.Time[clock.True] {
	if v.Job < 1 || len(c.h.Jobs[v.Job-1].Activations) == 0 || at.IsZero() || at.Before(c.h.Jobs[v.Job-1].Activations[0].At) {
		return at
	}
	var was *model.Held
	held := c.held(v.Path)
	for k := range held {
		if held[k].From.Before(c.h.Jobs[v.Job-1].Activations[0].At) {
			was = &held[k]
		}
	}
	if was == nil || v.Restored != nil && v.Restored.Kind == model.File && was.Version.Kind == model.File && v.Restored.Content.Equal(was.Version.Content) {
		return at
	}
	return was.From
}

// held is all that a path held.
func (c *court) held(path string) []model.Held {
	i, found := slices.BinarySearchFunc(c.h.Paths, path, func(p model.PathHistory, path string) int {
		return strings.Compare(p.Path, path)
	})
	if !found {
		return nil
	}
	return c.h.Paths[i].Held
}
