package backup

import (
	"errors"
	"io/fs"
	"path"
	"slices"

	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// A tree that lives while it is walked may hide a file: one that moves from where the
// walk has not been to where it has been is met under neither name. So a job that is to
// prove something lists again each directory that changed since it was listed, until
// none did: then all were listed as they were at one instant. G1.

// mostRounds is after how many rounds a tree that never rests is named as such.
const mostRounds = 8

// round is what is known of the volume that is being walked.
type round struct {
	on     bool // the volume is read itself, and by proof
	prompt bool
	margin clock.Duration
	dirs   []listed
	at     map[string]int      // place in dirs
	own    map[string]identity // what this job met
	found  bool                // something that it had not met before, or not any more
	second bool                // directories are being listed again
	since  clock.Time[clock.Client]
	uptime clock.Duration    // at since
	trail  *trail            // of the volume's journal
	opened map[identity]bool // whether open at the base's mark; nil before somebody asks
}

// listed is a directory as it was when it was listed.
type listed struct {
	path    string
	changed clock.Time[clock.Client]
	was     identity
	when    clock.Time[clock.Client]
}

// begin starts a volume.
func (r *round) begin(root int, c *client, t *trail) {
	*r = round{trail: t, opened: r.opened, on: !c.frozen(root), at: map[string]int{}, own: map[string]identity{}}
	if s, ok := c.live.(port.Stamping); ok {
		r.margin, r.prompt = s.ChangeGrain(c.order.Roots[root])
	}
	r.margin = r.margin.Plus(c.order.Method.Slack)
	r.since, r.uptime = c.Now(), c.Uptime()
}

// listing notes that a directory is about to be listed.
func (r *round) listing(c *client, dir string) {
	if !r.on {
		return
	}
	d := listed{path: dir, when: c.Now()}
	if info, err := c.look(dir, nil); err == nil {
		_, d.changed = stamps(c, info)
		if id, ok := info.(port.Identified); ok {
			d.was.volume, d.was.inode, _ = id.Identity()
		}
	}
	if i, ok := r.at[dir]; ok {
		r.dirs[i] = d
		return
	}
	r.at[dir] = len(r.dirs)
	r.dirs = append(r.dirs, d)
}

// open reports whether a file may be open for writing, as far as the journal says.
func (r *round) open(c *client, cand *selection.Candidate) bool {
	if r.trail == nil || r.trail.journal == nil {
		return false // nothing is proven by a journal
	}
	if open, ok := r.trail.open[cand.Inode]; ok {
		return open
	}
	if !r.trail.knows {
		return true
	}
	if r.opened == nil {
		r.opened = map[identity]bool{}
		for i := range c.listing.Seen {
			s := &c.listing.Seen[i]
			r.opened[identity{s.Volume, s.Inode}] = s.Open
		}
	}
	// Of a file that was not seen, such as one behind the checkpoint of a job that is
	// resumed, nobody knows, unless the journal was read from its beginning.
	open, seen := r.opened[identity{cand.Volume, cand.Inode}]
	return open || !seen && r.trail.later
}

// rests reports whether a directory has surely not changed since it was listed.
func (r *round) rests(c *client, d *listed) (rests, there bool) {
	info, err := c.look(d.path, nil)
	if missing(err) {
		return true, false
	}
	if err != nil || !r.prompt {
		return false, true
	}
	_, changed := stamps(c, info)
	id, ok := info.(port.Identified)
	if !ok || changed.IsZero() || !changed.Equal(d.changed) {
		return false, true
	}
	// A change since the listing has a time between that and now, give or take.
	other := changed.Add(r.margin).Before(d.when) || c.Now().Add(r.margin).Before(changed)
	volume, inode, _ := id.Identity()
	return other && d.was == identity{volume, inode}, true
}

// again lists the directories again that changed, until none did.
func (c *client) again(root int) error {
	r := &c.round
	if !r.on || c.order.Method.Proof.Hasty {
		return nil
	}
	for range mostRounds {
		restless, err := c.relist(root)
		if err != nil || !restless {
			return err
		}
	}
	for i := range r.dirs {
		if rests, there := r.rests(c, &r.dirs[i]); !rests && there {
			c.name(r.dirs[i].path+"/", errors.New("changed each time it was listed"))
			c.unseen(r.dirs[i].path)
		}
	}
	return nil
}

// relist goes through the directories once. It says whether another round is needed.
func (c *client) relist(root int) (restless bool, err error) {
	r := &c.round
	r.found = false
	steady := c.steady(c.Now().Sub(r.since), c.Uptime().Plus(r.uptime.Neg()))
	var list []listed
	for i := range r.dirs {
		if rests, there := r.rests(c, &r.dirs[i]); !(rests && steady) && there {
			list = append(list, r.dirs[i])
		}
	}
	if len(list) == 0 {
		return false, nil
	}
	if r.prompt {
		c.Sleep(r.margin) // so that a change from now on has another change time
	}
	r.second, r.since, r.uptime = true, c.Now(), c.Uptime()
	below := r.children()
	for _, d := range list {
		if err := c.list(root, d.path); err != nil {
			return false, err
		}
		for _, p := range below[d.path] {
			if err := c.departed(root, p); err != nil {
				return false, err
			}
		}
	}
	return r.prompt || r.found, nil
}

// known reports whether a directory is being listed again, and this job met the path
// already, and just this file.
func (r *round) known(p string, info fs.FileInfo) bool {
	if !r.on {
		return false
	}
	var id identity
	if i, ok := info.(port.Identified); ok {
		id.volume, id.inode, _ = i.Identity()
	}
	was, ok := r.own[p]
	if ok && was == id && id.inode != 0 {
		return r.second
	}
	r.own[p] = id
	r.found = true
	return false
}

// children are the paths that this job met, by the directory that they were in.
func (r *round) children() map[string][]string {
	all := map[string][]string{}
	for p := range r.own { // any order: they are sorted below
		dir := path.Dir(p)
		all[dir] = append(all[dir], p)
	}
	for _, list := range all { // in any order: each is sorted by itself
		slices.Sort(list)
	}
	return all
}

// departed writes down that a path which this job met is no more, with what was below it:
// it may have been read by then, and its file may be met again under another name.
func (c *client) departed(root int, p string) error {
	there, err := c.exists(root, p)
	if there || err != nil {
		return nil // what cannot be looked at is named already
	}
	var gone []string
	for o := range c.round.own { // any order: they are sorted below
		if model.Within(o, p) {
			gone = append(gone, o)
		}
	}
	slices.SortFunc(gone, Order)
	c.round.found = true // it may be where this round was already
	for _, o := range gone {
		delete(c.round.own, o)
		if err := c.bury(o); err != nil {
			return err
		}
	}
	return nil
}
