package mutant

import (
	"context"
	"fmt"
	"testing"

	"gapless/fuzz/result"
	"gapless/scenarios"
	"gapless/scenarios/suite"
)

func TestExplore(t *testing.T) {
	suite.Run(context.Background(), len(all), 2, func(r *scenarios.Runner, i int) (result.Mutant, error) {
		return Search(r, all[i], 1, 6000)
	}, func(i int, d *suite.Done[result.Mutant]) {
		fmt.Println(all[i].Name, all[i].Class, all[i].Property, d.Value.Found, d.Value.Runs, len(d.Value.Script), d.Err)
	})
}
