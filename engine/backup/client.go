package backup

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"gapless/engine/catalog"
	"gapless/engine/defect"
	"gapless/engine/image"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// The status codes with which a client process gives up.
const (
	statusTimedOut = 41 // the writer did not answer
	statusAborted  = 50 // another process of the job ended
)

// Batches are sent when they reach one of these.
const (
	batchBytes = 256 << 10
	batchParts = 256
)

// Process is the port that a client process runs on.
type Process = port.Process[clock.Client]

// client is one run of the client process: one activation of one job.
type client struct {
	Process
	order    message.Order
	live     afero.Fs
	files    afero.Fs // live, or a snapshot of it
	stat     afero.Lstater
	method   selection.Method        // without a journal
	choosing selection.Method        // for the volume that is being read
	moved    func(inode uint64) bool // whether a directory got another name; nil for nobody knows
	stream   image.Stream
	batch    [][]byte
	fragment int // the one being made
	since    clock.Duration
	position catalog.Position
	named    []string
	taken    int
	links    map[identity]stored
	namesOf  map[identity][]catalog.Seen // of files with several names, as they were seen
	apartOf  map[identity]bool           // those of which one name could not be read
	leftOf   map[identity][]string       // names of such files that were left out
	bits     []kept
	taking   []kept // what is to be deleted when all is well

	journals  []port.Journal // of the volumes, nil where there is none
	marks     []int64        // their positions at the start
	snapshots []port.Snapshot
	trees     []afero.Fs // of the volumes: the snapshot, nil for the volume itself

	at      int                      // the volume that is being read
	begun   clock.Time[clock.Client] // when this process started
	begunUp clock.Duration
	own     catalog.Reference

	listing *selection.Listing       // what an earlier job saw; nil for methods that compare with none
	met     []bool                   // which of it was met
	seen    []catalog.Seen           // since the last fragment
	looked  clock.Time[clock.Client] // just before the last look at a path
	outcome outcome
	round   round

	lookedUp clock.Duration // the uptime then
	base     baseline       // of proofs
}

// giveUp is what ends a client process early: a status for the server.
type giveUp struct {
	status int
	why    string
}

func (g *giveUp) Error() string { return g.why }

// Run does what the order says.
func Run(p Process, order message.Order) {
	start := p.Now()
	c := &client{Process: p, order: order, live: p.Files(), since: p.Uptime(), begun: start}
	c.begunUp = c.since
	c.fragment, c.position = order.Fragment, order.From
	c.enter(0)
	cutoff := c.choose(start)
	p.Link(order.Writer)
	p.Reports().ClientStarted(order.Job, order.Try, start, cutoff)
	ref, err := c.prepare(start)
	c.own = ref
	if err == nil {
		if c.tell(started(&ref)) != nil {
			return
		}
		err = c.run()
	}
	c.release()
	var g *giveUp
	switch {
	case err == nil:
		c.finish()
	case errors.As(err, &g):
		_ = c.tell(message.Failed{Status: g.status, Why: g.why}) // the end of the process says it too
	}
}

// started is what the server is told first.
func started(ref *catalog.Reference) any {
	if ref.Start == "" && ref.Marks == nil {
		return message.Started{} // takes no memory
	}
	return message.Started{Reference: *ref}
}

// choose makes the job's method; the cutoff is the client's clock at the start of
// its process less the delta that it was sent. N1, N6, N7.
func (c *client) choose(start clock.Time[clock.Client]) clock.Time[clock.Client] {
	m := c.order.Method
	if m.Name == selection.Catalog || m.Name == selection.Proven {
		c.listing = selection.NewListing(m.Known, c.Process)
		c.met = make([]bool, len(m.Known))
	}
	switch m.Name {
	case selection.ModifiedTime:
		cutoff := start.Add(m.Delta.Plus(m.Overlap).Neg())
		if !m.Date.IsZero() {
			cutoff = m.Date
		}
		if c.order.Planted == defect.CutoffRoundedUp {
			cutoff = cutoff.Add(clock.Of(time.Minute - 1)).Truncate(clock.Of(time.Minute))
		}
		c.method = selection.ByTime{Cutoff: cutoff, Strict: m.Strict, Ctime: m.Ctime, NeedBit: m.NeedBit, Rule: m.Rule}
		return cutoff
	case selection.Accessed:
		cutoff := c.accessedSince(start)
		c.method = selection.ByAccess{Cutoff: cutoff, Read: m.Read, Strict: m.Strict}
		return cutoff
	case selection.ArchiveBit:
		c.method = selection.ByBit{}
	case selection.Catalog:
		c.method = selection.ByCatalog{Listing: c.listing}
	default:
		c.method = selection.Everything{}
	}
	return clock.Time[clock.Client]{}
}

