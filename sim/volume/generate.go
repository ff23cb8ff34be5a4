package volume

import "gapless/model"

// generate is the content number nth of the file at a path.
func (v *Volume) generate(path string, nth uint32, size int64) model.Content {
	h := uint64(0xcbf29ce484222325) ^ v.cfg.Seed
	for i := 0; i < len(path); i++ {
		h = (h ^ uint64(path[i])) * 0x100000001b3
	}
	return model.Generate(h^uint64(nth)*0x9e3779b97f4a7c15, size)
}

// fresh is the next content of a file. Contents of a few bytes can agree by chance,
// and a write that changes nothing could not be lost, so such ones are passed over.
func (v *Volume) fresh(at place, size int64) model.Content {
	n, path := v.own(at.ino), v.spelled(at)
	for {
		c := v.generate(path, n.writes, size)
		n.writes++
		if size == 0 || !c.Equal(n.content) {
			return c
		}
	}
}
