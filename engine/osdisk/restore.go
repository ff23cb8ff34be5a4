package osdisk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"gapless/engine/catalog"
	"gapless/engine/restore"
	"gapless/model"
)

// Point is a restore point.
type Point struct {
	Job    int
	Kind   model.JobKind
	Source string // the directory that was backed up
	Host   string
	At     time.Time
	Files  int // in the job's image, without those before it
	Status int // 1 when paths were named instead of backed up
	Named  []string
}

// List gives a repository's restore points, by job.
func List(repo string) ([]Point, error) {
	_, cat, err := open(repo)
	if err != nil {
		return nil, err
	}
	return points(cat), nil
}

func open(repo string) (repository, *catalog.Catalog, error) {
	r, err := existing(repo)
	if err != nil {
		return r, nil, err
	}
	cat, err := r.read()
	return r, cat, err
}

func points(cat *catalog.Catalog) []Point {
	var list []Point
	for _, j := range cat.Jobs() {
		if j.Restorable() {
			list = append(list, Point{
				Job: j.Number, Kind: j.Kind, Source: j.Policy, Host: j.Client, At: masterFace.Wall(j.Backup),
				Files: j.Taken, Status: j.Status, Named: j.Named,
			})
		}
	}
	return list
}

// choose is the restore point of a job; for 0 the one made last.
func choose(list []Point, repo string, job int) (Point, error) {
	if len(list) == 0 {
		return Point{}, refuse("there are no restore points in %s", repo)
	}
	if job == 0 {
		return list[len(list)-1], nil
	}
	for _, p := range list {
		if p.Job == job {
			return p, nil
		}
	}
	return Point{}, refuse("job %d made no restore point in %s", job, repo)
}

// Restore gives the restore point of a job, or for 0 the one made last, back below a
// directory that is empty or not there yet: what was directly below the source comes
// directly below it.
//
// An error is a Refused, one that is catalog.ErrDamaged, or, with the restore point
// beside it, says what is missing: what could be restored was. When ctx ends, the error
// is ctx's: what is there by then is whole.
func Restore(ctx context.Context, repo, target string, job int) (Point, error) {
	r, cat, err := open(repo)
	if err != nil {
		return Point{}, err
	}
	p, err := choose(points(cat), repo, job)
	if err != nil {
		return p, err
	}
	if err := vacant(target); err != nil {
		return Point{}, err
	}
	files, err := openTree(ctx, target, p.Source)
	if err != nil {
		return Point{}, err
	}
	media := Library{dir: r.media()}
	err = restore.Run(cat, p.Job, media.Mount, clientFace, files, restores(cat, p.Job))
	err = errors.Join(err, files.Close(), media.Close())
	if err != nil && ctx.Err() != nil {
		return p, ctx.Err()
	}
	return p, err
}

// vacant makes the target, or makes sure that it is empty.
func vacant(target string) error {
	entries, err := os.ReadDir(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(target, 0o755)
	case err != nil:
		if info, e := os.Stat(target); e == nil && !info.IsDir() {
			return refuse("%s is not a directory", target)
		}
		return err
	case len(entries) > 0:
		return refuse("%s is not empty; restore to an empty directory, or one that is not there yet", target)
	}
	return nil
}

var errOutside = fmt.Errorf("the path lies outside the directory that was backed up: %w", fs.ErrInvalid)
