package exhaustive

// Choices goes through every way to take some choices. Code that takes them is run
// again and again, and gets other answers each time, until all are through:
//
//	var c Choices
//	for c.More() {
//		use(c.Of(3), c.Of(2)) // 0 0, 0 1, 1 0, 1 1, 2 0, 2 1
//	}
//
// How many answers a choice has, and which comes next, may depend on earlier answers.
type Choices struct {
	taken []choice
	depth int
	begun bool
}

type choice struct{ value, of int }

// More begins another way; it is false when there is none.
func (c *Choices) More() bool {
	if !c.begun {
		c.begun = true
		return true
	}
	c.taken = c.taken[:c.depth]
	c.depth = 0
	for n := len(c.taken) - 1; n >= 0; n-- {
		if c.taken[n].value+1 < c.taken[n].of {
			c.taken[n].value++
			c.taken = c.taken[:n+1]
			return true
		}
	}
	return false
}

// Of takes a choice: 0 to n-1, in this order. n is at least 1.
func (c *Choices) Of(n int) int {
	if c.depth == len(c.taken) {
		c.taken = append(c.taken, choice{of: n})
	}
	c.depth++
	return c.taken[c.depth-1].value
}

// Subset takes at most so many of n things: their indexes, ascending. Of the orders in
// which they could be taken it gives one.
func (c *Choices) Subset(n, most int) (all []int) {
	next := 0
	for len(all) < most && next < n {
		i := c.Of(n - next + 1)
		if i == n-next { // none of the rest
			return all
		}
		all = append(all, next+i)
		next += i + 1
	}
	return all
}
