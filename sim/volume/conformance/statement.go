package conformance

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/afero"
)

// statement does one line and gives its result, "" for most:
//
//	mkdir P, mkdirall P, remove P, removeall P, rename A B
//	write P TEXT       create or empty, then write
//	link A B, symlink TARGET P, readlink P; ROOT in a target is the directory
//	chmod P MODE
//	cat P              the bytes; zeros as dots
//	stat P, lstat P    file SIZE, dir, or symlink
//	mode P             permissions, in octal
//	links P            how many names
//	same A B           true when they are one file
//	list P             the names, sorted
//	open H P FLAGS     FLAGS: any of r w rw, then a(ppend) c(reate) t(runc) x(excl)
//	wr H TEXT, wrat H OFF TEXT, rd H N, rdat H OFF N, seek H OFF, trunc H N, close H, sync H
//	hstat H, hlist H N, hlinks H
//
// In TEXT and in names, 255x is that many x.
func (s *session) statement(w []string) (string, error) {
	if len(w) < 2 {
		return "", fmt.Errorf("a statement has at least two words, got %q", w)
	}
	arg := func(n int) string {
		if n < len(w) {
			return repeated(w[n])
		}
		return ""
	}
	switch w[0] {
	case "mkdir":
		return "", s.fs.Mkdir(s.at(arg(1)), 0o755)
	case "mkdirall":
		return "", s.fs.MkdirAll(s.at(arg(1)), 0o755)
	case "remove":
		return "", s.fs.Remove(s.at(arg(1)))
	case "removeall":
		return "", s.fs.RemoveAll(s.at(arg(1)))
	case "rename":
		return "", s.fs.Rename(s.at(arg(1)), s.at(arg(2)))
	case "write":
		return "", afero.WriteFile(s.fs, s.at(arg(1)), []byte(arg(2)), 0o644)
	case "link":
		return "", s.fs.(interface{ Link(from, to string) error }).Link(s.at(arg(1)), s.at(arg(2)))
	case "symlink":
		return "", s.fs.(afero.Linker).SymlinkIfPossible(strings.ReplaceAll(arg(1), "ROOT", strings.TrimSuffix(s.root, "/")), s.at(arg(2)))
	case "readlink":
		target, err := s.fs.(afero.LinkReader).ReadlinkIfPossible(s.at(arg(1)))
		return s.shown(target), err
	case "chmod":
		return "", s.fs.Chmod(s.at(arg(1)), fs.FileMode(number(arg(2), 8)))
	case "cat":
		b, err := afero.ReadFile(s.fs, s.at(arg(1)))
		return visible(b), err
	case "list":
		names, err := s.list(arg(1))
		return strings.Join(names, " "), err
	case "same":
		return s.same(arg(1), arg(2))
	case "stat", "mode", "links":
		info, err := s.fs.Stat(s.at(arg(1)))
		return described(w[0], info, err)
	case "lstat":
		info, err := s.lstat(arg(1))
		return described("stat", info, err)
	case "open":
		h, err := s.fs.OpenFile(s.at(arg(2)), flags(arg(3)), 0o644)
		if err == nil {
			s.open[arg(1)] = h
		}
		return "", err
	}
	h := s.open[w[1]]
	if h == nil {
		return "", fmt.Errorf("no verb %q, or no handle %q", w[0], w[1])
	}
	return handled(h, w[0], arg(2), arg(3))
}

// handled does a statement on an open handle.
func handled(h afero.File, verb, a, b string) (string, error) {
	switch verb {
	case "wr":
		_, err := h.WriteString(a)
		return "", err
	case "wrat":
		_, err := h.WriteAt([]byte(b), number(a, 10))
		return "", err
	case "rd":
		p := make([]byte, number(a, 10))
		n, err := h.Read(p)
		return visible(p[:n]), err
	case "rdat":
		p := make([]byte, number(b, 10))
		n, err := h.ReadAt(p, number(a, 10))
		if err == io.EOF && n > 0 {
			return visible(p[:n]) + " EOF", nil
		}
		return visible(p[:n]), err
	case "seek":
		_, err := h.Seek(number(a, 10), io.SeekStart)
		return "", err
	case "trunc":
		return "", h.Truncate(number(a, 10))
	case "sync":
		return "", h.Sync()
	case "close":
		return "", h.Close()
	case "hstat", "hlinks":
		info, err := h.Stat()
		return described(map[string]string{"hstat": "stat", "hlinks": "links"}[verb], info, err)
	case "hlist":
		names, err := h.Readdirnames(int(number(a, 10)))
		slices.Sort(names)
		return strings.Join(names, " "), err
	}
	return "", fmt.Errorf("no verb %q", verb)
}

func described(what string, info fs.FileInfo, err error) (string, error) {
	switch {
	case err != nil:
		return "", err
	case what == "mode":
		return fmt.Sprintf("%o", info.Mode().Perm()), nil
	case what == "links":
		_, _, links := info.(identified).Identity()
		return strconv.Itoa(links), nil
	case info.IsDir():
		return "dir", nil
	case info.Mode()&fs.ModeSymlink != 0:
		return "symlink", nil
	}
	return fmt.Sprintf("file %d", info.Size()), nil
}

type identified interface {
	Identity() (volume, inode uint64, links int)
}

func (s *session) same(a, b string) (string, error) {
	x, err := s.lstat(a)
	if err != nil {
		return "", err
	}
	y, err := s.lstat(b)
	if err != nil {
		return "", err
	}
	v, i, _ := x.(identified).Identity()
	w, j, _ := y.(identified).Identity()
	return strconv.FormatBool(v == w && i == j), nil
}

func (s *session) lstat(p string) (fs.FileInfo, error) {
	if l, ok := s.fs.(afero.Lstater); ok {
		info, _, err := l.LstatIfPossible(s.at(p))
		return info, err
	}
	return s.fs.Stat(s.at(p))
}

func (s *session) list(dir string) ([]string, error) {
	h, err := s.fs.Open(s.at(dir))
	if err != nil {
		return nil, err
	}
	defer h.Close()
	names, err := h.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// at is a path of the script as the file system knows it; a slash at its end stays.
func (s *session) at(p string) string {
	full := filepath.Join(s.root, p)
	if len(p) > 1 && strings.HasSuffix(p, "/") {
		full += "/"
	}
	return full
}

func flags(text string) int {
	flag := os.O_RDONLY
	switch {
	case strings.HasPrefix(text, "rw"):
		flag = os.O_RDWR
	case strings.HasPrefix(text, "w"):
		flag = os.O_WRONLY
	}
	// In any order: each letter adds its own flag.
	for c, f := range map[string]int{"a": os.O_APPEND, "c": os.O_CREATE, "t": os.O_TRUNC, "x": os.O_EXCL} {
		if strings.Contains(text, c) {
			flag |= f
		}
	}
	return flag
}

// repeated writes 255x out; other words are as they are.
func repeated(word string) string {
	if n, err := strconv.Atoi(strings.TrimRight(word, "xé")); err == nil && n > 9 && !strings.HasSuffix(word, strconv.Itoa(n)) {
		return strings.Repeat(word[len(strconv.Itoa(n)):], n)
	}
	return word
}

func number(text string, base int) int64 {
	n, err := strconv.ParseInt(text, base, 64)
	if err != nil {
		panic(err)
	}
	return n
}
