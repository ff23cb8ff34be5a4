package script

// Section is the part of a script in which a statement stands.
type Section uint8

const (
	Declaration Section = iota // what exists at the start
	Timeline                   // what happens, and when
	Expectation                // what should come of it
)

// Effect is what Check knows of a timeline statement's part in the life of jobs.
type Effect uint8

const (
	StartsJob        Effect = 1 << iota // it starts a job of its POLICY
	NeedsJob                            // it acts on a job that started earlier
	Interrupts                          // it can leave a job suspended or incomplete
	NeedsInterrupted                    // it acts on a job that was interrupted earlier
	NeedsCheckpoints                    // it is impossible under checkpoint=off
	Stalls                              // it interrupts a job where a timeout is set
)

// Form is one kind of statement, as data. Synopsis, Doc and Example are what the
// user reads; the synopsis is also what the parser works from:
//
//	PATH             a word of that type (see the table in kind.go)
//	on|off           one of these words; types may stand among them: DUR|off
//	key=PATH         an argument with a name, in any place
//	key=PATH[,PATH]  a list separated by commas
//	[…]              may be left out
//	NAME…            one or more
//
// Several lines of a synopsis are alternatives.
type Form struct {
	Name     string // one word or several: "write", "fail read"
	Section  Section
	Synopsis string
	Doc      string
	Example  string // one statement, as it stands in a script
	Synonyms []string
	Choices  map[string][]string // the words that an upper-case argument may be

	First   bool     // it can only be the first statement
	Once    bool     // a script has it at most once
	Names   string   // the noun that its first argument declares one of: "host"
	Changes []string // the arguments whose path it gives a new version
	Uses    []string // the arguments whose path it reads: what can be moved, like a change
	OnRoot  bool     // it may act on a volume's root itself
	OneDisk bool     // its two paths must be on one volume
	Effect  Effect

	patterns []pattern
	index    int
	hook     bool
}

// Equal reports whether the two are one form, and lets go-cmp compare statements.
func (f *Form) Equal(o *Form) bool { return f == o }

// Index is the form's place in the documentation order of its language, from 0.
func (f *Form) Index() int { return f.index }

// Hook reports whether the form makes another statement wait for an operation.
func (f *Form) Hook() bool { return f.hook }

// Takes reports whether some alternative of the form has an argument of that name.
func (f *Form) Takes(name string) bool { return f.has(name) }

// has reports whether some alternative of the form has an argument of that name.
func (f *Form) has(name string) bool {
	for _, p := range f.patterns {
		for i := range p {
			if p[i].Name == name {
				return true
			}
		}
	}
	return false
}
