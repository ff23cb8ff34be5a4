package reports

import (
	"fmt"
	"strings"

	"gapless/model"
	"gapless/reports/wording"
)

// say adds a sentence.
func (t *telling) say(format string, args ...any) {
	t.out.Sentences = append(t.out.Sentences, fmt.Sprintf(format, args...))
}

// plain shows text that a script's author chose.
func plain(s string) string { return wording.Plain(s) }

// change tells what happened to the path, as a clause: "line 21 (write /data/a)
// change /data/a at 02:30:00".
func (t *telling) change() string {
	v := t.v
	at := t.at(v.ChangedAt)
	if at == "" {
		return plain(v.Path) + " be there"
	}
	by := ""
	if v.Line > 0 {
		by = fmt.Sprintf("line %d", v.Line)
		if text := t.Statement(v.Line); text != "" {
			by += " (" + plain(text) + ")"
		}
	}
	switch {
	case v.ChangedAt.Equal(t.h.Day1):
		return plain(v.Path) + " be there from the start"
	case by == "":
		return fmt.Sprintf("%s change at %s", plain(v.Path), at)
	}
	return fmt.Sprintf("%s change %s at %s", by, plain(v.Path), at)
}

// instead tells what the restore gave back: the version of which instant, or nothing.
func (t *telling) instead() string {
	point := fmt.Sprintf("restore point %d", t.v.Point)
	if t.v.Moment == model.ByProbe {
		point = "its restore"
	}
	if t.v.Restored == nil || t.v.Restored.Kind == model.Absent {
		return point + " gives nothing back"
	}
	if held := t.heldBefore(); held != nil {
		if held.From.Equal(t.h.Day1) {
			return point + " gives back what was there at the start"
		}
		return fmt.Sprintf("%s gives back the version of %s", point, t.at(held.From))
	}
	return point + " gives back something else"
}

// ran tells when a job ran, as a clause.
func (t *telling) ran(j *model.Job) string {
	text := fmt.Sprintf("job %d, %s", j.Number, article(string(j.Kind)))
	if len(j.Activations) == 0 {
		return text + ", never go active"
	}
	text += ", go active at " + t.at(j.Activations[0].At)
	for i := range j.Activations[1:] {
		text += ", again at " + t.at(j.Activations[i+1].At)
	}
	if !j.Ended.IsZero() {
		text += ", and end at " + t.at(j.Ended)
	}
	return text
}

func article(noun string) string {
	if noun != "" && strings.Contains("aeiou", noun[:1]) {
		return "an " + noun
	}
	return "a " + noun
}
