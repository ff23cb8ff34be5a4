package job

import (
	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/model/clock"
)

// Conduct is how a product's server goes about its jobs. The server calls it, one call
// at a time; an error ends the server, since its catalogue cannot be used any more.
type Conduct interface {
	// Method is the method by which a job of a policy chooses files on a client.
	Method(p *Policy, t *Target) string
	// Ready reports whether a job that waits may go active now.
	Ready(j *catalog.Job) bool
	// Activate lets a job go active, for the first time or again.
	Activate(j *catalog.Job, p *Policy, t *Target) error
	// Hear takes a message that the server itself does not know. The run is that of the
	// process that sent it; nil for none.
	Hear(r *Run, m any) error
	// Failed decides what becomes of a job whose activation ended with an error. Its
	// processes are gone, and what they made is in the catalogue or forgotten.
	Failed(r *Run, status int, why string) error
	// Finished is told of a job whose image is whole, when that is in the catalogue. The
	// client process, which may wait for it, is told by the conduct.
	Finished(r *Run) error
	// Read is told of a job that has read an image back and found it whole.
	Read(r *Run) error
	// Due does what a schedule asks for.
	Due(p *Policy, m message.Due) error
	// Ring is a timer that is due and not void.
	Ring(t Timer, j *catalog.Job) error
	// TakeUp takes up a job that the server which ran before has left, neither active nor
	// in the queue.
	TakeUp(j *catalog.Job) error
	// Protection is for how much longer an image is kept on a medium; clock.Forever for
	// without limit.
	Protection(j *catalog.Job, medium string) clock.Duration
	// Keeps reports whether what a medium holds must not be erased.
	Keeps(medium string) bool
	// Emptied is told of a medium that was erased, by order or on the way.
	Emptied(medium string) error
}
