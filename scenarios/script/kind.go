package script

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a script means the same on a machine without a zone database
	"unicode"
)

// kind is a type of argument, named as in synopses.
type kind struct {
	name string
	want string // what people should write
	noun string // the noun that it names one of
	free bool   // any text
	long bool   // an instant: it may be three words
	read reader
}

// reader understands a word: its number, and whether a stamp is a relative one.
type reader func(text string) (num int64, rel bool, bad *problem)

// problem is what is wrong with a word; the parser adds the place.
type problem struct{ msg, want, near string }

const (
	wantPath     = "a path that begins with /"
	wantName     = "a name of letters, digits, dots, dashes and underscores"
	wantSize     = "a size such as 0, 512B, 1KB, 32MB or 2GB"
	wantDuration = "a duration such as 250ms, 90s, 1h45m or 2d"
	wantStep     = "a step with its sign, such as +10m or -1h"
	wantStamp    = "a stamp such as 2009-01-04, 2009-01-04T12:00:00Z, -90m or +2h"
	wantInstant  = "an instant such as 02:30, 02:30:00.5 or day 2 02:30"
	wantDate     = "a date such as 2009-03-01"
	wantZone     = "a zone such as UTC or Europe/Berlin"
	wantDrift    = "a drift such as 20ppm or -0.5ppm"
	wantRate     = "a rate such as 100MB/s"
	wantOrdinal  = "a number from 1"
	wantCount    = "a number from 0"
	wantMode     = "permission bits in octal, such as 0644"
	wantRule     = "a rule such as N3"
	wantSchedule = "starts such as full@sun:22:00 or incremental@daily:18:00"
	opKind       = "OP"
)

// kinds is every type of argument that a synopsis can name.
var kinds = func() map[string]*kind {
	table := []kind{
		{name: "PATH", want: wantPath, read: readPath},
		{name: "OLD", want: wantPath, read: readPath},
		{name: "NEW", want: wantPath, read: readPath},
		{name: "VOLUME", want: wantPath, noun: "volume", read: readPath},
		{name: "TARGET", want: "what the link says", free: true, read: readText},
		{name: "TEXT", want: "a text, quoted when it has spaces", free: true, read: readText},
		{name: "VALUE", want: "a value", free: true, read: readText},
		{name: "GLOB", want: "a pattern such as *.tmp or /data/cache/*", read: readGlob},
		{name: "NAME", want: wantName, read: readName},
		{name: "KEY", want: "the name of a setting", read: readName},
		{name: "POLICY", want: "a policy", noun: "policy", read: readName},
		{name: "HOST", want: "a host", noun: "host", read: readName},
		{name: "MEDIA", want: "a medium", noun: "medium", read: readName},
		{name: "PRODUCT", want: "a product", noun: "product", read: readName},
		{name: "SIZE", want: wantSize, read: readSize},
		{name: "RATE", want: wantRate, read: readRate},
		{name: "DUR", want: wantDuration, read: readDuration},
		{name: "STEP", want: wantStep, read: readStep},
		{name: "PPM", want: wantDrift, read: readDrift},
		{name: "STAMP", want: wantStamp, read: readStamp},
		{name: "FROM", want: wantInstant, long: true, read: readInstant},
		{name: "TO", want: wantInstant, long: true, read: readInstant},
		{name: "DATE", want: wantDate, read: readDate},
		{name: "ZONE", want: wantZone, read: readZone},
		{name: "N", want: wantOrdinal, read: readOrdinal},
		{name: "COUNT", want: wantCount, read: readCount},
		{name: "CODE", want: "a status code", read: readCount},
		{name: "MODE", want: wantMode, read: readMode},
		{name: "ID", want: wantRule, read: readRule},
		{name: "KIND@DAY:HH:MM", want: wantSchedule, read: readSchedule},
		{name: opKind, want: "an operation"},
		{name: "STATEMENT", want: "a timeline statement without an instant"},
	}
	m := make(map[string]*kind, len(table))
	for i := range table {
		m[table[i].name] = &table[i]
	}
	// OP[#K] is one word of the synopsis; its choices are the language's.
	m["OP[#K]"] = m[opKind]
	return m
}()

