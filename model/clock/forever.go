package clock

import "math"

// Forever is a wait without limit.
var Forever = Duration{ns: math.MaxInt64}
