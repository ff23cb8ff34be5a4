package model

import (
	"fmt"

	"gapless/model/clock"
)

// JournalState is what a change journal says of itself.
type JournalState struct {
	ID      uint64 // of this instance: another one after every creation and restamp
	First   int64  // the position of the oldest record that can still be read
	Next    int64  // the position of the record that will be written next
	Lowest  int64  // the first position of this instance: what is older may have changed unrecorded
	MaxSize int64  // bytes; a target
	Delta   int64  // bytes in which it grows and is trimmed
}

// JournalReason is a set of kinds of changes, as NTFS numbers them.
type JournalReason uint32

const (
	DataOverwrite JournalReason = 0x1
	DataExtend    JournalReason = 0x2
	DataTruncate  JournalReason = 0x4
	FileCreate    JournalReason = 0x100
	FileDelete    JournalReason = 0x200
	Security      JournalReason = 0x800
	RenameOld     JournalReason = 0x1000
	RenameNew     JournalReason = 0x2000
	BasicInfo     JournalReason = 0x8000 // attributes with the archive bit, or stamps
	HardLink      JournalReason = 0x10000
	Closed        JournalReason = 0x80000000
)

// JournalRecord is one record of a change journal. Between the first opening of a file
// and the last closing each new kind of change writes one, with all kinds so far; a
// kind that comes again writes none. The closing writes one with Closed.
type JournalRecord struct {
	Position int64 // of its first byte
	Inode    uint64
	Parent   uint64 // the directory that the name is, or was, in
	Name     string
	Dir      bool
	Reasons  JournalReason
	At       clock.Time[clock.Client]
}

// JournalError is why a change journal cannot be used, by the number that Windows has
// for it.
type JournalError int

const (
	JournalDeleteInProgress JournalError = 1178
	JournalNotActive        JournalError = 1179
	JournalEntryDeleted     JournalError = 1181 // what was asked for has been trimmed
	JournalUnreadable       JournalError = 1392
)

func (e JournalError) Error() string {
	switch e {
	case JournalDeleteInProgress:
		return "the change journal is being deleted (error 1178)"
	case JournalNotActive:
		return "the change journal is not active (error 1179)"
	case JournalEntryDeleted:
		return "the change journal's records were trimmed (error 1181)"
	case JournalUnreadable:
		return "the change journal cannot be read (error 1392)"
	}
	return fmt.Sprintf("change journal error %d", int(e))
}
