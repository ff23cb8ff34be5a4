// Package state shows the world as it was at an instant as tables, for a terminal and
// for a page: the clocks, the files, the jobs, the catalogue, the media.
package state

import (
	"fmt"
	"strings"

	"gapless/model"
	"gapless/model/clock"
	"gapless/reports/wording"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Table is one kind of thing. All cells can be shown as they are, but for what HTML
// acts on.
type Table struct {
	Name string
	Head []string
	Rows [][]string
}

// Of is a view's tables. Jobs, catalogue, media and repositories are left out as long as
// there are none; a volume without files is not.
func Of(v *scenarios.View) []Table {
	all := append([]Table{clocks(v)}, volumes(v)...)
	for _, t := range []Table{jobs(v), catalogue(v), media(v), objects(v)} {
		if len(t.Rows) > 0 {
			all = append(all, t)
		}
	}
	return all
}

func clocks(v *scenarios.View) Table {
	t := Table{Name: "clocks", Head: []string{"host", "role", "shows", "", "runs"}}
	for _, h := range v.Hosts {
		runs := strings.Join(h.Programs, ", ")
		if !h.Up {
			runs = "the host is down"
		}
		t.Rows = append(t.Rows, []string{h.Name, h.Role, wording.Instant(h.Clock, v.Day1), ahead(h.Ahead), runs})
	}
	return t
}

// ahead says how far a clock is from true time.
func ahead(d clock.Duration) string {
	switch {
	case d.Equal(clock.Duration{}):
		return "true"
	case d.Negative():
		return wording.Length(d.Neg()) + " behind"
	}
	return wording.Length(d) + " ahead"
}

func volumes(v *scenarios.View) (all []Table) {
	for _, x := range v.Volumes {
		t := Table{Name: wording.Plain(fmt.Sprintf("files of %s, %s on %s", x.Path, x.FS, x.Host)), Head: []string{"path", "size", "modified, by its host's clock", "mode"}}
		if x.ArchiveBits {
			t.Head = append(t.Head, "archive bit")
		}
		for _, f := range x.Files {
			row := []string{wording.Plain(f.Path), size(&f), wording.Instant(f.Stamp, v.Day1), fmt.Sprintf("%03o", f.Mode)}
			if x.ArchiveBits {
				row = append(row, map[bool]string{true: "on", false: "off"}[f.Archive])
			}
			t.Rows = append(t.Rows, row)
		}
		all = append(all, t)
	}
	return all
}

// size is a file's size, or what else a path is.
func size(f *scenarios.FileView) string {
	switch f.Kind {
	case model.Dir:
		return "directory"
	case model.Symlink:
		return "to " + wording.Plain(f.Target)
	}
	text := script.FormatSize(f.Size)
	if f.Links > 1 {
		text += fmt.Sprintf(", %d names", f.Links)
	}
	return text
}

func jobs(v *scenarios.View) Table {
	t := Table{Name: "jobs", Head: []string{"job", "kind", "policy", "state", "started", "ended", "files", "cutoff, by the client's clock"}}
	for i := len(v.Jobs) - 1; i >= 0; i-- { // the newest first
		j := &v.Jobs[i]
		if j.Number == 0 {
			continue
		}
		state, cutoff := string(j.State), ""
		if j.State == model.Done || j.Status != 0 {
			state += fmt.Sprintf(", status %d", j.Status)
		}
		var starts []string
		for k := range j.Activations {
			starts = append(starts, wording.Instant(j.Activations[k].At, v.Day1))
			cutoff = wording.Instant(j.Activations[k].Cutoff, v.Day1)
		}
		t.Rows = append(t.Rows, []string{
			fmt.Sprint(j.Number), string(j.Kind), wording.Plain(j.Policy), state, strings.Join(starts, ", "),
			wording.Instant(j.Ended, v.Day1), fmt.Sprint(j.Taken), cutoff,
		})
	}
	return t
}

func catalogue(v *scenarios.View) Table {
	t := Table{Name: "catalogue, on the master's disk", Head: []string{"job", "state", "backup time, by the master's clock", "base", "image", "checkpoint at"}}
	for i := len(v.Images) - 1; i >= 0; i-- {
		x := &v.Images[i]
		image := "none"
		if x.Fragments > 0 {
			image = fmt.Sprintf("%s in %d fragments", script.FormatSize(x.Bytes), x.Fragments)
		}
		if x.Expired {
			image += ", expired"
		}
		base := ""
		if x.Base > 0 {
			base = fmt.Sprintf("job %d", x.Base)
		}
		t.Rows = append(t.Rows, []string{
			fmt.Sprint(x.Job), string(x.State), wording.Instant(x.Backup, v.Day1), base, image, wording.Plain(x.Done),
		})
	}
	return t
}

func media(v *scenarios.View) Table {
	t := Table{Name: "media", Head: []string{"medium", "on", "state", "holds", "of these synced"}}
	for _, m := range v.Media {
		holds := script.FormatSize(m.End)
		if m.Limit > 0 {
			holds += " of " + script.FormatSize(m.Limit)
		}
		t.Rows = append(t.Rows, []string{wording.Plain(m.Name), m.Host, m.State, holds, script.FormatSize(m.Synced)})
	}
	return t
}

func objects(v *scenarios.View) Table {
	t := Table{Name: "repositories", Head: []string{"what", "state"}}
	for _, s := range v.Stores {
		t.Rows = append(t.Rows, []string{wording.Plain(s.Name), fmt.Sprintf("%d objects", s.Objects)})
	}
	for _, k := range v.Checkpoints {
		at := func(t clock.Time[clock.True]) string { return wording.Instant(t, v.Day1) }
		state := "being written since " + at(k.Began)
		switch {
		case !k.Removed.IsZero():
			state = "removed at " + at(k.Removed)
		case !k.Broken.IsZero():
			state = "broken since " + at(k.Broken)
		case !k.Finished.IsZero():
			state = "complete since " + at(k.Finished)
		}
		if !k.HeldUntil.IsZero() {
			state += ", held until " + at(k.HeldUntil)
		}
		t.Rows = append(t.Rows, []string{fmt.Sprintf("checkpoint %d of %s", k.N, v.Backups[k.Backup].Policy), state})
	}
	return t
}
