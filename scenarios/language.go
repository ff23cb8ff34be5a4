package scenarios

import "gapless/scenarios/script"

// declaration is a statement that says what exists at the start of a run.
type declaration struct{ script.Form }

// verb is a statement of the timeline.
type verb struct {
	script.Form
	// act has it happen, now. The error says why it did nothing.
	act func(w *world, st *script.Statement) error
}

// expectation is a statement that says what should come of a run.
type expectation struct {
	script.Form
	// holds reports whether it did; if not, why says what is so instead.
	holds func(j *judged, st *script.Statement) (ok bool, why string)
}

// The statements of the language, in the order in which they are documented. A new
// one is a file of its own and a place in one of these lists.
var (
	declarations = []*declaration{
		&declareVersion, &declareCovers, &declareProduct, &declareSet, &declareDate, &declareZone,
		&declareHorizon, &declareHost, &declareVolume, &declareMedia, &declareRepository,
		&declareFile, &declareDir, &declareLink, &declareSymlink, &declarePolicy,
	}
	verbs = []*verb{
		&verbFull, &verbIncremental, &verbCumulative, &verbCopyBackup, &verbWorkingSet, &verbSuspend, &verbResume, &verbCancel,
		&verbKill, &verbStart, &verbRead, &verbWrite, &verbAppend, &verbCreate, &verbDelete, &verbRename,
		&verbCopy, &verbTouch, &verbChmod, &verbHoldOpen, &verbClose, &verbArchiveBit, &verbMkdir,
		&verbRmdir, &verbLink, &verbSymlink, &verbClock, &verbDelay, &verbSlow, &verbNetwork,
		&verbLose, &verbFailRead, &verbFailWrite, &verbFailNetwork, &verbFailMedia, &verbFailDatabase,
		&verbFailJournal, &verbDeleteJournal, &verbCreateJournal, &verbRestampJournal,
		&verbSlowFreeze, &verbSlowCommit, &verbVerify, &verbCheckDatabase, &verbRestore, &verbErase, &verbExpire,
		&verbInsert, &verbRemove, &verbChangeMethod,
		&verbUpgrade, &verbStop, &verbStartService, &verbStartRemoval, &verbRestartRemoval,
		&verbLoseRequest, &verbWipe, &verbOn,
	}
	expectations = []*expectation{
		&expectNothingLost, &expectLost, &expectCaptured, &expectReported, &expectWindow,
		&expectJob, &expectMedia, &expectJournal, &expectRecovery, &expectMail, &expectMails, &expectCheckpoint, &expectLeaks,
		&expectRemoval, &expectViolation,
	}
)

// Language is the whole scenario language. A statement finds its verb by its form:
// verbs[st.Form.Index()-len(declarations)].
var Language = script.NewLanguage(undeclared, forms()...)

// undeclared is what exists without a declaration. The unlimited medium does so only
// as long as a script declares none.
var undeclared = map[string][]string{
	"host":   {"master", "media", "client"},
	"medium": {DefaultMedium},
}

// DefaultMedium is the name of the unlimited medium that exists when a script
// declares none.
const DefaultMedium = "medium"

func forms() []*script.Form {
	var all []*script.Form
	for _, d := range declarations {
		all = append(all, &d.Form)
	}
	for _, v := range verbs {
		all = append(all, &v.Form)
	}
	for _, e := range expectations {
		all = append(all, &e.Form)
	}
	return all
}

// Parse reads a script. The error is of type script.Errors; file is for its places.
func Parse(file string, data []byte) (*script.Script, error) {
	return script.Parse(Language, file, data)
}

// Check finds the mistakes of a script that its text alone shows. The error is of
// type script.Errors. Without a catalogue products and settings go unchecked.
func Check(s *script.Script, products script.Catalogue) error {
	return script.Check(Language, s, products)
}