func readText(string) (int64, bool, *problem) { return 0, false, nil }

func readPath(text string) (int64, bool, *problem) {
	switch {
	case text == "":
		return 0, false, &problem{msg: "the path is empty"}
	case text[0] != '/':
		return 0, false, &problem{msg: "the path " + quoted(text) + " is not absolute", near: path.Clean("/" + text)}
	case strings.IndexByte(text, 0) >= 0:
		return 0, false, &problem{msg: "the path " + quoted(text) + " has a zero byte in it"}
	case path.Clean(text) != text:
		return 0, false, &problem{
			msg:  "the path " + quoted(text) + " is not in its shortest form",
			want: "a path without . and .., double or trailing slashes",
			near: path.Clean(text),
		}
	}
	return 0, false, nil
}

func readGlob(text string) (int64, bool, *problem) {
	if text == "" {
		return 0, false, &problem{msg: "the pattern is empty"}
	}
	if _, err := path.Match(text, "x"); err != nil {
		return 0, false, &problem{msg: "the pattern " + quoted(text) + " is malformed"}
	}
	return 0, false, nil
}

func readName(text string) (int64, bool, *problem) {
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && (r == '.' || r == '_' || r == '-') {
			continue
		}
		return 0, false, &problem{msg: quoted(text) + " is no name", want: wantName}
	}
	if text == "" {
		return 0, false, &problem{msg: "the name is empty", want: wantName}
	}
	return 0, false, nil
}

// readRule accepts a letter and a number: N3, X24.
func readRule(text string) (int64, bool, *problem) {
	ok := len(text) > 1 && len(text) < 5 && text[0] >= 'A' && text[0] <= 'Z' && text[1] != '0'
	for i := 1; i < len(text); i++ {
		ok = ok && isDigit(text[i])
	}
	if !ok {
		return 0, false, &problem{msg: quoted(text) + " is no rule", near: Nearest(text, []string{strings.ToUpper(text)})}
	}
	return 0, false, nil
}

// maxCount bounds every count of a script.
const maxCount = 1_000_000_000

func readCount(text string) (int64, bool, *problem) {
	n, err := strconv.ParseUint(text, 10, 63)
	switch {
	case err != nil:
		return 0, false, &problem{msg: quoted(text) + " is no such number"}
	case n > maxCount:
		return 0, false, &problem{msg: quoted(text) + " is too large", want: fmt.Sprintf("at most %d", maxCount)}
	}
	return int64(n), false, nil
}

func readOrdinal(text string) (int64, bool, *problem) {
	n, _, bad := readCount(text)
	if bad == nil && n == 0 {
		return 0, false, &problem{msg: "numbers count from 1, and this is 0"}
	}
	return n, false, bad
}

func readMode(text string) (int64, bool, *problem) {
	n, err := strconv.ParseUint(text, 8, 12)
	if err != nil {
		return 0, false, &problem{msg: quoted(text) + " is no mode"}
	}
	return int64(n), false, nil
}

// readOperation takes an operation apart, with its count: clear-bit#1.
func readOperation(text string, names []string) (int64, bool, *problem) {
	name, count, counted := strings.Cut(text, "#")
	if p := (&Param{words: names}); name == "" || !p.takes(name) {
		return 0, false, &problem{msg: quoted(name) + " is no operation", near: Nearest(name, names)}
	}
	if !counted {
		return 1, false, nil
	}
	k, _, bad := readOrdinal(count)
	if bad != nil {
		return 0, false, &problem{msg: bad.msg, want: wantOrdinal + " after the #"}
	}
	return k, false, nil
}

func (p *Param) takes(word string) bool {
	for _, w := range p.words {
		if w == word {
			return true
		}
	}
	return false
}

func readZone(text string) (int64, bool, *problem) {
	for _, r := range text {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_+-/", r) {
			return 0, false, &problem{msg: quoted(text) + " is no zone"}
		}
	}
	if text == "" || text == "Local" {
		return 0, false, &problem{msg: quoted(text) + " is no zone that is the same everywhere"}
	}
	if _, err := time.LoadLocation(text); err != nil {
		return 0, false, &problem{msg: "no zone is called " + quoted(text)}
	}
	return 0, false, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
