// Package generate makes random scripts over the whole scenario language, for one
// product at a time.
//
//	g, err := generate.New("netbackup-6.5.3", generate.Options{})
//	s := g.Script(generate.Plan{Seed: 1, Run: 42, Size: generate.Usual})
//	s.Format() // the text
//
// A script is a function of its plan alone, and of the wanted kinds that Want was told
// last. It is built of statements directly, without text: a generator keeps each
// statement that it has made once, and copies it.
//
// The nouns:
//
//   - Generator makes scripts for one product. What the product does not have is found
//     out by asking scenarios.NewSetup, so that a new verb is one more entry of the
//     tables in this package.
//   - entry is one way to go on with a script: a verb, or several that belong together,
//     such as hold-open and close.
//   - Kind is a group of entries. A script leaves about half of the kinds out
//     altogether (swarm testing), since many defects show only when something does not
//     get in their way.
//   - Plan says which script is wanted.
//
// Chance is biased to what matters: instants that are equal, that follow another by one
// of the product's own durations, or miss that by a nanosecond.
//
// Inside its envelope (Options.Inside) a generator leaves out what a method that compares
// times cannot see by design: names and stamps that keep an old time, held handles, read
// errors, clocks and delays beyond the offset.
package generate
