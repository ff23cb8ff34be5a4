// Package volume is the disk of a simulated host: an inode file system that can be
// stamped by any clock, filled with gigabytes at no cost, crashed, and copied.
//
//	v := volume.New()
//	v.Reset(volume.Config{Path: "/data", Personality: "ext4", Stamper: host, Witness: truth})
//	v.AddFile("/data/a", 64<<10, mtime, 3) // what line 3 of the script declares
//	v.WriteNew("/data/a", volume.SameSize, 9)
//	files := v.FS(gate)                    // what an engine sees: an afero.Fs
//	v.Walk(func(path string, held model.Version) { … })
//
// The nouns:
//
//   - Volume is the core: a table of inodes with lookup, getattr, read, write,
//     readdir, rename, link and so on, by inode number. A face, such as FS, gives
//     it to a client; the core knows no gate and takes no time.
//   - Personality is a file system as a row of a table: how it rounds stamps, what
//     it keeps, which names it takes.
//   - By says who makes a change: the workload, whose changes survive a crash at
//     once, or a client of a face, whose changes survive when they are synced.
//   - Stamper reads the clock of the host that the volume is mounted on. Times stay
//     opaque from there to the engine.
//   - Journal is the volume's change journal, where its file system has one. Every
//     change is written there, whoever makes it.
//   - Snapshot is some volumes as they were at one instant. Their Applications, who
//     wait while it is made, are the world's.
//   - Witness is told what every path truly holds, whenever that changes.
//
// A volume is used by one goroutine at a time, together with its clones. It does not
// model who may do what: the engine and the workload run as root.
package volume
