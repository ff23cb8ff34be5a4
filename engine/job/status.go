package job

// The status codes that jobs end with. N15.
const (
	statusOK         = 0
	statusPartial    = 1   // some files were named instead of backed up
	statusNone       = 2   // nothing could be backed up
	statusTimedOut   = 41  // network timed out, or a host cannot be reached
	statusNoStart    = 49  // the client process did not start
	statusAborted    = 50  // a process of the job ended
	statusWrite      = 84  // media write error
	statusRead       = 85  // media read error
	statusCancelled  = 150 // by an administrator
	statusSuspended  = 157 // by an administrator
	statusNoBaseDate = 207 // the base lies in the future
	statusCatalog    = 220 // the catalogue does not read back
)
