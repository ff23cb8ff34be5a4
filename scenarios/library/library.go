// Package library is the scripts that come with Gapless, embedded: one directory a
// product, one file a situation. Each opens with prose that says why.
package library

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed */*.scenario
var files embed.FS

// Entry is one script.
type Entry struct {
	Name string // directory and file without its ending: netbackup/worked-example
	Text []byte
}

// ending is that of a script's file.
const ending = ".scenario"

// All lists the scripts, sorted by name.
func All() []Entry {
	names, err := fs.Glob(files, "*/*"+ending)
	if err != nil {
		panic(err) // the pattern is a constant
	}
	all := make([]Entry, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // the files are part of the program
		}
		all = append(all, Entry{Name: strings.TrimSuffix(name, ending), Text: text})
	}
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Find is the script of that name, with or without its ending.
func Find(name string) (Entry, bool) {
	name = strings.TrimSuffix(name, ending)
	text, err := files.ReadFile(name + ending)
	return Entry{Name: name, Text: text}, err == nil
}
