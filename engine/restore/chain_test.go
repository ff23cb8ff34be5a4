package restore

import (
	"fmt"
	"strings"
	"testing"

	"gapless/engine/catalog"
	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

var master = clock.NewFace[clock.Master](0)

// jobs reads "KIND BACKUP ENDED BASE [WORD…]" a line, job 1 first: F, I, C or V (a
// verify); hours; the words change what is left out: a status, expired, suspended, or
// another policy or client.
func jobs(t *testing.T, text string) *catalog.Catalog {
	t.Helper()
	cat, err := catalog.Open(afero.NewMemMapFs(), "/c", master)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]model.JobKind{"F": model.Full, "I": model.Incremental, "C": model.Cumulative, "V": model.Verify}
	for line := range strings.SplitSeq(text, ";") {
		var kind string
		var backup, ended int64
		j := &catalog.Job{Number: cat.NextNumber(), Policy: "p", Client: "c", State: model.Done}
		if _, err := fmt.Sscan(line, &kind, &backup, &ended, &j.Base); err != nil {
			t.Fatal(err)
		}
		j.Kind, j.Backup, j.Ended = kinds[kind], master.Time(backup), master.Time(ended)
		for _, word := range strings.Fields(line)[4:] {
			switch word {
			case "expired":
				j.Expired = true
			case "suspended":
				j.State = model.Suspended
			case "policy":
				j.Policy = "other"
			case "client":
				j.Client = "other"
			default:
				fmt.Sscan(word, &j.Status)
			}
		}
		if err := cat.PutJob(j); err != nil {
			t.Fatal(err)
		}
	}
	return cat
}

// N19: the last full, the last cumulative behind it, and the incrementals since, in the
// order of their backup times.
func TestAChainIsTheLastFullTheLastCumulativeAndWhatCameSince(t *testing.T) {
	for _, c := range []struct {
		what, jobs string
		job        int
		want       []int
		o          Options
	}{
		{what: "a full", jobs: "F 1 2 0", job: 1, want: []int{1}},
		{what: "a full and its incrementals", jobs: "F 1 2 0; I 3 4 1; I 5 6 2", job: 3, want: []int{1, 2, 3}},
		{what: "up to the one asked for", jobs: "F 1 2 0; I 3 4 1; I 5 6 2", job: 2, want: []int{1, 2}},
		{what: "not before the last full", jobs: "F 1 2 0; I 3 4 1; F 5 6 0; I 7 8 3", job: 4, want: []int{3, 4}},
		{what: "a cumulative stands for what is between", jobs: "F 1 2 0; I 3 4 1; C 5 6 1; I 7 8 3", job: 4, want: []int{1, 3, 4}},
		{what: "the last cumulative", jobs: "F 1 2 0; C 3 4 1; C 5 6 1", job: 3, want: []int{1, 3}},
		{what: "a cumulative before the full does not count", jobs: "C 1 2 0; F 3 4 0; I 5 6 2", job: 3, want: []int{2, 3}},
		{what: "without a base it is as good as a full", jobs: "I 1 2 0; I 3 4 1", job: 2, want: []int{1, 2}},
		{what: "failed, suspended and expired ones are left out", jobs: "F 1 2 0; I 3 4 1 150; I 3 4 1 suspended; I 4 5 1 expired; I 5 6 1", job: 5, want: []int{1, 5}},
		{what: "partial success counts", jobs: "F 1 2 0 1; I 3 4 1 1; I 5 6 2", job: 3, want: []int{1, 2, 3}},
		{what: "others' jobs are left out", jobs: "F 1 2 0; I 2 3 1 policy; I 2 3 1 client; V 3 4 0; I 5 6 1", job: 5, want: []int{1, 5}},
		{what: "by backup time, not by number", jobs: "F 5 6 0; F 1 9 0; I 7 8 1", job: 3, want: []int{1, 3}},
		{what: "by backup time, not by end", jobs: "F 1 2 0; I 3 20 1; F 10 11 0; I 12 13 3", job: 4, want: []int{3, 4}},
		{what: "the older image that ended later", jobs: "F 1 2 0; I 3 20 1; F 10 11 0", job: 2, want: []int{1, 2}},
		{what: "the clock was set back behind the base", jobs: "F 5 6 0; I 3 7 1", job: 2, want: []int{1, 2}},
		{what: "and nobody else's chain changes", jobs: "F 5 6 0; I 3 7 1; I 8 9 1", job: 3, want: []int{1, 2, 3}},
		{what: "by end, broken on purpose", jobs: "F 1 2 0; I 3 20 1; F 10 11 0; I 12 21 3", job: 4, want: []int{3, 2, 4}, o: Options{ByCompletion: true}},
		{what: "equal backup times by number", jobs: "F 1 2 0; I 1 3 1; I 1 4 2", job: 3, want: []int{1, 2, 3}},
		{what: "by base, a full that ended later does not count", jobs: "F 1 2 0; F 3 9 0; I 4 5 1", job: 3, want: []int{1, 3}, o: Options{ByBase: true}},
		{what: "by base, what came between a differential and its full is passed over", jobs: "F 1 2 0; I 3 4 1; C 5 6 1; I 7 8 2", job: 4, want: []int{1, 2, 4}, o: Options{ByBase: true}},
		{what: "by base, a chain that lacks one is none", jobs: "F 1 2 0; I 3 4 1 expired; I 5 6 2", job: 3, o: Options{ByBase: true}},
		{what: "a failed job has no image", jobs: "F 1 2 0; I 3 4 1 13", job: 2},
		{what: "no such job", jobs: "F 1 2 0", job: 7},
	} {
		var got []int
		for _, j := range Chain(jobs(t, c.jobs), c.job, c.o) {
			got = append(got, j.Number)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, d)
		}
	}
}
