package script

import (
	"fmt"
	"strings"
)

// lives refuses verbs that could never find their job. It goes through the timeline
// in the order in which it acts. A hook may act at any time, so what a hook does may
// have happened before everything, and what it needs may come at any time.
func (c *checker) lives() {
	l := lives{started: map[string]bool{}, interrupted: map[string]bool{}}
	for _, st := range c.script.All("policy") {
		if st.Has("schedule") {
			l.started[st.Text("NAME")] = true
		}
		if st.Has("limit") {
			l.interrupted[st.Text("NAME")] = true // by the limit
		}
	}
	for _, st := range c.script.All("media") {
		// A full medium fails the job that writes to it.
		l.anything = l.anything || st.Has("capacity")
	}
	for _, st := range c.script.All("set") {
		l.timeout = l.timeout || strings.Contains(st.Text("KEY"), "timeout")
	}
	hooks := c.script.Hooks()
	for _, st := range hooks {
		l.note(st.Then)
	}
	for _, st := range c.script.Ordered() {
		c.possible(st, &l)
		l.note(st)
	}
	for _, st := range hooks {
		c.possible(st.Then, &l)
	}
}

// lives is what may have happened to the jobs of each policy until now.
type lives struct {
	started     map[string]bool
	interrupted map[string]bool
	anything    bool // a fault that can interrupt a job of any policy
	timeout     bool // a job that stalls is given up
}

// policyArg is the argument that names a statement's policy.
const policyArg = "POLICY"

func policyOf(st *Statement) (string, *Arg) {
	if st.Form == nil || !st.Form.has(policyArg) {
		return "", nil
	}
	if a := st.arg(policyArg); a != nil {
		return a.Text, a
	}
	return "", nil
}

// note adds what a statement may bring about.
func (l *lives) note(st *Statement) {
	policy, _ := policyOf(st)
	if st.Form.Effect&StartsJob != 0 {
		l.started[policy] = true
	}
	if st.Form.Effect&Interrupts != 0 || st.Form.Effect&Stalls != 0 && l.timeout {
		if policy == "" {
			l.anything = true
		} else {
			l.interrupted[policy] = true
		}
	}
}

// possible refuses a verb when what it needs cannot have happened.
func (c *checker) possible(st *Statement, l *lives) {
	policy, a := policyOf(st)
	if a == nil || !c.exists("policy", policy) {
		return
	}
	effect, verb := st.Form.Effect, st.Form.Name
	switch {
	case effect&NeedsJob != 0 && !l.started[policy]:
		c.fail(st, a.Col, fmt.Sprintf("%s can never find a job: none of the policy %s starts before it", verb, policy),
			"an earlier full, incremental or cumulative "+policy, "")
	case effect&NeedsInterrupted != 0 && !l.interrupted[policy] && !l.anything:
		c.fail(st, a.Col, fmt.Sprintf("%s can never find a job: nothing interrupts the policy %s before it", verb, policy),
			"an earlier suspend, kill or fault", "")
	case effect&NeedsCheckpoints != 0 && c.names["policy"][policy].Is("checkpoint", "off"):
		c.fail(st, a.Col, fmt.Sprintf("%s is impossible: the policy %s has checkpoint=off", verb, policy),
			"a policy with checkpoints, or cancel", "")
	}
}
