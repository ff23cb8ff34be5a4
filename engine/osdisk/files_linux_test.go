package osdisk

import (
	"math"
	"testing"
)

// A time that nanoseconds since 1970 cannot count is still later than every cutoff.
func TestAFileStampedInTheFarFutureIsTaken(t *testing.T) {
	for _, c := range []struct {
		sec  int64
		want int64
	}{{10413792000, math.MaxInt64}, {-10413792000, math.MinInt64}, {1, 1e9}} {
		if got := nanos(c.sec, 0); got != c.want {
			t.Errorf("%d s: %d ns, want %d", c.sec, got, c.want)
		}
	}
}
