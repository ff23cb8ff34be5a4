package reports

import (
	"fmt"
	"io"
	"strings"
)

// Product is a product as the command line shows it.
type Product struct {
	Name, About string
	Follows     []Fact
	Assumes     []Assumption
	Settings    []Setting
}

// Assumption is what a product takes for granted, and the script of the library that
// shows what is lost when it is untrue.
type Assumption struct{ Name, Text, Script string }

// Fact is one thing that a product does, with the rule that says so.
type Fact struct{ Rule, Text string }

// Setting is one choice of a product that scripts can change.
type Setting struct {
	Key, About, Default, Values, Source string
	Turned                              []Turned // of a decision
}

// Turned is a value of a setting, and the scripts of the library that do not hold with
// it.
type Turned struct {
	Value   string
	Scripts []string
}

// Products writes a list of products.
func Products(w io.Writer, all []Product) error {
	var lines []string
	for _, p := range all {
		lines = append(lines, p.Name+"\t"+p.About)
	}
	var b strings.Builder
	columned(&b, "", lines)
	_, err := io.WriteString(w, strings.TrimLeft(b.String(), "\n"))
	return err
}

// Write writes what a product does, and its settings.
func (p Product) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", wrapped(p.About, ""))
	b.WriteString("\nwhat it follows\n")
	for _, f := range p.Follows {
		fmt.Fprintf(&b, "%s\n", hung(fmt.Sprintf("  %-4s ", f.Rule), f.Text))
	}
	if len(p.Assumes) > 0 {
		b.WriteString("\nwhat it assumes\n")
	}
	for _, a := range p.Assumes {
		fmt.Fprintf(&b, "  %s\n%s\n      untrue in %s\n", a.Name, wrapped(a.Text, "      "), a.Script)
	}
	b.WriteString("\nsettings: set KEY VALUE in a script, or --set KEY=VALUE\n")
	for _, s := range p.Settings {
		fmt.Fprintf(&b, "  %s\n%s\n%s\n%s\n", s.Key, wrapped(s.About, "      "),
			hung("      default ", s.Default+"; values: "+s.Values), "      source  "+s.Source)
		for _, turned := range s.Turned {
			fmt.Fprintf(&b, "%s\n", hung("      turned  ", fmt.Sprintf("with %s %s: %s",
				turned.Value, scripts(len(turned.Scripts)), strings.Join(turned.Scripts, ", "))))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// scripts says that so many scripts fail.
func scripts(n int) string {
	if n == 1 {
		return "this script does not hold"
	}
	return fmt.Sprintf("these %d scripts do not hold", n)
}
