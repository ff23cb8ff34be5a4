package reports

// Palette colours words where colours are wanted; the zero value leaves them alone.
type Palette struct{ On bool }

func (p Palette) good(s string) string { return p.paint("32", s) }
func (p Palette) bad(s string) string  { return p.paint("31", s) }
func (p Palette) warn(s string) string { return p.paint("33", s) }
func (p Palette) bold(s string) string { return p.paint("1", s) }

// Strong colours what stands out.
func (p Palette) Strong(s string) string { return p.bold(s) }

// Bad colours what is wrong.
func (p Palette) Bad(s string) string { return p.bad(s) }

func (p Palette) paint(code, s string) string {
	if !p.On {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
