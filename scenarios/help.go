package scenarios

import (
	_ "embed"
	"strings"

	"gapless/scenarios/script"
)

// prose is the documentation of the language, with a mark in each place where the
// statements of one section belong.
//
//go:embed help.md
var prose string

// HelpMarkdown is the documentation of the whole language: docs/scenario-language.md.
func HelpMarkdown() string { return help(markdownForm) }

// Help is the documentation of the whole language for a terminal.
func Help() string {
	var b strings.Builder
	for line := range strings.Lines(help(plainForm)) {
		switch {
		case strings.HasPrefix(line, "    "):
		case strings.HasPrefix(line, "#"):
			line = strings.ToUpper(strings.TrimLeft(line, "# "))
		default:
			line = unmarked.Replace(line)
		}
		b.WriteString(line)
	}
	return b.String()
}

// unmarked takes Markdown's marks out of prose.
var unmarked = strings.NewReplacer("`", "", " *", " ", "* ", " ", "*.", ".", "*,", ",")

// help is the prose with the statements in their places.
func help(show func(b *strings.Builder, f *script.Form)) string {
	marks := map[string]script.Section{
		"<!-- declarations -->\n": script.Declaration,
		"<!-- timeline -->\n":     script.Timeline,
		"<!-- expectations -->\n": script.Expectation,
	}
	var b strings.Builder
	for line := range strings.Lines(prose) {
		section, marked := marks[line]
		if !marked {
			b.WriteString(line)
			continue
		}
		first := true
		for _, f := range Language.Forms() {
			if f.Section != section {
				continue
			}
			if !first {
				b.WriteByte('\n')
			}
			first = false
			show(&b, f)
		}
	}
	return b.String()
}

// markdownForm shows a statement as a heading, its synopsis, prose and an example.
func markdownForm(b *strings.Builder, f *script.Form) {
	b.WriteString("### " + f.Name + "\n\n")
	for line := range strings.Lines(f.Synopsis) {
		b.WriteString("`" + strings.TrimSpace(line) + "`  \n")
	}
	b.WriteString("\n" + wrap(words(f), "") + "\n    " + f.Example + "\n")
}

// plainForm shows a statement as its synopsis with prose and an example below it.
func plainForm(b *strings.Builder, f *script.Form) {
	b.WriteString(hanging(f.Synopsis))
	b.WriteString(wrap(unmarked.Replace(words(f)), "        "))
	b.WriteString("        Example: " + f.Example + "\n")
}

// words is what there is to say of a statement, its choices included.
func words(f *script.Form) string {
	doc := f.Doc
	for _, name := range []string{"STATE", "PROPERTY", "OP"} {
		if choices := f.Choices[name]; choices != nil {
			doc += " " + name + " is one of " + strings.Join(choices, ", ") + "."
		}
	}
	return doc
}

// columns is the width of a line of help.
const columns = 90

// hanging shows a synopsis, broken between arguments where it is long.
func hanging(synopsis string) string {
	var b strings.Builder
	for line := range strings.Lines(synopsis) {
		first, rest, cut := strings.Cut(wrap(strings.TrimSpace(line), "    "), "\n")
		b.WriteString(first + "\n")
		if cut {
			for more := range strings.Lines(rest) {
				b.WriteString("        " + more)
			}
		}
	}
	return b.String()
}

// wrap breaks text into lines that begin with an indent.
func wrap(text, indent string) string {
	var b strings.Builder
	width := 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		switch {
		case width == 0:
			b.WriteString(indent)
			width = len(indent)
		case width+1+n > columns:
			b.WriteString("\n" + indent)
			width = len(indent)
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
	}
	return b.String() + "\n"
}
