package scenarios

import (
	"errors"

	"gapless/scenarios/script"
)

var verbFailDatabase = verb{act: actFailDatabase, Form: script.Form{
	Name:     "fail database",
	Section:  script.Timeline,
	Synopsis: "fail database [times=N]",
	Doc: "Reading the product's own database, the catalogue on the master, fails from now on, or " +
		"the next N times. It is read when the server starts, and by `check-database`. What is on " +
		"the disk stays whole, and restores that Gapless asks for do not meet the fault.",
	Example: "22:59 fail database times=1",
	Effect:  script.Interrupts,
}}

// databaseFile is where the engine's catalogue lies on the master's disk.
const databaseFile = CatalogDir + "/catalogue"

func actFailDatabase(w *world, st *script.Statement) error {
	if _, there := w.catalog.Look(databaseFile); !there {
		return errors.New("there is no database yet")
	}
	w.catalog.FailRead(databaseFile, int(st.Int("times")))
	return nil
}
