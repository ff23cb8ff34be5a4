package library_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"gapless/scenarios/library"
)

func TestTheLibraryIsTheFilesBesideIt(t *testing.T) {
	all := library.All()
	if len(all) == 0 {
		t.Fatal("no scripts")
	}
	if !slices.IsSortedFunc(all, func(a, b library.Entry) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) }) {
		t.Error("not sorted by name")
	}
	for _, e := range all {
		text, err := os.ReadFile(e.Name + ".scenario")
		if err != nil || !bytes.Equal(text, e.Text) {
			t.Errorf("%s is not the file: %v", e.Name, err)
		}
	}
}

func TestAScriptIsFoundByItsName(t *testing.T) {
	for name, want := range map[string]bool{
		"netbackup/worked-example": true, "netbackup/worked-example.scenario": true,
		"netbackup/none": false, "worked-example": false, "": false, "../library/netbackup/worked-example": false,
	} {
		e, ok := library.Find(name)
		if ok != want || ok && e.Name != "netbackup/worked-example" {
			t.Errorf("%q: found %v as %q", name, ok, e.Name)
		}
	}
}
