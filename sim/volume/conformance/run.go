package conformance

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// Caps is what a file system can do.
type Caps struct {
	HardLinks  bool // the afero.Fs has Link(old, new string) error
	Symlinks   bool // the afero.Fs is an afero.Symlinker
	Identities bool // its FileInfo has Identity() (volume, inode uint64, links int)
	IgnoreCase bool // names that differ in case are one name, spelled as it was created
}

func (c Caps) cover(need Caps) bool {
	return (c.HardLinks || !need.HardLinks) && (c.Symlinks || !need.Symlinks) &&
		(c.Identities || !need.Identities) && c.IgnoreCase == need.IgnoreCase
}

// Row is one sequence of operations and what must come of it.
type Row struct {
	Claim  string
	Needs  Caps
	Script string
}

// Run checks every row that the file system has the capabilities for. newFs gives an
// empty directory for each.
func Run(t *testing.T, newFs func(t *testing.T) (afero.Fs, string), caps Caps) {
	ran := 0
	for _, row := range Table {
		if !caps.cover(row.Needs) {
			continue
		}
		ran++
		t.Run(strings.ReplaceAll(row.Claim, " ", "-"), func(t *testing.T) {
			f, root := newFs(t)
			s := &session{fs: f, root: root, open: map[string]afero.File{}}
			s.run(t, row.Script)
		})
	}
	if ran == 0 {
		t.Error("no row of the table was run: the capabilities exclude all")
	}
}

// session is the state of one script.
type session struct {
	fs   afero.Fs
	root string
	open map[string]afero.File // by the name that the script gave the handle
}

// run does the script's statements up to the line "--" and compares the tree with the
// lines after it.
func (s *session) run(t *testing.T, script string) {
	t.Helper()
	body, tree, _ := strings.Cut(script, "--\n")
	s.statements(t, body)
	var got []string
	if err := s.tree("", &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(lines(tree), got); d != "" {
		t.Errorf("tree (-want +got):\n%s", d)
	}
}

// statements does a line after another, and closes what is open in the end.
func (s *session) statements(t *testing.T, body string) {
	t.Helper()
	for n, line := range strings.Split(body, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		line, want := expectation(line)
		if got := s.result(strings.Fields(line)); got != want {
			t.Fatalf("statement %d: %s\n got %s\nwant %s", n, line, got, want)
		}
	}
	for _, h := range s.open { // any order: no times are compared behind it
		h.Close()
	}
}

// lines are those of a text that are not empty.
func lines(text string) (all []string) {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// expectation splits "STATEMENT = RESULT" and "STATEMENT ! ERROR".
func expectation(line string) (statement, want string) {
	if before, after, ok := strings.Cut(line, " ! "); ok {
		return before, "! " + after
	}
	if before, after, ok := strings.Cut(line, " ="); ok {
		return before, "= " + strings.TrimSpace(after)
	}
	return line, "= "
}

func (s *session) result(words []string) string {
	out, err := s.statement(words)
	if err != nil {
		return "! " + class(err)
	}
	return "= " + out
}

var errnos = []struct {
	name string
	err  error
}{
	{"ENOENT", syscall.ENOENT}, {"EEXIST", syscall.EEXIST}, {"ENOTDIR", syscall.ENOTDIR}, {"EISDIR", syscall.EISDIR},
	{"ENOTEMPTY", syscall.ENOTEMPTY}, {"EXDEV", syscall.EXDEV}, {"ENOSPC", syscall.ENOSPC}, {"ELOOP", syscall.ELOOP},
	{"ENAMETOOLONG", syscall.ENAMETOOLONG}, {"EINVAL", syscall.EINVAL}, {"EBADF", syscall.EBADF},
	{"EPERM", syscall.EPERM}, {"EIO", syscall.EIO}, {"EROFS", syscall.EROFS}, {"EBUSY", syscall.EBUSY},
	{"EOF", io.EOF}, {"closed", fs.ErrClosed},
}

// class is an error as the table writes it. Besides EOF, errors must say which path
// they are about.
func class(err error) string {
	for _, e := range errnos {
		if errors.Is(err, e.err) {
			return e.name
		}
	}
	return err.Error()
}

// tree lists what is below a directory, a line a path: "NAME/", "NAME -> TARGET" or
// "NAME CONTENT".
func (s *session) tree(dir string, out *[]string) error {
	names, err := s.list(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		p := path.Join(dir, name)
		info, err := s.lstat(p)
		if err != nil {
			return err
		}
		switch {
		case info.IsDir():
			*out = append(*out, p+"/")
			if err := s.tree(p, out); err != nil {
				return err
			}
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := s.fs.(afero.LinkReader).ReadlinkIfPossible(s.at(p))
			if err != nil {
				return err
			}
			*out = append(*out, p+" -> "+s.shown(target))
		default:
			b, err := afero.ReadFile(s.fs, s.at(p))
			if err != nil {
				return err
			}
			*out = append(*out, strings.TrimSpace(p+" "+visible(b)))
		}
	}
	return nil
}

// shown writes ROOT for the directory that the script runs in.
func (s *session) shown(target string) string {
	if rest, ok := strings.CutPrefix(target, strings.TrimSuffix(s.root, "/")+"/"); ok {
		return "ROOT/" + rest
	}
	return target
}

// visible writes zeros as dots, and runs of bytes as they are.
func visible(b []byte) string {
	if len(b) > 64 {
		return fmt.Sprintf("%d bytes", len(b))
	}
	return strings.ReplaceAll(string(b), "\x00", ".")
}
