// Package finding says what a run shows: which property it breaks, and by which cause,
// so that a thousand scripts which show one defect are one finding.
//
// The nouns:
//
//   - Key is what findings have in common: product, property, class and cause. It holds
//     no path, instant or number of a run, so that a script and what is left of it after
//     shrinking have the same key exactly when they show the same thing.
//   - Shown is one key that a run shows, with the violation that does, and what the
//     product's documents say of it.
//
// Of lists what a judged run shows.
package finding
