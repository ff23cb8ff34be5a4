package house

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the table of the architecture: what a floor may import of our own, besides
// what is below itself. The first row that holds a package counts.
var floors = []struct {
	floor string
	may   []string
}{
	{"model/clock", nil},
	{"model", []string{"model/clock"}},
	{"engine", []string{"engine", "model"}},
	{"sim", []string{"sim", "model"}},
	{"scenarios/script", nil}, // the language is text, and knows no world
	{"scenarios", []string{"scenarios", "engine", "sim", "model"}},
	{"fuzz", []string{"fuzz", "scenarios", "engine", "sim", "model"}},
	{"reports", []string{"reports", "fuzz", "scenarios", "model"}},
	{"docs", nil},
	{"internal/rulebook", []string{"docs"}},
	{"internal/house", nil},
	{"internal/step", []string{"reports", "scenarios", "model"}},
	{"internal/cli", []string{"internal", "docs", "reports", "fuzz", "scenarios", "engine", "sim", "model"}},
	{".", []string{"internal/cli"}},
}

// refused says why a package may not import another one of ours; "" when it may.
func refused(from, to string) string {
	for _, f := range floors {
		if within(from, f.floor) {
			if within(to, f.may...) {
				return ""
			}
			return f.floor + " may import " + strings.Join(f.may, ", ") + " only"
		}
	}
	return "the package is on no floor; give it a row in the table"
}

func TestAnImportPointsDown(t *testing.T) {
	for _, p := range code(t).packages {
		for _, f := range p.files {
			for _, i := range f.Imports {
				path, _ := strconv.Unquote(i.Path.Value)
				to, ours := strings.CutPrefix(path, module+"/")
				if !ours {
					continue
				}
				if why := refused(p.path, to); why != "" {
					t.Errorf("%s imports %s: %s", f.name, to, why)
				}
			}
		}
	}
}

func TestTheTableOfFloorsRefusesUpAndSideways(t *testing.T) {
	for _, c := range []struct {
		from, to string
		allowed  bool
	}{
		{"model", "model/clock", true},
		{"model/clock", "model", false},
		{"engine/job", "sim/machine", false},
		{"sim/volume", "engine/port", false},
		{"engine/job", "engine/catalog", true},
		{"scenarios", "engine/job", true},
		{"scenarios", "fuzz", false},
		{"scenarios", "reports", false},
		{"fuzz", "reports", false},
		{"reports", "engine/job", false},
		{"reports", "scenarios", true},
		{"engine/osdisk", "scenarios", false},
		{"somewhere", "model", false},
	} {
		if got := refused(c.from, c.to) == ""; got != c.allowed {
			t.Errorf("%s imports %s: allowed is %v", c.from, c.to, got)
		}
	}
}

// outside is what the floors below the command line may use that is not of the
// standard library.
var outside = map[string][]string{
	// The client of real object repositories is engine/s3's alone.
	"engine": {"github.com/spf13/afero", "github.com/zeebo/xxh3", "golang.org/x/sys/unix", "github.com/minio/minio-go/v7"},
	// The conformance table tells differences between volumes to tests.
	"sim": {"github.com/spf13/afero", "github.com/google/go-cmp/cmp"},
	// The nearest known word of a script's mistake.
	"scenarios": {"github.com/spf13/afero", "github.com/agnivade/levenshtein", "github.com/zeebo/xxh3"},
}

func TestTheModelImportsTheStandardLibraryOnlyAndOthersLittleMore(t *testing.T) {
	for _, p := range code(t).packages {
		floor, _, _ := strings.Cut(p.path, "/")
		if !within(p.path, "model", "engine", "sim", "scenarios") {
			continue
		}
		for _, f := range p.files {
			for _, i := range f.Imports {
				path, _ := strconv.Unquote(i.Path.Value)
				first, _, _ := strings.Cut(path, "/")
				if strings.Contains(first, ".") && !slices.Contains(outside[floor], path) {
					t.Errorf("%s imports %s, which is not on the list of %s", f.name, path, floor)
				}
			}
		}
	}
}
