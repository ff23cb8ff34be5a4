package scenarios

import (
	"gapless/engine/catalog"
	"gapless/scenarios/script"
)

var verbInsert = verb{act: actInsert, Form: script.Form{
	Name:     "insert",
	Section:  script.Timeline,
	Synopsis: "insert MEDIA",
	Doc: "Somebody puts the medium into its library, and tells the product: one that was declared " +
		"with state=away, or was removed.",
	Example: "12:00 insert tape1",
}}

func actInsert(w *world, st *script.Statement) error {
	return w.place(st.Text("MEDIA"), catalog.Inserted)
}
