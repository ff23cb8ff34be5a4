package volume

import (
	"math"
	"strings"
	"syscall"
	"time"
)

// fault is what is wrong with a path below the mount point.
type fault struct {
	path   string
	slow   time.Duration // reading all of it takes this long; 0 is as fast as the volume
	reads  int           // so many reads fail
	writes int           // so many writes fail
}

// SetSlow makes reading a path take d from now on, spread evenly over its bytes, in
// place of the volume's rate and latency; 0 makes it fast again. A handle that has
// begun to read keeps its pace.
func (v *Volume) SetSlow(path string, d time.Duration) { v.faultAt(path).slow = d }

// FailRead makes the next reads of a path fail with EIO, as many as times, or for 0
// all of them. Opening it does not fail.
func (v *Volume) FailRead(path string, times int) { v.faultAt(path).reads = often(times) }

// FailWrite is FailRead for writes and changes of the length through a face.
func (v *Volume) FailWrite(path string, times int) { v.faultAt(path).writes = often(times) }

func often(times int) int {
	if times <= 0 {
		return math.MaxInt
	}
	return times
}

func (v *Volume) faultAt(path string) *fault {
	rest, _ := v.within(path)
	if f := v.faultOf(rest); f != nil {
		return f
	}
	v.faults = append(v.faults, fault{path: rest})
	return &v.faults[len(v.faults)-1]
}

// faulty reports whether any path may have a fault.
func (v *Volume) faulty() bool {
	return len(v.faults) > 0 || v.original != nil && len(v.original.faults) > 0
}

// faultOf is what is wrong with a path; of a snapshot what is wrong with it on the live
// volume, which is the same disk.
func (v *Volume) faultOf(rest string) *fault {
	if v.original != nil {
		v = v.original
	}
	for k := range v.faults {
		if f := &v.faults[k]; f.path == rest || !v.kind.Sensitive && strings.EqualFold(f.path, rest) {
			return f
		}
	}
	return nil
}

func (v *Volume) failRead(rest string) error {
	if f := v.faultOf(rest); f != nil && f.reads > 0 {
		f.reads--
		return syscall.EIO
	}
	return nil
}

func (v *Volume) failWrite(rest string) error {
	if f := v.faultOf(rest); f != nil && f.writes > 0 {
		f.writes--
		return syscall.EIO
	}
	return nil
}
