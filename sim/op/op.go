// Package op names the operations of a simulated host and the gate that each of
// them passes.
//
// Every call of an engine into a volume, a medium or the network is one operation.
// Just before it happens it passes its host's gate, where time can go by, the world
// can change, the operation can be failed, and the host can stop.
package op

import "time"

// Kind is what an operation does. The names are those of the script language.
type Kind uint8

const (
	Any           Kind = iota
	List               // list a directory
	Examine            // stat a path
	Open               // open a file
	Read               // read a block, also of a medium
	Write              // write into a file
	Sync               // make a file, a directory or a medium durable
	Create             // create a file
	Remove             // remove a name
	Rename             // rename
	Link               // make a hard link
	Symlink            // make a symbolic link
	Readlink           // read a symbolic link
	Mkdir              // make a directory
	Truncate           // change a file's length
	SetTimes           // set a file's times
	SetMode            // set a file's permissions
	ClearBit           // clear an archive bit
	SetBit             // set an archive bit
	Append             // append to a medium
	Erase              // erase a medium
	Send               // send a message
	Receive            // take a message
	Start              // start a process
	QueryJournal       // ask a change journal for its state
	ReadJournal        // read a change journal
	CreateJournal      // create a change journal, or change its sizes
	Freeze             // freeze volumes for a snapshot
	kinds
)

var names = [kinds]string{"any", "list", "examine", "open", "read", "write", "sync", "create", "remove",
	"rename", "link", "symlink", "readlink", "mkdir", "truncate", "set-times", "set-mode", "clear-bit",
	"set-bit", "append", "erase", "send", "receive", "start", "query-journal",
	"read-journal", "create-journal", "freeze"}

func (k Kind) String() string { return names[k] }

// Parse is the kind of that name.
func Parse(name string) (Kind, bool) {
	for k, n := range names {
		if n == name {
			return Kind(k), true
		}
	}
	return Any, false
}

// Names lists the names of all kinds in their order.
func Names() []string { return names[:] }

// Gate is what each operation of a host passes just before it happens.
type Gate interface {
	// Pass lets an operation of this kind on a path (or medium, host) happen, or
	// fails it. It does not return when the host stops there.
	Pass(kind Kind, path string) error
	// Spend lets true time go by for the operation. It does not return when the host
	// stops meanwhile.
	Spend(d time.Duration)
}

// Free is the gate of operations that cost nothing and never fail.
type Free struct{}

func (Free) Pass(Kind, string) error { return nil }
func (Free) Spend(time.Duration)     {}
