// Package document writes a book as report.html: one file that needs no network, opens from
// disk, and argues the verdict before a reader who has never seen Gapless.
//
// A page is made of three things:
//
//   - a view, which is a book in the words of the page: the matrices, the stories of
//     failures and losses, what was explored. It is plain values, and template.html
//     only lays them out.
//   - pictures, drawn as SVG: the envelope of each product here, the timeline of a run
//     by package timeline.
//   - a store, which keeps the stories that would make the file too large. They are
//     packed, and the page unpacks one when its reader opens it.
//
// Whatever a script's author chose, such as names and comments, is text on the page:
// html/template escapes it, and at the end all that a browser would act on. The page allows its own script and no
// other, and no request at all.
package document
