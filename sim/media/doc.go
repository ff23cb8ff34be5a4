// Package media is the append-only media of a simulated media host: tapes and disk
// files on which backups are kept.
//
// The nouns:
//
//   - Medium: a string of bytes that grows at its end, with a capacity, a speed, and
//     faults. What was appended survives a crash of the host only once it is synced.
//   - View: a medium read by an onlooker, such as the oracle or a person who restores:
//     it passes no gate and changes nothing.
//
// A medium keeps shared bytes without copying them, so that gigabytes can be backed
// up in no time; what it has to copy goes into memory that Reset makes free for the
// next run. Until then no byte that a Read has handed out is written to again,
// except that a Read across two of the medium's slices puts them together in memory
// that the next such Read uses as well.
package media
