// Package certain is the server of Gapless's own product: a job takes whatever is not
// proven to be unchanged since an image that is still there. G1.
//
// Nothing hangs on a clock that somebody may set. Images are ordered by what builds on
// what; how long they are kept is counted in the time for which servers were up; and
// which medium is written to is the server's choice, not that of a media host by its
// clock. What other products do alike is in engine/job.
package certain
