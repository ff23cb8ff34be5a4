package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gapless/model/clock"
	"gapless/sim/bucket"
)

// The product's central script, of three jobs that move 1 MB and have two checkpoints
// removed. Polls cost time, so it does not last longer than it must.
func BenchmarkVeeam(b *testing.B) {
	const text = `product veeam-12.2
volume /data fs=ext4
file /data/accounts.db 768KB
file /data/zebra.txt 128KB
policy vms volumes=/data kind=vm
00:01 full vms
00:10 write /data/zebra.txt
00:11 incremental vms
00:20 write /data/zebra.txt 1KB
00:21 incremental vms
`
	u := setup(b, text, "veeam-12.2")
	r := NewRunner()
	defer r.Close()
	b.ReportAllocs()
	for b.Loop() {
		res, err := r.Judge(u, Options{})
		if err != nil || !res.OK() || !res.Verdict.Exercised[8] {
			b.Fatal(err, res.Unnamed)
		}
	}
}

// One pass over 10,000 backups with 100,000 checkpoints, nine of ten of them outdated:
// what a restart of the removal job does for agents with direct access.
func BenchmarkRemovalPass(b *testing.B) { passOver(b, 10) }

// The same when the last pass has left nothing to remove.
func BenchmarkIdleRemovalPass(b *testing.B) { passOver(b, 1) }

// passOver has the removal job start over 10,000 backups with so many checkpoints each.
func passOver(b *testing.B, each int) {
	const backups = 10_000
	var text strings.Builder
	text.WriteString("product veeam-12.2\nvolume /data fs=ext4\n")
	for i := range backups {
		fmt.Fprintf(&text, "policy %s volumes=/data kind=agent-standalone\n", fourLetters(i))
	}
	text.WriteString("00:01 restart removal\n")
	u := setup(b, text.String(), "veeam-12.2")
	r := NewRunner()
	defer r.Close()
	full := sample(b, r, u, backups, each)
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		w := r.w
		w.build(u)
		w.buckets[0].Bucket = full.Clone()
		if err := w.populate(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := w.boot(); err != nil {
			b.Fatal(err)
		}
		w.sched.Run(u.day1 + int64(time.Second))
		b.StopTimer()
		if left := w.buckets[0].Len(); left != 3*backups {
			b.Fatalf("%d objects are left", left)
		}
		if got := w.history.Passes; len(got) != backups || len(got[backups-1].Errors) > 0 || !(clock.Duration{}).Less(w.history.PollEvery) {
			b.Fatalf("%d passes", len(got))
		}
		b.StartTimer()
	}
}

// sample is a repository in which each backup has so many checkpoints of one block, all
// copies of those that a job made.
func sample(b *testing.B, r *Runner, u *Setup, backups, each int) *bucket.Bucket {
	const text = "product veeam-12.2\nvolume /data fs=ext4\nfile /data/a 1KB\npolicy seed volumes=/data\n01:00 full seed\n"
	if _, err := r.Run(setup(b, text, "veeam-12.2"), Options{Brief: true}); err != nil {
		b.Fatal(err)
	}
	from := r.w.buckets[0].From(nil)
	keys, err := from.List("seed/")
	if err != nil || len(keys) != 3 {
		b.Fatal(keys, err)
	}
	full := bucket.New(DefaultMedium, func() int64 { return 0 })
	to := full.From(nil)
	for i := range backups {
		for n := 1; n <= each; n++ {
			for _, key := range keys {
				data, _ := from.Get(key)
				name := u.policies[i].Name
				rename := strings.NewReplacer("seed/blocks/000001/", fmt.Sprintf("%s/blocks/%06d/", name, n), "seed/checkpoints/000001", fmt.Sprintf("%s/checkpoints/%06d", name, n))
				// Six digits stay six, and names of policies are as long as before: the lengths
				// inside the index hold.
				copied := []byte(rename.Replace(string(data)))
				if err := to.Put(rename.Replace(key), copied, clock.Duration{}); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	return full
}

// fourLetters is a name of four letters for each number below 26⁴.
func fourLetters(i int) string {
	b := []byte("aaaa")
	for k := 3; k >= 0; k-- {
		b[k] = 'a' + byte(i%26)
		i /= 26
	}
	return string(b)
}
