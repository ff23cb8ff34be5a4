package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The picture in the README is what its command prints.
func TestTheReadmesPictureIsARealRun(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(readme), "    $ go run . replay ")
	if !found {
		t.Fatal("there is no picture")
	}
	command, rest, _ := strings.Cut(rest, "\n")
	var picture []string
	for line := range strings.SplitSeq(rest, "\n") {
		if line != "" && !strings.HasPrefix(line, "    ") {
			break
		}
		picture = append(picture, strings.TrimPrefix(line, "    "))
	}
	var out, errs bytes.Buffer
	if code := Main(t.Context(), append([]string{"replay"}, strings.Fields(command)...), nil, &out, &errs); code != 0 {
		t.Fatalf("status %d: %s", code, errs.String())
	}
	if d := cmp.Diff(strings.TrimSpace(out.String()), strings.TrimSpace(strings.Join(picture, "\n"))); d != "" {
		t.Errorf("paste it anew (-run +README):\n%s", d)
	}
}
