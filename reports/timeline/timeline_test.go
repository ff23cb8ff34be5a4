package timeline

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gapless/scenarios"
	"gapless/scenarios/library"

	"github.com/google/go-cmp/cmp"
)

var pictures = flag.String("pictures", "", "a directory into which the library's pictures are written, to be looked at")

// ran is the timeline of a script.
func ran(t *testing.T, name, product, text string) *Timeline {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err == nil {
		err = scenarios.Check(s, scenarios.Catalogue)
	}
	if err != nil {
		t.Fatal(err)
	}
	u, err := scenarios.NewSetup(s, product, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := scenarios.NewRunner()
	defer r.Close()
	res, err := r.Judge(u, scenarios.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Of(res)
}

// drawn is the picture of a timeline.
func drawn(t *testing.T, x *Timeline, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := x.WriteSVG(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wellFormed fails for what is no XML, and returns all texts and titles in it.
func wellFormed(t *testing.T, name, svg string) string {
	t.Helper()
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if c, ok := token.(xml.CharData); ok {
			text.Write(c)
		}
	}
}

// Every script of the library for each of its products: a picture that is XML, the
// same twice, and the same when it is drawn from what was saved as JSON.
func TestTheLibraryIsDrawnAndDrawnAgainFromJSON(t *testing.T) {
	for _, e := range library.All() {
		s, err := scenarios.Parse(e.Name, e.Text)
		if err != nil {
			t.Fatal(err)
		}
		for _, product := range s.Products() {
			x := ran(t, e.Name, product, string(e.Text))
			svg := drawn(t, x, Options{})
			wellFormed(t, e.Name, svg)
			data, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			var saved Timeline
			if err := json.Unmarshal(data, &saved); err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			if d := cmp.Diff(strings.Split(svg, "\n"), strings.Split(drawn(t, &saved, Options{}), "\n")); d != "" {
				t.Errorf("%s on %s is drawn otherwise from JSON: %s", e.Name, product, d)
			}
			if *pictures != "" {
				name := filepath.Join(*pictures, strings.ReplaceAll(e.Name, "/", "-")+"-"+product+".svg")
				if err := os.WriteFile(name, []byte(svg), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
