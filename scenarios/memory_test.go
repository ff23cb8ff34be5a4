package scenarios

import (
	"runtime"
	"testing"
)

// heap is the number of bytes in use that nothing can give back.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // the first run may leave things to finalizers
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A runner uses the memory of each run again for the next one: after the first few
// hundred, which make room for the largest of them, runs leave nothing behind. Scripts
// of all shapes take turns, crashes among them.
func TestRunsLeaveNoMemoryBehind(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	var setups []*Setup
	for _, c := range crashScripts {
		for _, host := range []string{"master", "media", "client"} {
			for _, k := range []int{17, 40, 1000} {
				setups = append(setups, crashSetup(t, c.name, c.product, host, k, "half", crashTail))
			}
		}
	}
	runs := 0
	until := func(n int) int64 {
		for ; runs < n; runs++ {
			o, err := r.Run(setups[runs%len(setups)], Options{})
			if err != nil {
				t.Fatal(err)
			}
			r.court.Judge(o.History)
		}
		return heap()
	}
	threads := runtime.NumGoroutine()
	early := until(20 * len(setups)) // 540; both counts end with the same script
	coroutines := runtime.NumGoroutine()
	late := until(80 * len(setups)) // 2160
	runtime.KeepAlive(setups)
	t.Logf("%d bytes early, %d after %d runs; %d goroutines at first, %d, %d", early, late, runs, threads, coroutines, runtime.NumGoroutine())
	const slack = 64 << 10 // 40 bytes a run
	if grown := late - early; grown > slack {
		t.Errorf("%d runs left %d bytes behind", 60*len(setups), grown)
	}
	if n := runtime.NumGoroutine(); n > coroutines {
		t.Errorf("%d goroutines early, %d at the end", coroutines, n)
	}
}
