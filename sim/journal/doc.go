// Package journal is the change journal of a simulated volume, as NTFS keeps one: a
// growing file of records that say which file changed and in which ways, but not
// how.
//
//	j := journal.New(3)                  // of volume number 3
//	j.Create(1<<20, 256<<10)             // 1 MB, trimmed in steps of 256 KB
//	j.Changed(&record, model.DataExtend, false)
//	state, err := j.State()              // before the backup
//	err = j.Records(saved.Next, func(r *model.JournalRecord) bool { … })
//
// A position (USN) is the offset of a record's first byte in that file. A record
// takes 60 bytes and two for each UTF-16 unit of its name, rounded up to eight, and
// does not straddle a page of 4096 bytes. Facts 45 and 46.
//
// Between the first opening of a file and the last closing, each new kind of change
// writes one record with all kinds so far, and a kind that comes again writes none;
// the closing writes one with all of them and Closed. Facts 47 and 48. A rename is
// written however often it comes, since it says something new each time.
//
// The journal is trimmed from the front at the file system's checkpoints, of which
// there is one whenever a page of the journal is full: the soonest at which NTFS may,
// and so the hardest on whoever reads it. It depends on what was written alone, and
// on no clock. Fact 53.
//
// What has been written survives a crash of the host, as NTFS logs it with the
// metadata; what a crash takes back is written nowhere. Files that were open get no
// closing record.
package journal
