package reports

import (
	"encoding/json"
	"io"
)

// Encode writes a value as indented JSON. What Gapless encodes has no map whose
// order the encoder would not fix, so that the same value gives the same bytes.
func Encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

// Found is what `gapless window --json` prints. Product is given where several are.
type Found struct {
	Product string     `json:"product,omitempty"`
	Path    string     `json:"path"`
	Windows []Interval `json:"windows"`
}

// OneOrAll is a list as the command line's JSON shows it: the only element by itself,
// several as an array.
func OneOrAll[T any](list []T) any {
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// Write writes the windows for people: one interval a line, or none.
func (f *Found) Write(w io.Writer, product string) error {
	text := (&Window{Windows: f.Windows}).Text()
	_, err := io.WriteString(w, plain(f.Path)+" on "+product+": "+text+"\n")
	return err
}
