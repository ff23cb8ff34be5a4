package finding

import (
	"slices"
	"strings"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// The causes that are told apart where a working set lacks what was accessed in its days. D19
// says of Windows that it moves access times late, or never; the others are what no comparison
// of times can see.
const (
	BeyondDays    = "the working set's days begin later than the rules have it"
	AccessOff     = "the volume moves no access times"                       // D19
	AccessHourly  = "the reading moved the access time by less than an hour" // D19
	AccessDate    = "of the reading the date is kept only"                   // D19
	AccessSeldom  = "the reading moved the access time by less than a day"   // relatime
	AccessClock   = "the access is stamped before the days, by a clock that is set or drifts"
	AccessCoarse  = "the stamp of the access is coarser than what it missed the days by"
	AccessPutBack = "the access time was put back over a reading"                                  // D20's setting
	WriteNoAccess = "a writing is no access on such a volume, and modification times do not count" // D19's setting
)

// access is one that a working set promises its file for.
type access struct {
	at      clock.Time[clock.True]
	written bool // with new bytes, and not read only
	copied  bool // with the modification time of another file
}

// byAccess tells of a file that a working set left out. The file is promised for its accesses,
// so there has to be a reason for each of them; the last one's is the cause.
func (c *court) byAccess(v *model.Violation, d *model.Decision, s *Shown) {
	s.Cause = string(d.Reason) + " " + d.Rule
	j := &c.h.Jobs[d.Job-1]
	if v.Expected == nil || d.Activation >= len(j.Activations) {
		return
	}
	host := j.Client
	if c.setting("working-set-clock") == "server" {
		host = c.serverOf(j.Policy)
	}
	_, latest, ok := c.shows(host, nanos(j.Activations[0].At), nanos(j.Activations[d.Activation].Began))
	if !ok {
		return
	}
	if nanos(d.Cutoff) > latest-int64(c.reach(j.Policy)) {
		s.Cause = BeyondDays
		return
	}
	for _, x := range c.accesses(v.Expected.File, j) {
		cause := c.unstamped(v, d, x)
		s.ByMethod, s.Known = cause != "", ""
		if cause == "" {
			s.Cause = string(d.Reason) + " " + d.Rule
			return
		}
		s.Cause = cause
		if cause == AccessOff || cause == AccessHourly || cause == AccessDate {
			s.ByMethod, s.Known = false, "D19"
		}
	}
}

// unstamped is why an access does not show in a file's times, or shows before the days of a
// working set; empty where it had to be seen.
func (c *court) unstamped(v *model.Violation, d *model.Decision, x access) string {
	volume := c.volumeOf(v.Path)
	j := &c.h.Jobs[d.Job-1]
	_, at, ok := c.shows(j.Client, nanos(x.at), nanos(x.at))
	if volume == nil || !ok {
		return ""
	}
	fs, missed, stamp := volume.Text("fs"), time.Duration(at-nanos(d.Cutoff)), time.Duration(at-nanos(d.Stamp))
	modified := x.written && !x.copied && c.setting("working-set-times") != "accessed" // its modification time counts
	moves := !x.written || fs == "ntfs" || fs == "refs" || fs == "fat32"               // it is an access to the volume
	switch rule := accessRule(volume); {
	case missed < 0:
		return AccessClock
	case c.rolledBack(j.Client, x.at, d.At):
		return Rolled
	case modified && c.touched(v, x.at, d.At):
		return with(KeptStamp, "touch")
	case modified && c.heldThen(v, x.at):
		return HeldHandle
	case coarse(volume, at-1) < nanos(d.Cutoff): // without what shows allows for rounding
		return AccessCoarse
	case modified:
		return ""
	case !moves:
		return WriteNoAccess
	case rule == "off":
		return AccessOff
	case fs == "fat32" && stamp < 26*time.Hour: // a local day has 25 hours at most, and may be read back an hour off
		return AccessDate
	case rule == "hourly" && stamp < time.Hour:
		return AccessHourly
	case rule == "relative" && stamp < 24*time.Hour:
		return AccessSeldom
	case c.setting("own-reads") == "put-back" && c.takenAround(v, x.at):
		return AccessPutBack
	}
	return ""
}

// accesses lists when a file was read or got new bytes in the days of a working set, the earliest
// first: those for which model.Judge expects it, and the few more that only an earlier start of
// the job had to see.
func (c *court) accesses(file uint64, j *model.Job) (all []access) {
	first := &j.Activations[0]
	from, to := first.At.Add(clock.Of(-c.reach(j.Policy))), first.At
	if !first.Snapshot.IsZero() {
		to = first.Snapshot
	}
	within := func(t clock.Time[clock.True]) bool { return !t.Before(from) && t.Before(to) }
	for i := range c.h.Reads {
		if r := &c.h.Reads[i]; r.File == file && within(r.At) {
			all = append(all, access{at: r.At})
		}
	}
	var versions []model.Held
	for i := range c.h.Paths {
		for _, h := range c.h.Paths[i].Held {
			if h.Version.File == file {
				versions = append(versions, h)
			}
		}
	}
	for _, h := range versions {
		if within(h.From) && h.From.After(c.h.Day1) && !slices.ContainsFunc(versions, func(o model.Held) bool {
			return o.From.Before(h.From) && o.Version.Content.Equal(h.Version.Content)
		}) {
			all = append(all, access{h.From, true, c.verb(h.Line) == "copy"})
		}
	}
	slices.SortStableFunc(all, func(a, b access) int { return a.at.Compare(b.at) })
	return all
}

// reach is how far back the working sets of a policy go.
func (c *court) reach(policy string) time.Duration {
	for i := range c.h.Policies {
		if c.h.Policies[i].Name == policy {
			return c.h.Policies[i].Accessed.Std()
		}
	}
	return 0
}

// setting is what the script gives a setting; empty where it says nothing of it.
func (c *court) setting(key string) (value string) {
	for _, st := range c.u.Script.All("set") {
		if st.Text("KEY") == key {
			value = st.Text("VALUE")
		}
	}
	return value
}

// volumeOf is the declaration of the volume that a path lies in.
func (c *court) volumeOf(path string) (found *script.Statement) {
	for _, st := range c.u.Script.All("volume") {
		root := st.Path("PATH")
		if (path == root || strings.HasPrefix(path, root+"/") || root == "/") && (found == nil || len(root) > len(found.Path("PATH"))) {
			found = st
		}
	}
	return found
}

// accessRule is when reading moves access times on a volume.
func accessRule(volume *script.Statement) string {
	if volume.Has("access-times") {
		return volume.Text("access-times")
	}
	if fs := volume.Text("fs"); fs == "ntfs" || fs == "refs" {
		return "hourly"
	}
	return "exact"
}

// coarse is what a volume makes of a stamp, in nanoseconds: by the steps of the clock that the
// script says, and by the granularity that it says, or that the file system has.
func coarse(volume *script.Statement, stamp int64) int64 {
	grain := volume.Duration("granularity")
	if grain == 0 {
		grain = map[string]time.Duration{"ntfs": 100, "refs": 100, "fat32": 2 * time.Second, "hfs+": time.Second}[volume.Text("fs")]
	}
	for _, step := range []int64{int64(volume.Duration("tick")), int64(grain)} {
		if step > 0 {
			stamp -= stamp % step
		}
	}
	return stamp
}

// rolledBack reports whether a host crashed from one instant to another: what it then had not
// written down yet, such as an access time, is gone.
func (c *court) rolledBack(host string, from, to clock.Time[clock.True]) bool {
	return slices.ContainsFunc(c.h.Crashes, func(k model.Crash) bool {
		return k.Host == host && !k.At.Before(from) && !k.At.After(to)
	})
}

// touched reports whether somebody set the file's time by hand from one instant to another.
func (c *court) touched(v *model.Violation, from, to clock.Time[clock.True]) bool {
	return slices.ContainsFunc(c.u.Script.All("touch"), func(st *script.Statement) bool {
		at := c.h.Day1.Add(clock.Of(st.At.Offset))
		return !at.Before(from) && !at.After(to) && (strings.EqualFold(st.Path("PATH"), v.Path) || c.otherName(v, st.Path("PATH"), from))
	})
}

// heldThen reports whether somebody had opened the file before an instant, for writing.
func (c *court) heldThen(v *model.Violation, at clock.Time[clock.True]) bool {
	return slices.ContainsFunc(c.u.Script.All("hold-open"), func(st *script.Statement) bool {
		return !c.h.Day1.Add(clock.Of(st.At.Offset)).After(at) && (strings.EqualFold(st.Path("PATH"), v.Path) || c.otherName(v, st.Path("PATH"), c.h.Day1))
	})
}

// takenAround reports whether a job took the file that somebody read while the job went on.
func (c *court) takenAround(v *model.Violation, at clock.Time[clock.True]) bool {
	return slices.ContainsFunc(c.h.Decisions, func(d model.Decision) bool {
		j := &c.h.Jobs[d.Job-1]
		return d.Taken && !d.At.After(at) && (j.Ended.IsZero() || !j.Ended.Before(at)) &&
			(d.Path == v.Path || c.otherName(v, d.Path, c.h.Day1))
	})
}
