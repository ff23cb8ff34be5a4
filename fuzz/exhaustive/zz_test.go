package exhaustive

import (
	"fmt"
	"gapless/scenarios"
	"strings"
	"testing"
)

func TestShow(t *testing.T) {
	r := scenarios.NewRunner()
	defer r.Close()
	st, ref, err := Stories("backupexec-2012", Bound{1})
	fmt.Println(len(st), ref, err)
	for _, s := range st {
		a := s.String()
		if !strings.Contains(a, "journal") && !strings.Contains(a, "cut off for") {
			continue
		}
		f, err := Run(r, s)
		fmt.Println(a, f.Explored, f.Pruned, f.Losing, err)
		for _, x := range f.Shown {
			fmt.Println("   ", x.Key)
		}
	}
}
