package exhaustive

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gapless/fuzz/finding"
	"gapless/fuzz/result"
	"gapless/fuzz/shrink"
	"gapless/model"
	"gapless/scenarios"
)

// Found is what came of one story.
type Found struct {
	Explored, Pruned, Losing int64
	Shown                    []Loss // one of each cause
}

// Loss is a script that loses.
type Loss struct {
	Key  finding.Key
	text string
}

// atOnce is how many lanes are run in one script.
const atOnce = 1000

// Run goes through all lanes of a story.
func Run(r *scenarios.Runner, s Story) (Found, error) {
	var out Found
	instants, pruned, err := instantsOf(r, &s)
	if err != nil {
		return out, err
	}
	all, like := lanes(instants)
	out.Explored, out.Pruned = int64(len(all)), pruned+like
	for chunk := range slices.Chunk(all, atOnce) {
		losing, err := judge(r, &s, chunk)
		if err != nil {
			return out, err
		}
		out.Losing += int64(len(losing))
		for kind := range changes { // one change of each kind shows why
			i := slices.IndexFunc(losing, func(l lane) bool { return len(l.changes) == 1 && l.changes[0].kind == kind })
			if i < 0 {
				continue
			}
			if err := out.show(r, &s, losing[i]); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// instantsOf are the instants at which a change can be told from one at another instant:
// those that a window search of a write on either side comes to, up to the end of the
// last job. What comes later is in no backup; pruned counts those instants.
func instantsOf(r *scenarios.Runner, s *Story) (all []time.Duration, pruned int64, err error) {
	both := []lane{{name: sides[0]}, {name: sides[1]}}
	for i := range both {
		both[i].changes = []change{{0, 12 * time.Hour}}
	}
	u, err := s.setup(both)
	if err != nil {
		return nil, 0, err
	}
	for i := range both {
		line, err := u.Change(both[i].name, 0)
		if err != nil {
			return nil, 0, err
		}
		w, err := r.FindWindows(u, both[i].name, line)
		if err != nil {
			return nil, 0, err
		}
		for _, at := range w.Tried {
			all = append(all, at.Std())
		}
	}
	o, err := r.Run(u, scenarios.Options{Brief: true})
	if err != nil {
		return nil, 0, err
	}
	last := time.Duration(0)
	for i := range o.History.Jobs {
		if j := &o.History.Jobs[i]; !j.Ended.IsZero() {
			last = max(last, j.Ended.Sub(o.History.Day1).Std())
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	n := len(all)
	all = slices.DeleteFunc(all, func(at time.Duration) bool { return at > last })
	return all, int64(n - len(all)), nil
}

// judge runs a story with lanes and gives those that lose.
func judge(r *scenarios.Runner, s *Story, lanes []lane) (losing []lane, err error) {
	u, err := s.setup(lanes)
	if err != nil {
		return nil, err
	}
	o, err := r.Run(u, scenarios.Options{Brief: true})
	if err != nil {
		return nil, err
	}
	lost := map[string]bool{}
	v := model.Judge(o.History)
	for i := range v.Violations {
		x := &v.Violations[i]
		switch {
		case !x.Matters():
		case x.Property == 5 && x.Path == "":
			return lanes, nil // an image that all are in
		default:
			lost[strings.TrimSuffix(x.Path, ".s")] = true
		}
	}
	for _, l := range lanes {
		if lost[l.name] {
			losing = append(losing, l)
		}
	}
	return losing, nil
}

// show adds why a lane loses, and its script.
func (f *Found) show(r *scenarios.Runner, s *Story, l lane) error {
	one := []lane{l}
	u, err := s.setup(one)
	if err != nil {
		return err
	}
	o, err := r.Run(u, scenarios.Options{Brief: true})
	if err != nil {
		return err
	}
	v := model.Judge(o.History)
	for _, shown := range finding.Of(u, o.History, &v) {
		if !slices.ContainsFunc(f.Shown, func(x Loss) bool { return x.Key == shown.Key }) {
			f.Shown = append(f.Shown, Loss{shown.Key, s.text(one)})
		}
	}
	return nil
}

// documented are the losses that the documents tell of, by what shows them, and the
// products that have them.
var documented = []struct {
	rule     string
	property []string
	causes   []string
	products []string
}{
	{"N3", []string{"P1"}, []string{finding.KeptDelta}, []string{"netbackup-6.0-mp7", "netbackup-6.5.2A"}},
	{"N6", []string{"P1"}, []string{finding.LateStart}, releases},
	{"N8", []string{"P1"}, []string{finding.ClientClock, finding.MasterClock}, releases},
	{"C10", []string{"P5"}, []string{finding.ByLevelNone}, []string{"backupexec-2012"}},
	{"D4", []string{"P1", "P2"}, []string{finding.KeptStamp + ": copy", finding.KeptStamp + ": rename"}, []string{"backupexec-2012"}},
}

// releases have a cutoff that late starts and clocks which are set can move.
var releases = []string{"netbackup-5.1", "netbackup-6.0-mp7", "netbackup-6.0-mp8", "netbackup-6.5.2A", "netbackup-6.5.3"}

// Join makes one result of all stories, in their order. Of the documented losses it has
// those of the product.
func Join(r *scenarios.Runner, product string, b Bound, refused int64, all []Found) (result.Exhaustive, error) {
	out := result.Exhaustive{Product: product, Bound: b.in(product), Pruned: refused}
	for _, d := range documented {
		if !slices.Contains(d.products, product) {
			continue
		}
		known := result.Known{Rule: d.rule}
		for _, x := range shown(all) {
			if known.Inside || !slices.Contains(d.property, x.Key.Property) || !slices.Contains(d.causes, x.Key.Cause) {
				continue
			}
			text, err := told(r, x)
			if err != nil {
				return out, err
			}
			known.Inside, known.Script = true, text
		}
		out.Known = append(out.Known, known)
	}
	for _, f := range all {
		out.Explored, out.Pruned, out.Losing = out.Explored+f.Explored, out.Pruned+f.Pruned, out.Losing+f.Losing
	}
	return out, nil
}

// shown lists what all stories show, in their order.
func shown(all []Found) (list []Loss) {
	for _, f := range all {
		list = append(list, f.Shown...)
	}
	return list
}

// told is a losing script, shrunk, with what it shows.
func told(r *scenarios.Runner, x Loss) (string, error) {
	s, err := scenarios.Parse("exhaustive", []byte(x.text))
	if err != nil {
		return "", err
	}
	small, _, err := shrink.Finding(r, s, x.Key)
	if err != nil {
		return "", fmt.Errorf("%v: %w", x.Key, err)
	}
	return small.Format(), nil
}