func (c *client) run() error {
	c.stream.Begin(c.order.Job, c.fragment)
	for i, root := range c.order.Roots {
		if i > 0 && c.order.Planted == defect.FirstVolumeOnly && c.order.Method.Name != "" {
			break
		}
		if err := c.volume(i, root); err != nil {
			return err
		}
	}
	return c.closeFragment(true)
}

// volume reads one volume.
func (c *client) volume(i int, root string) error {
	c.enter(i)
	method, t := c.methodOf(i)
	c.choosing, c.moved = method, nil
	if c.order.Method.Name == selection.Proven {
		c.round.begin(i, c, t)
	} else if t != nil {
		return c.byJournal(i, root, t)
	}
	if err := c.visit(i, root, nil); err != nil {
		return err
	}
	if err := c.again(i); err != nil {
		return err
	}
	return c.vanished(i, root)
}

// boundary is passed after each file, also a skipped one: the only place for a
// checkpoint. N14.
func (c *client) boundary(root int, p string) error {
	at := catalog.Position{Root: root, Path: p}
	if c.done(root, p) {
		return nil
	}
	c.position = at
	if c.order.Progress {
		if err := c.tell(message.Progress{Position: at}); err != nil {
			return err
		}
	}
	if !(clock.Duration{}).Less(c.order.Every) || c.Uptime().Plus(c.since.Neg()).Less(c.order.Every) {
		return nil
	}
	if err := c.closeFragment(false); err != nil {
		return err
	}
	c.stream.Begin(c.order.Job, c.fragment)
	return nil
}

// closeFragment makes what was read so far durable and tells the server how far it
// reaches.
func (c *client) closeFragment(last bool) error {
	c.stream.Finish()
	c.batch = c.stream.Take(c.batch)
	reached := message.Reached{Fragment: c.fragment, Position: c.position, Named: c.named, Taken: c.taken, Seen: c.seen, Last: last}
	if err := c.tell(reached); err != nil {
		return err
	}
	if err := c.ask(message.Close{Fragment: c.fragment, Parts: c.batch, Last: last}); err != nil {
		return err
	}
	c.fragment++
	c.named, c.taken, c.seen = nil, 0, nil
	c.since = c.Uptime()
	return nil
}

// flush sends what the stream has made.
func (c *client) flush() error {
	if c.stream.Size() == 0 {
		return nil
	}
	c.batch = c.stream.Take(c.batch)
	if c.order.Planted == defect.BatchTailLost {
		c.batch = c.batch[:len(c.batch)-1]
	}
	return c.ask(message.Batch{Parts: c.batch})
}

func (c *client) flushWhenLarge() error {
	if c.stream.Size() < batchBytes && c.stream.Parts() < batchParts {
		return nil
	}
	return c.flush()
}

// tell sends a message to the server.
func (c *client) tell(m any) error { return c.Send(c.Starter(), m) }

// ask sends a message to the writer and waits for its answer.
func (c *client) ask(m any) error {
	if err := c.Send(c.order.Writer, m); err != nil {
		return err
	}
	for {
		from, _, err := c.Receive(c.order.Patience)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return &giveUp{statusTimedOut, "the writer did not answer"}
		case errors.Is(err, io.EOF) && from == c.order.Writer:
			return &giveUp{statusAborted, "the writer ended"}
		case errors.Is(err, net.ErrClosed) && from == c.order.Writer:
			return &giveUp{statusTimedOut, "the writer cannot be reached"}
		case err != nil:
			return err // the server is gone: nobody is left to tell
		case from == c.order.Writer:
			return nil
		}
	}
}

// name says that a path is not, or not safely, in the image.
func (c *client) name(p string, why error) {
	c.named = append(c.named, p)
	c.Reports().Note(c.Host(), fmt.Sprintf("%s: %v", p, why))
}

func join(dir, name string) string {
	if dir == "/" {
		return "/" + name
	}
	return dir + "/" + name
}
