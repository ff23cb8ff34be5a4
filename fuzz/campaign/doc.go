// Package campaign searches: it has random scripts run on each product, judged, and what
// they show gathered.
//
// The nouns:
//
//   - Search is the search of several products, with one seed. It goes on in rounds.
//   - Round is some hundred runs of each product. What is wanted, the obligations that
//     the product has not met, is fixed when it begins, so that neither the number of
//     cores nor their speed decide which scripts there are.
//   - State is what a search has found so far, as a file. A search that was killed goes
//     on with the round that it was in, and ends as if nothing had happened.
//   - Finding is what package finding calls a key, with the first script that showed it.
//
// Half of the runs stay inside the envelope of their product; see package generate.
//
// A search is a function of its seed and its number of runs. A budget of time only
// decides how many runs there are.
package campaign
