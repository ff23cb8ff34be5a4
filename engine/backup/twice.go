package backup

import (
	"gapless/engine/selection"

	"github.com/zeebo/xxh3"
)

// The blocks of a file are read one after another, and are those of one version only if
// nothing changed meanwhile. Two looks that show the same prove that where a change moves
// the change time: not where there is none, nor when it is so young that another change has
// the same one, nor when the client's clock was set. What two looks do not prove, two
// readings do: bytes that are the same in both were all there when the look between the two
// was taken. G1.

// sums starts a sum of a file's bytes where a change of them might not show; nil where it
// must.
func (c *client) sums(cand *selection.Candidate) *xxh3.Hasher {
	r, m := &c.round, &c.order.Method
	if !r.on || m.Proof.Once || r.prompt && (m.Proof.Equal || cand.Changed.Add(r.margin).Before(c.looked)) {
		return nil
	}
	return xxh3.New()
}

// atOnce reports whether what was read of a file is surely what it held at one instant, and
// what the look just now has shown of it.
func (c *client) atOnce(p string, size int64, sum *xxh3.Hasher) bool {
	if sum == nil {
		return !c.round.on || c.order.Method.Proof.Once || c.steady(c.Now().Sub(c.looked), c.Uptime().Plus(c.lookedUp.Neg()))
	}
	f, err := c.files.Open(p)
	if err != nil {
		return false
	}
	defer f.Close()
	again := xxh3.New()
	err = eachBlock(f, size, func(b []byte) error {
		_, err := again.Write(b)
		return err
	})
	return err == nil && again.Sum128() == sum.Sum128()
}
