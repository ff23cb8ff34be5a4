package envelope

import (
	"fmt"
	"slices"
	"time"

	"gapless/fuzz/result"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Axes is how many disturbances there are.
func Axes() int { return len(axes) }

// About says what an amount of a disturbance does, by the axis's name.
func About(name string) string {
	for _, x := range axes {
		if x.name == name {
			return x.about
		}
	}
	return ""
}

// Find finds the whole envelope of a product. Disturbances that the product cannot have
// are left out. The error is one of the program, or an unknown product.
func Find(r *scenarios.Runner, product string) (result.Envelope, error) {
	var all []*result.Axis
	for i := range axes {
		a, err := FindAxis(r, product, i)
		if err != nil {
			return result.Envelope{}, err
		}
		all = append(all, a)
	}
	return Join(product, all), nil
}

// Join makes an envelope of the axes that FindAxis gave.
func Join(product string, all []*result.Axis) result.Envelope {
	e := result.Envelope{Product: product}
	for _, a := range all {
		if a != nil {
			e.Axes = append(e.Axes, *a)
		}
	}
	return e
}

// FindAxis finds one boundary of a product's envelope, 0 to Axes()-1; nil when the
// product cannot have the disturbance.
func FindAxis(r *scenarios.Runner, product string, i int) (*result.Axis, error) {
	if _, err := setup("product "+product+"\nvolume /data fs=ext4\nfile /data/a 1KB\npolicy p volumes=/data\n01:00 full p\n", product); err != nil {
		return nil, err
	}
	s := search{runner: r, product: product, axis: &axes[i], known: map[int64]int64{}}
	if _, err := setup(s.axis.text(product, s.axis.most, fullAt, 0), product); err != nil {
		return nil, nil // refused: the product has no such thing
	}
	bears, loses := s.boundary()
	out := &result.Axis{Name: s.axis.name, Unit: s.axis.unit, Rest: s.window(0), Bears: bears, Loses: loses, Tried: s.axis.most}
	for _, amount := range s.shown(bears, loses) {
		out.Points = append(out.Points, result.Point{Amount: amount, Window: s.window(amount)})
	}
	out.Script = s.script(bears, loses)
	return out, s.err
}

// search is the search for one boundary.
type search struct {
	runner  *scenarios.Runner
	product string
	axis    *axis
	known   map[int64]int64 // widths of windows, by amount
	err     error           // the first
}

func setup(text, product string) (*scenarios.Setup, error) {
	s, err := scenarios.Parse("envelope", []byte(text))
	if err == nil {
		err = scenarios.Check(s, scenarios.Catalogue)
	}
	if err != nil {
		return nil, err
	}
	return scenarios.NewSetup(s, product, nil)
}

// window is how long the time is, in nanoseconds, in which the change would be lost.
func (s *search) window(amount int64) int64 {
	if w, ok := s.known[amount]; ok || s.err != nil {
		return w
	}
	all, _ := s.windows(amount)
	s.known[amount] = width(all)
	return s.known[amount]
}

// windows are the instants at which the change would be lost, with the full at the
// instant at which they are widest.
func (s *search) windows(amount int64) (worst []scenarios.Interval, full time.Duration) {
	widest := int64(-1)
	for _, at := range s.axis.starts(amount) {
		w := s.windowsOf(amount, at)
		if sum := width(w); sum > widest {
			worst, full, widest = w, at, sum
		}
	}
	return worst, full
}

// width is how long intervals are together, in nanoseconds.
func width(all []scenarios.Interval) (sum int64) {
	for _, w := range all {
		sum += int64(w.To.Std() - w.From.Std())
	}
	return sum
}

func (s *search) windowsOf(amount int64, full time.Duration) []scenarios.Interval {
	u, err := setup(s.axis.text(s.product, amount, full, 12*time.Hour), s.product)
	if err == nil {
		var line int
		if line, err = u.Change("/data/a", 0); err == nil {
			var w *scenarios.Windows
			if w, err = s.runner.FindWindows(u, "/data/a", line); err == nil {
				return w.Windows
			}
		}
	}
	if s.err == nil {
		s.err = fmt.Errorf("%s of %d %s: %w", s.axis.name, amount, s.axis.unit, err)
	}
	return nil
}

// probes is how many amounts below a boundary are run to see whether it is the first.
const probes = 40

// losesMore reports whether a change can be lost at more instants than with nothing out of
// order: some products lose at one instant even then.
func (s *search) losesMore(amount int64) bool { return s.window(amount) > s.window(0) }

// boundary finds the most that loses nothing more below the least that does; loses is 0
// when nothing does.
func (s *search) boundary() (bears, loses int64) {
	bears, loses = 0, 0
	for n := int64(1); ; n *= 2 {
		n = min(n, s.axis.most)
		if s.losesMore(n) {
			loses = n
			break
		}
		bears = n
		if n == s.axis.most || s.err != nil {
			return bears, 0
		}
	}
	for {
		bears, loses = s.between(bears, loses)
		lower := s.lower(bears)
		if lower == 0 || s.err != nil {
			return bears, loses
		}
		bears, loses = 0, lower
	}
}

// between brings a boundary down to two neighbouring amounts.
func (s *search) between(bears, loses int64) (int64, int64) {
	for loses-bears > 1 {
		if middle := bears + (loses-bears)/2; s.losesMore(middle) {
			loses = middle
		} else {
			bears = middle
		}
	}
	return bears, loses
}

// lower is an amount that loses though it is less than what the product seems to bear;
// 0 when none of those that are tried does.
func (s *search) lower(bears int64) int64 {
	for i := int64(1); i < probes; i++ {
		if n := bears / probes * i; n > 0 && s.losesMore(n) {
			return n
		}
	}
	return 0
}

// shown are the amounts of a picture: around the boundary, or up to what was tried.
func (s *search) shown(bears, loses int64) []int64 {
	all := []int64{0, s.axis.most}
	if loses > 0 {
		all = []int64{0, bears / 2, bears, loses, loses + loses/4, loses + loses/2, 2 * loses, 3 * loses, 4 * loses}
	}
	all = slices.DeleteFunc(all, func(n int64) bool { return n > s.axis.most })
	return slices.Compact(all)
}

// script shows the loss at the least amount that loses, or that there is none at the
// most that was tried.
func (s *search) script(bears, loses int64) string {
	at, amount := 12*time.Hour, s.axis.most
	expect := "expect nothing lost\nexpect window /data/a none\n"
	about := fmt.Sprintf("# %s loses nothing%s when %s:\n# %s is the most that was tried.\n", s.product, s.more(), s.axis.about, s.amount(amount))
	if loses > 0 {
		amount = loses
		about = fmt.Sprintf("# %s loses%s when %s,\n# from %s on. It bears %s.\n", s.product, s.more(), s.axis.about, s.amount(loses), s.amount(bears))
	}
	all, full := s.windows(amount)
	if len(all) > 0 {
		at, expect = all[0].From.Std(), "expect lost /data/a at=2\n"
		for _, w := range all {
			expect += fmt.Sprintf("expect window /data/a %s\n", w)
		}
	}
	text := about + s.axis.text(s.product, amount, full, at) + expect
	u, err := setup(text, s.product)
	if err == nil {
		var res *scenarios.Result
		if res, err = s.runner.Judge(u, scenarios.Options{}); err == nil && !res.OK() {
			err = fmt.Errorf("the script does not come out as it expects: %+v", res.Expectations)
		}
	}
	if err != nil {
		if s.err == nil {
			s.err = fmt.Errorf("%s of %s: %w", s.axis.name, s.amount(amount), err)
		}
		return ""
	}
	return u.Script.Format()
}

// more is a word for products that lose even at rest.
func (s *search) more() string {
	if s.window(0) > 0 {
		return " more than at rest"
	}
	return ""
}

// amount is an amount in words.
func (s *search) amount(n int64) string { return Amount(s.axis.unit, n) }

// Amount is an amount of a unit in words.
func Amount(unit string, n int64) string {
	if unit == "ppb" {
		return fmt.Sprintf("%d.%03dppm", n/1000, n%1000)
	}
	return script.FormatDuration(time.Duration(n))
}
