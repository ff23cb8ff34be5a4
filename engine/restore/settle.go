package restore

import (
	"path"

	"gapless/model"
)

// settle decides between entries that cannot both be: one of a path that is no directory
// and one of a path below it. The newer one counts. A file that has become a directory,
// by a rename for example, may have no entry as one: its times are older than the cutoff.
func settle(entries []found, index map[string]int) {
	free := "" // a directory that has nothing above it, or in its own place, that is in the way
	for i := range entries {
		e := &entries[i]
		dir := path.Dir(e.Path)
		if index == nil || e.unusable || e.Kind == model.Absent || dir == free {
			continue
		}
		clear := true
		for p := dir; p != "/" && p != "."; p = path.Dir(p) {
			at, ok := index[p]
			if !ok {
				continue
			}
			above := &entries[at]
			if above.unusable || above.Kind == model.Dir || above.Kind == model.Absent {
				continue
			}
			clear = false
			if above.met < e.met {
				above.covered = true
			} else {
				e.covered = true
			}
		}
		if clear {
			free = dir
		}
	}
}
