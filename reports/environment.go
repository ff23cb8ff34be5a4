package reports

import "runtime/debug"

// Environment is what made a report: the program, and nothing of the machine or of the
// day, so that the same program gives the same bytes. What the program does not know of
// itself is empty.
type Environment struct {
	Version  string `json:"version"`  // of the module
	Commit   string `json:"commit"`   // that it was built from
	Modified bool   `json:"modified"` // the sources had changes that were not committed
	Go       string `json:"go"`
	Platform string `json:"platform"` // operating system and processor, such as linux/amd64
}

// EnvironmentOf reads what is stamped into a program; nil says nothing.
func EnvironmentOf(info *debug.BuildInfo) Environment {
	if info == nil {
		return Environment{}
	}
	e := Environment{Version: info.Main.Version, Go: info.GoVersion}
	system, processor := "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			e.Commit = s.Value
		case "vcs.modified":
			e.Modified = s.Value == "true"
		case "GOOS":
			system = s.Value
		case "GOARCH":
			processor = s.Value
		}
	}
	if system != "" && processor != "" {
		e.Platform = system + "/" + processor
	}
	return e
}
