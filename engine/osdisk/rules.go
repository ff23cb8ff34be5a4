package osdisk

import (
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/certain"
	"gapless/engine/job"
	"gapless/engine/netbackup"
	"gapless/engine/products"
	"gapless/engine/restore"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// Rules are those of NetBackup 6.5.3, but access times are not put back: a user's
// files are left as they are.
func Rules() netbackup.Rules {
	p, _ := products.Find("netbackup-6.5.3")
	rules := *p.New().(*netbackup.Rules)
	rules.ResetAccess = false
	return rules
}

// CertainRules are those of the product gapless, but a job that fails is not tried again:
// whoever has called can do that.
func CertainRules() certain.Rules {
	p, _ := products.Find("gapless")
	rules := *p.New().(*certain.Rules)
	rules.Retries = 0
	return rules
}

// policy is one for one directory. It is called like the directory, so that the
// catalogue says what a job backed up.
func (r repository) policy(root string, exclude []string, host string) job.Config {
	c := job.Config{
		Catalog:  r.catalog(),
		Policies: []job.Policy{{Name: root, Exclude: exclude, Targets: []job.Target{{Client: host, Roots: []string{root}}}}},
	}
	media := Library{dir: r.media()}
	for _, name := range media.Media() {
		c.Media = append(c.Media, job.Medium{Name: name, Host: host, Retention: clock.Forever, Append: clock.Forever})
	}
	return c
}

// config is what the server of the rules is started with.
func config(c job.Config, rules products.Rules) any {
	if r, ok := rules.(*certain.Rules); ok {
		return certain.Config{Config: c, Rules: *r}
	}
	return netbackup.Config{Config: c, Rules: *rules.(*netbackup.Rules)}
}

// serve runs the server that a configuration is of.
func serve(p Process[clock.Master], config any) {
	if c, ok := config.(certain.Config); ok {
		certain.Run(p, c)
		return
	}
	netbackup.Run(p, config.(netbackup.Config))
}

// proven reports whether a job was of the product gapless, which lists what it saw.
func proven(j *catalog.Job) bool { return j.Method == selection.Proven }

// kindFor is the kind of backup that is made: the one asked for or, without one, an
// incremental where there is a full to build on. An incremental under other rules than
// the last backup's is refused: one lists what it saw, and the other does not.
func kindFor(kind model.JobKind, cat *catalog.Catalog, root, host string, rules products.Rules) (model.JobKind, error) {
	_, proves := rules.(*certain.Rules)
	var last *catalog.Job
	full := false
	for _, j := range cat.Jobs() {
		if j.Policy == root && j.Client == host && j.Restorable() {
			last, full = j, full || j.Kind == model.Full
		}
	}
	mixed := last != nil && proven(last) != proves
	switch {
	case kind == "" && full && !mixed:
		return model.Incremental, nil
	case kind == "":
		return model.Full, nil
	case kind != model.Full && mixed:
		return kind, refuse("the last backup of %s is job %d, of another product, and %s cannot build on it; make a full backup first", root, last.Number, article(kind))
	}
	return kind, nil
}

func article(kind model.JobKind) string {
	if kind == model.Incremental {
		return "an " + string(kind)
	}
	return "a " + string(kind)
}

// addMedium adds a medium when there is none that the catalogue calls fit to be appended
// to: gapless appends to none on which a write has failed.
func (r repository) addMedium(cat *catalog.Catalog) error {
	media := Library{dir: r.media()}
	names := media.Media()
	for _, name := range names {
		if m := cat.Medium(name); !m.Closed && !m.Full {
			return nil
		}
	}
	return r.makeMedium(fmt.Sprintf("%04d", len(names)+1))
}

// restores says how a job's restore puts images together.
func restores(cat *catalog.Catalog, number int) restore.Options {
	if proven(cat.Job(number)) {
		own := CertainRules()
		return products.Restores(&own)
	}
	own := Rules()
	return products.Restores(&own)
}
