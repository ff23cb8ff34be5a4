package cli

// The exit statuses of the program.
const (
	exitPartly      = 1   // not all was done, or something that was looked for was found
	exitCall        = 2   // the call, or what it names, is wrong
	exitFailed      = 3   // the program, or the machine under it, failed
	exitInterrupted = 130 // by the user
)

// ExitError is an error with the exit status that it stands for.
type ExitError struct {
	Code int
	Err  error
}

func (e *ExitError) Error() string { return e.Err.Error() }

// Unwrap is the error without its status.
func (e *ExitError) Unwrap() error { return e.Err }
