package suite_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"gapless/scenarios"
	"gapless/scenarios/suite"
)

func TestResultsComeInTheOrderOfTheWork(t *testing.T) {
	for _, workers := range []int{1, 3, 100} {
		all := suite.Run(context.Background(), 50, workers, func(_ *scenarios.Runner, i int) (int, error) { return i * i, nil }, nil)
		for i, d := range all {
			if !d.Began || d.Err != nil || d.Value != i*i {
				t.Errorf("%d workers: piece %d gave %+v", workers, i, d)
			}
		}
	}
}

func TestAPanicIsTheErrorOfItsOwnPiece(t *testing.T) {
	all := suite.Run(context.Background(), 3, 2, func(_ *scenarios.Runner, i int) (int, error) {
		if i == 1 {
			panic("the engine went wrong")
		}
		return i, nil
	}, nil)
	var p *suite.Panic
	if !errors.As(all[1].Err, &p) || fmt.Sprint(p.Value) != "the engine went wrong" || len(p.Stack) == 0 {
		t.Errorf("the panic became %v", all[1].Err)
	}
	if all[0].Err != nil || all[2].Err != nil {
		t.Errorf("other pieces failed: %v, %v", all[0].Err, all[2].Err)
	}
}

func TestNothingBeginsAfterAnInterruption(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	all := suite.Run(ctx, 10, 1, func(_ *scenarios.Runner, i int) (int, error) { return i, nil }, func(i int, _ *suite.Done[int]) {
		if i == 3 {
			cancel()
		}
	})
	for i, d := range all {
		if d.Began != (i <= 3) {
			t.Errorf("piece %d began: %v", i, d.Began)
		}
	}
}
