// Package fuzz holds what is looked for at random: its tests are the properties of the
// specification over random scripts, and laws that any two runs have to obey.
//
//   - generate makes the scripts.
//   - finding says what a run shows, so that equal things are found once.
//   - campaign runs very many, and gathers what they show.
//   - obligation says what a campaign has to have met.
//   - shrink makes a script that shows something short.
//   - result is what searches hand over, as plain values.
package fuzz
