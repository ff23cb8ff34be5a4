// Package step is the terminal interface of `gapless replay --step`: it goes forward and
// back through the instants of a run and shows what happened then, and the world as it
// was then.
//
// The interface holds no world. Whichever instant is asked for, ahead or behind, the run
// is made again up to it (scenarios.Runner.View), which takes as long as a run.
package step
