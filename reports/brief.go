package reports

import "fmt"

// Brief tells what went wrong at the case's first silent loss, for a reader who knows
// nothing of cutoffs; nothing when there is none. The cause's sentences prove the same.
func (c *Case) Brief() []string {
	v := c.firstLoss()
	if v == nil {
		return nil
	}
	path := plain(v.Path)
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if j := c.job(c.pointJob(v.RestorePoint)); v.ChangedAt != "" && j != nil {
		say("%s changes at %s. Job %d ends at %s with status %d and names no trouble with it, but its restore does not give the change back.",
			path, v.ChangedAt, j.Number, j.Ended, j.Status)
	}
	r := v.Cause.Reckoning
	if r == nil || r.ClientGain != "0s" || r.MasterLoss != "0s" || v.Cause.Cutoff == "" {
		return append(all, c.briefWindows()...)
	}
	say("The job takes only what changed since %s. To miss nothing it would have to take all that changed since its base, at %s.", v.Cause.Cutoff, r.Base)
	if r.Delay != "0s" {
		say("It reckons backwards from the start of its process on the client, at %s, but by the time that had passed since the base when the job went active, at %s: "+
			"that is %s too late, and the offset of %s makes up for no more than itself.", r.Start, r.Active, r.Delay, r.Offset)
	}
	return append(all, c.briefWindows()...)
}

// briefWindows tells when a change would have been lost just so.
func (c *Case) briefWindows() (all []string) {
	for i := range c.Windows {
		for _, x := range c.Windows[i].Windows {
			all = append(all, fmt.Sprintf("The same happens to a change of %s at any instant from %s on and before %s.", plain(c.Windows[i].Path), x.From, x.To))
		}
	}
	return all
}

// pointJob is the number of the job that made a restore point; 0 for none.
func (c *Case) pointJob(n int) int {
	for _, p := range c.RestorePoints {
		if p.N == n {
			return p.Job
		}
	}
	return 0
}

// job is the case's job of a number; nil for none.
func (c *Case) job(number int) *Job {
	for i := range c.Jobs {
		if c.Jobs[i].Number == number {
			return &c.Jobs[i]
		}
	}
	return nil
}
