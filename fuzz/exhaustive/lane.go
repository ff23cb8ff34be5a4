package exhaustive

import (
	"fmt"
	"strings"
	"time"

	"gapless/scenarios/script"
)

// change is one change of a lane's file: its kind, by its place in changes, and when.
type change struct {
	kind int
	at   time.Duration
}

// changes are the ways in which a file changes. The first pairable ones are taken for
// two changes, too. FILE is the lane's file, OTHER one beside it that is there to be taken.
// All lanes copy the same one, which is left as it is.
var changes = []string{
	"write FILE",
	"touch FILE mtime=-1d",
	"copy " + shared + " FILE",
	"rename OTHER FILE",
	"delete FILE",
}

const pairable = 3

// shared is the file that copies are made of.
const shared = "/data/b"

// lane is a file of its own with its changes.
type lane struct {
	name    string // of the file
	changes []change
}

// source is the file that a rename takes.
func (l *lane) source() string { return l.name + ".s" }

func (l *lane) takes() bool {
	for _, c := range l.changes {
		if strings.Contains(changes[c.kind], "OTHER") {
			return true
		}
	}
	return false
}

// declare writes the files that are there at the start.
func (l *lane) declare(b *strings.Builder) {
	fmt.Fprintf(b, "file %s 64B\n", l.name)
	if l.takes() {
		fmt.Fprintf(b, "file %s 128B\n", l.source())
	}
}

// happen writes the changes.
func (l *lane) happen(b *strings.Builder) {
	for _, c := range l.changes {
		b.WriteString(script.FormatInstant(c.at))
		b.WriteByte(' ')
		words := strings.Replace(changes[c.kind], "FILE", l.name, 1)
		b.WriteString(strings.Replace(words, "OTHER", l.source(), 1))
		b.WriteByte('\n')
	}
}

// sides are where a lane's file lies: before the slow ones, and behind them.
var sides = []string{"/data/a", "/data/z"}

// lanes lists the lanes of a story whose changes can come at some instants, ascending,
// and how many are like others of them.
func lanes(instants []time.Duration) (all []lane, pruned int64) {
	var c Choices
	for c.More() {
		l := lane{name: fmt.Sprintf("%s%06d", sides[c.Of(len(sides))], len(all))}
		first := c.Of(len(instants))
		two := c.Of(2) == 1
		if !two {
			l.changes = []change{{c.Of(len(changes)), instants[first]}}
			all = append(all, l)
			continue
		}
		second := first + c.Of(len(instants)-first)
		l.changes = []change{{c.Of(pairable), instants[first]}, {c.Of(pairable), instants[second]}}
		if first == second && l.changes[0].kind == l.changes[1].kind {
			pruned++ // the second does what the first did
			continue
		}
		all = append(all, l)
	}
	return all, pruned
}
