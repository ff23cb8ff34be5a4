package model

import (
	"testing"
	"time"

	"gapless/model/clock"
)

// chain is a history of checkpoints, of one backup.
func chain(restart RestartFilter, checkpoints ...Checkpoint) *History {
	h := &History{Day1: at("00:00:00"), End: at("23:00:00"), PollEvery: clock.Of(5 * time.Minute),
		Backups: []Backup{{Policy: "vm", Remover: "master", Restart: restart}}}
	for i, k := range checkpoints {
		k.N, k.Job, k.Began = i+1, i+1, k.Finished
		j := Job{Number: i + 1, Policy: "vm", State: Done, Submitted: at("00:00:00"), Ended: k.Finished}
		if k.Finished.IsZero() {
			j.State = Active
		}
		h.Jobs = append(h.Jobs, j)
		h.Checkpoints = append(h.Checkpoints, k)
	}
	return h
}

func TestCheckpointsAreRemovedWhenNothingNeedsThem(t *testing.T) {
	one, two := Checkpoint{Finished: at("01:00:00")}, Checkpoint{Finished: at("02:00:00")}
	gone := func(k Checkpoint, when string) Checkpoint {
		k.Broken, k.Removed = at(when), at(when)
		return k
	}
	broken := func(k Checkpoint, when string) Checkpoint { k.Broken = at(when); return k }
	held := func(k Checkpoint, until string) Checkpoint { k.HeldUntil = at(until); return k }
	locked := func(k Checkpoint, until string) Checkpoint { k.LockedUntil = at(until); return k }
	request := func(h *History, when string, lost bool) *History {
		h.Requests = append(h.Requests, RemovalRequest{Sent: at(when), Lost: lost})
		return h
	}
	start := func(h *History, when string) *History {
		h.RemovalStarts = append(h.RemovalStarts, RemovalStart{at(when), "master"})
		return h
	}
	pass := func(h *History, when string, newest int, errs ...string) *History {
		h.Passes = append(h.Passes, RemovalPass{Began: at(when), Ended: at(when), Newest: newest, Errors: errs})
		return h
	}
	outage := func(h *History, from, to string) *History {
		h.Outages = append(h.Outages, Outage{From: at(from), To: at(to)})
		return h
	}
	ended := func(h *History, job int, when string) *History {
		h.Jobs[job-1].State, h.Jobs[job-1].Ended = Done, at(when)
		return h
	}
	for _, c := range []struct {
		name    string
		h       *History
		broken  int
		leaks   int
		subject bool
	}{
		{"a single one is no subject", chain(RestartSkips, one), 0, 0, false},
		{"an outdated one went", chain(RestartSkips, gone(one, "03:00:00"), two), 0, 0, true},
		{"the newest went", chain(RestartSkips, one, gone(two, "03:00:00")), 1, 1, true},
		{"an object of the newest went", chain(RestartSkips, broken(one, "03:00:00")), 1, 0, true},
		{"the newest went before the next was complete", chain(RestartSkips, gone(one, "01:59:59"), two), 1, 0, true},
		{"it went at the instant at which the next was complete", chain(RestartSkips, gone(one, "02:00:00"), two), 0, 0, true},
		{"it went inside its immutability", chain(RestartSkips, gone(held(one, "04:00:00"), "03:59:59"), two), 1, 0, true},
		{"it went when its immutability ended", chain(RestartSkips, gone(held(one, "04:00:00"), "04:00:00"), two), 0, 0, true},
		{"one that is being written went", chain(RestartSkips, one, gone(Checkpoint{}, "03:00:00")), 1, 0, true},
		{"one that a job left behind went", ended(chain(RestartSkips, one, gone(Checkpoint{}, "03:00:00")), 2, "02:30:00"), 0, 0, true},
		{"one that a job left behind stays", ended(chain(RestartSkips, one, Checkpoint{}), 2, "02:30:00"), 0, 1, true},
		{"one that is being written outdates none", chain(RestartSkips, one, Checkpoint{}), 0, 0, false},
		{"an outdated one stays and nobody asks", chain(RestartSkips, one, two), 0, 1, true},
		{"a request came too early", request(chain(RestartSkips, one, two), "01:59:59", false), 0, 1, true},
		{"a request came", request(chain(RestartSkips, one, two), "02:00:00", false), 1, 1, true},
		{"a request was lost", request(chain(RestartSkips, one, two), "02:00:00", true), 0, 1, true},
		{"a request came too late to be picked up", request(chain(RestartSkips, one, two), "22:56:00", false), 0, 1, true},
		{"a request came and the service died", outage(request(chain(RestartSkips, one, two), "02:01:00", false), "02:02:00", "02:10:00"), 0, 1, true},
		{"a request came after an outage", outage(request(chain(RestartSkips, one, two), "02:11:00", false), "02:02:00", "02:10:00"), 1, 1, true},
		{"a request came and the removal job was restarted", start(request(chain(RestartSkips, one, two), "02:01:00", false), "02:06:00"), 0, 1, true},
		{"a request came and was to be picked up before that", start(request(chain(RestartSkips, one, two), "02:01:00", false), "02:06:01"), 1, 1, true},
		{"a request came while it was locked", request(chain(RestartSkips, locked(one, "04:00:00"), two), "03:00:00", false), 0, 1, true},
		{"a lock holds it to the end", request(chain(RestartSkips, locked(one, "23:30:00"), two), "03:00:00", false), 0, 0, true},
		{"a restart skips this kind", start(chain(RestartSkips, one, two), "03:00:00"), 0, 1, true},
		{"a restart works on this kind", start(chain(RestartWorks, one, two), "03:00:00"), 1, 1, true},
		{"a restart of another host's removal job", start(func() *History {
			h := chain(RestartWorks, one, two)
			h.Backups[0].Remover = "cloud"
			return h
		}(), "03:00:00"), 0, 1, true},
		{"a restart compares, and they differ", start(chain(RestartCompares, one, two), "03:00:00"), 1, 1, true},
		{"a restart compares, and they are the same", start(pass(chain(RestartCompares, one, two), "02:30:00", 2), "03:00:00"), 0, 1, true},
		{"a restart compares, and the pass failed", start(pass(chain(RestartCompares, one, two), "02:30:00", 2, "no agent"), "03:00:00"), 1, 1, true},
	} {
		v := Judge(c.h)
		if v.Broken[8] != c.broken || v.Leaks != c.leaks || v.Exercised[8] != c.subject {
			t.Errorf("%s: broken %d times, %d leaks, exercised %v; want %d, %d, %v: %+v",
				c.name, v.Broken[8], v.Leaks, v.Exercised[8], c.broken, c.leaks, c.subject, v.Violations)
		}
	}
}

func TestAnOutdatedCheckpointThatAnErrorKeptIsReported(t *testing.T) {
	h := chain(RestartSkips, Checkpoint{Finished: at("01:00:00")}, Checkpoint{Finished: at("02:00:00")})
	h.Requests = []RemovalRequest{{Sent: at("02:00:00")}}
	h.Passes = []RemovalPass{{Began: at("02:01:00"), Ended: at("02:01:00"), Errors: []string{"no agent"}}}
	h.Passes = append([]RemovalPass{{Began: at("02:00:30")}}, h.Passes...) // one that a crash cut short
	v := Judge(h)
	if len(v.Violations) != 1 || !v.Violations[0].Reported || v.Violations[0].Matters() {
		t.Errorf("got %+v", v.Violations)
	}
}
