// Package obligation names situations that a search has to meet. A search that loses
// nothing says little if nothing difficult ever happened in it.
//
// The nouns:
//
//   - Obligation is one situation: a predicate over a run, and what a product needs for
//     it to come about at all.
//   - Sight is a run to look at.
//   - Met is a set of obligations.
//
// Look says which obligations a run meets. The predicates read the script and the
// history, and no verdict: whether something went wrong is another question.
package obligation
