// Package conformance says what POSIX, as the os package of Go shows it, makes of
// sequences of file operations: a table that runs on any afero.Fs.
//
//	conformance.Run(t, func(t *testing.T) (afero.Fs, string) {
//		return afero.NewOsFs(), t.TempDir()
//	}, conformance.Caps{Symlinks: true})
//
// A Row is a script. Its paths are relative to an empty directory; its last lines are
// the tree that must be there in the end. Statement, the file that runs one line,
// lists the verbs.
package conformance
