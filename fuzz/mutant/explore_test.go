package mutant

import (
	"fmt"
	"testing"

	"gapless/engine/products"
	"gapless/model"
	"gapless/scenarios"
)

func TestExplore(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	for _, b := range append(append([]products.Break{}, products.Breaks()...), products.Defects()...) {
		for _, p := range []string{"netbackup-6.5.3", "netbackup-5.1", "veeam-12.2"} {
			pr, _ := products.Find(p)
			set, _ := pr.Setting("break")
			if set.Set(pr.New(), b.Name) != nil {
				continue
			}
			if p == "netbackup-5.1" && b.Rule != "N13" {
				continue
			}
			line := fmt.Sprintf("%-28s %-4s %s:", b.Name, b.Rule, p)
			for prop := model.Property(1); prop < model.Properties; prop++ {
				if prop == 2 || prop == 4 || prop == 7 {
					continue
				}
				m := Mutant{Name: b.Name, Product: p, Property: prop}
				if prop == 3 && p == "veeam-12.2" {
					continue
				}
				h := &hunt{runner: r, mutant: m}
				_ = h
				out, err := Search(r, m, 1, 600)
				if err != nil {
					line += " ERR " + err.Error()
					continue
				}
				if out.Found {
					line += fmt.Sprintf(" P%d@%d", prop, out.Runs)
				}
			}
			fmt.Println(line)
		}
	}
}
