// Package reports turns judged runs into what people and programs read: sentences,
// terminal text, JSON, JUnit.
//
// Nothing here runs anything or decides anything. A result of package scenarios is
// only valid until its runner's next run, so it is first turned into values:
//
//   - Cause is why a violation came about: data, and sentences that say the same
//     (Explain). Let what was so; Then what the product did; However what came of it.
//   - Run is one script under one product, in the shape of `gapless replay --json`.
//   - Case is a Run with what else a report tells of it: jobs, windows, figures.
//   - Book is many cases: what `gapless verify` shows (Table), and writes as
//     report.json (Encode, Load), report.md (Markdown) and junit.xml (JUnit). Package
//     document writes it as report.html, package compare tells two of it apart.
//   - Verdict is what a book says in one paragraph; Annotation a remark at a line.
//
// Instants are written as scripts write them, `[day N] HH:MM:SS[.fraction]`, also
// those of hosts' clocks: counted from 00:00 of the script's day 1 on that clock. What
// is written depends on the inputs alone: no wall clock, no host name, no map's order.
package reports
