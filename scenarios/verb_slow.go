package scenarios

import (
	"gapless/scenarios/script"
)

var verbSlow = verb{act: actSlow, Form: script.Form{
	Name:     "slow",
	Section:  script.Timeline,
	Synopsis: "slow PATH DUR",
	Doc: "From now on reading the file takes that long, spread evenly over its bytes; an empty " +
		"file waits as long.",
	Example: "17:30 slow /data/accounts.db 3h",
	Effect:  script.Stalls,
}}

func actSlow(w *world, st *script.Statement) error {
	v, err := w.on(st.Path("PATH"))
	if err != nil {
		return err
	}
	v.SetSlow(st.Path("PATH"), st.Duration("DUR"))
	return nil
}
