package job

// The status codes that jobs end with. N15.
const (
	StatusOK         = 0
	StatusPartial    = 1   // some files were named instead of backed up
	StatusNone       = 2   // nothing could be backed up
	StatusTimedOut   = 41  // network timed out, or a host cannot be reached
	StatusNoStart    = 49  // the client process did not start
	StatusAborted    = 50  // a process of the job ended
	StatusWrite      = 84  // media write error
	StatusRead       = 85  // media read error
	StatusCancelled  = 150 // by an administrator
	StatusSuspended  = 157 // by an administrator
	StatusNoBaseDate = 207 // the base lies in the future
	StatusCatalog    = 220 // the catalogue does not read back
)
