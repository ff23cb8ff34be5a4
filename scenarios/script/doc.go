// Package script is the scenario language as text: it reads a script into a value,
// checks what can be checked without running it, and prints the value again.
//
// It knows the shape of the language and nothing of what a statement does. The
// statements themselves are data that somebody else supplies:
//
//	lang := script.NewLanguage(nil, &script.Form{
//		Name: "write", Section: script.Timeline, Synopsis: "write PATH [SIZE]",
//	})
//	s, err := script.Parse(lang, "x.scenario", []byte("02:30 write /data/a 1KB\n"))
//	s.Ordered()[0].Path("PATH") // "/data/a"
//	s.Format()                  // "02:30:00       write /data/a 1KB\n"
//
// The nouns:
//
//   - Form is one kind of statement. Its synopsis is both what people read and the
//     table that the parser works from.
//   - Language is the set of forms, found by section and by one or several words.
//   - Statement is one line: a form, its arguments by name, an instant, its comments.
//   - Script is a whole file as a list of statements in file order.
//   - Error is a mistake with its place, what was expected, and the nearest known word.
//
// Printing what was parsed and parsing what was printed give the same again.
package script
