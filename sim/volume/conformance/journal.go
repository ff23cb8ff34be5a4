package conformance

import (
	"fmt"
	"strings"
	"testing"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// Journal is how the table reads a change journal from its beginning.
type Journal interface {
	Records(from int64, use func(r *model.JournalRecord) bool) error
}

// RunJournal checks every row of JournalTable: the lines behind "--" are not the tree
// but the records, "NAME KIND+KIND", of what the script did. newFs gives an empty
// directory, and the journal of its volume, for each.
func RunJournal(t *testing.T, newFs func(t *testing.T) (f afero.Fs, root string, j Journal)) {
	for _, row := range JournalTable {
		t.Run(strings.ReplaceAll(row.Claim, " ", "-"), func(t *testing.T) {
			f, root, j := newFs(t)
			s := &session{fs: f, root: root, open: map[string]afero.File{}}
			s.records(t, row.Script, j)
		})
	}
}

// records does the statements up to the line "--" and compares what was recorded
// with the lines after it.
func (s *session) records(t *testing.T, script string, j Journal) {
	t.Helper()
	body, records, _ := strings.Cut(script, "--\n")
	s.statements(t, body)
	var got []string
	err := j.Records(0, func(r *model.JournalRecord) bool {
		got = append(got, r.Name+" "+kindsOf(r.Reasons))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(lines(records), got); d != "" {
		t.Errorf("records (-want +got):\n%s", d)
	}
}

var reasons = []struct {
	bit  model.JournalReason
	name string
}{
	{model.FileCreate, "create"}, {model.DataOverwrite, "overwrite"}, {model.DataExtend, "extend"},
	{model.DataTruncate, "truncate"}, {model.FileDelete, "delete"}, {model.Security, "security"}, {model.RenameOld, "old-name"},
	{model.RenameNew, "new-name"}, {model.BasicInfo, "info"}, {model.HardLink, "link"}, {model.Closed, "close"},
}

// kindsOf writes reasons as the table does.
func kindsOf(r model.JournalReason) string {
	var names []string
	for _, k := range reasons {
		if r&k.bit != 0 {
			names = append(names, k.name)
			r &^= k.bit
		}
	}
	if r != 0 {
		names = append(names, fmt.Sprintf("%#x", uint32(r)))
	}
	return strings.Join(names, "+")
}
