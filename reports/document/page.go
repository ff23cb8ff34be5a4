package document

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"gapless/reports"
)

//go:embed assets/page.html
var layout string

//go:embed assets/page.css
var style string

//go:embed assets/page.js
var program string

// numbers are written for people.
var numbers = template.FuncMap{"count": reports.Count}

// pages are the page and, as "story", what a story opens to.
var pages = template.Must(template.New("page").Funcs(numbers).Parse(layout))

// Options bound a page.
type Options struct {
	// Inline is how many bytes of stories are written as they are; the stories after
	// these go into the store. 0 stands for InlineDefault.
	Inline int
}

// InlineDefault lets the stories of some hundred losses be read without the page's
// script, and printed.
const InlineDefault = 1 << 20

// Write writes the page of a book. The same book gives the same bytes.
func Write(w io.Writer, b *reports.Book, o Options) error {
	if o.Inline == 0 {
		o.Inline = InlineDefault
	}
	v, err := look(b, o)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := pages.Execute(&out, v); err != nil {
		return err
	}
	_, err = io.WriteString(w, shown(out.String()))
	return err
}

// shown escapes what a browser would act on, or show in another order, and what nobody
// sees, wherever it came from. The page itself has nothing of the kind but line ends.
func shown(page string) string {
	acts := func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }
	if strings.IndexFunc(page, acts) < 0 {
		return page
	}
	lines := strings.Split(page, "\n")
	for i, line := range lines {
		if strings.IndexFunc(line, acts) >= 0 {
			lines[i] = reports.Plain(line)
		}
	}
	return strings.Join(lines, "\n")
}

// policy forbids the page every request, and every script but its own.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src 'unsafe-inline'; script-src %s; base-uri 'none'; form-action 'none'", hash(program))
}

// hash is a script in the words of a content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// element is a script or a style that is part of the program.
func element(name, text string) template.HTML {
	return template.HTML("<" + name + ">" + text + "</" + name + ">")
}
