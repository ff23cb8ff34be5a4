package volume

// Clone is an independent copy of the volume as it is: a snapshot, or the disk of a
// copied world. The two share what neither has changed since. The copy has no open
// handles and no witness; it keeps what a crash would undo, and the change journal. Should it be attached to
// a witness, then it must not outlive the next Reset of this volume, whose versions
// it may still show.
func (v *Volume) Clone() *Volume {
	c := New()
	v.CloneInto(c)
	return c
}

// CloneInto is Clone into a volume whose memory can be used again.
func (v *Volume) CloneInto(c *Volume) {
	c.forget()
	c.cfg, c.kind, c.grains, c.zone = v.cfg, v.kind, v.grains, v.zone
	c.cfg.Witness = nil
	v.inodes.share(&c.inodes)
	v.entries.share(&c.entries)
	v.buckets.share(&c.buckets)
	c.mask, c.lastIno, c.lastEntry, c.freeEntry, c.live = v.mask, v.lastIno, v.lastEntry, v.freeEntry, v.live
	c.used = v.used
	c.generation = max(c.generation, v.generation) + 1
	c.undos = append(c.undos, v.undos...)
	c.unsynced = append(c.unsynced, v.unsynced...)
	c.held = append(c.held, v.held...)
	c.tunnel = append(c.tunnel, v.tunnel...)
	c.faults = append(c.faults, v.faults...)
	c.freezing, c.committing = v.freezing, v.committing
	if v.journal != nil {
		c.journal = v.journal.Clone()
	}
}
