// Package osdisk is the real machine as a world for the engine, and with it the two
// functions that people call: Backup and Restore.
//
// The nouns:
//
//   - Machine is this computer as the master, the media host and the client in one.
//     Each process of the engine is a goroutine with a mailbox; what a process has
//     open is closed when it ends.
//   - Files is the disk behind afero.Fs with all that engine/port asks for besides.
//   - A repository is a directory: its catalogue lies in catalog, and each medium is
//     one file in media.
//   - A restore point is one job's image with those before it; List gives them.
//   - Refused is a call that was not begun, because what it asks for cannot be.
//
// It is written for Linux. Elsewhere it builds and works without change times,
// identities, directories held open, and the lock of a repository.
//
// A repository holds a chain of images for each source directory and host name. What
// an image holds of a file is its content, permission bits, modification time, link
// target and its grouping with other names; not its owner.
package osdisk
