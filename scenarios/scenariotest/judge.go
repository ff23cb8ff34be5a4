package scenariotest

import (
	"testing"

	"gapless/scenarios"
	"gapless/scenarios/library"
)

// Library is the text of a script of the library.
func Library(t testing.TB, name string) string {
	t.Helper()
	e, ok := library.Find(name)
	if !ok {
		t.Fatalf("the library has no script %s", name)
	}
	return string(e.Text)
}

// Judge runs a script of that name on a product with settings of its own, and has use look at what came of
// it, which is gone when use returns.
func Judge(t testing.TB, name, text, product string, o scenarios.Options, sets []scenarios.Override, use func(u *scenarios.Setup, r *scenarios.Result)) {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err == nil {
		err = scenarios.Check(s, scenarios.Catalogue)
	}
	if err != nil {
		t.Fatal(err)
	}
	u, err := scenarios.NewSetup(s, product, sets)
	if err != nil {
		t.Fatal(err)
	}
	r := scenarios.NewRunner()
	defer r.Close()
	res, err := r.Judge(u, o)
	if err != nil {
		t.Fatal(err)
	}
	use(u, res)
}
