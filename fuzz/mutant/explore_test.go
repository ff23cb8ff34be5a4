package mutant

import (
	"fmt"
	"strings"
	"testing"

	"gapless/engine/products"
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
			h, _ := newHunt(r, Mutant{Name: b.Name, Product: p}, 1)
			if p != "veeam-12.2" && !strings.Contains("anchor-turned negative-delta-runs cumulative-clears clear-unasked ctime-ignored old-release-anchors-first chain-by-completion first-release windows-by-date base-again resume-first platform-decides", b.Name) && b.Rule != "" {
				continue
			}
			if b.Name == "ctime-ignored" {
				h.mutant.Sets = []scenarios.Override{{Key: "use-ctime", Value: "on"}}
			}
			h.learn()
			was := map[seen]bool{}
			for run := int64(1); run < 800; run++ {
				s := h.script(run)
				for _, k := range h.keys(s, h.mutant.planted()) {
					if h.known[k] || was[k] {
						continue
					}
					was[k] = true
					sound := false
					for _, q := range h.keys(h.script(run), h.mutant.Sets) {
						sound = sound || q == k
					}
					if !sound {
						line += fmt.Sprintf("\n     %s@%d %s %s", k.Property, run, k.Class, k.Cause)
					}
				}
			}
			fmt.Println(line)
		}
	}
}
