package osdisk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

// saboteur is a world's reports during which something happens: all processes are
// killed at the at-th thing that the engine says.
type saboteur struct {
	*watch
	said chan int // holds how much was said
	at   int
	do   func()
}

func (s *saboteur) say() {
	n := <-s.said + 1
	s.said <- n
	if n == s.at {
		s.do()
	}
}

func (s *saboteur) Job(j model.Job)                                       { s.watch.Job(j); s.say() }
func (s *saboteur) Decided(d model.Decision)                              { s.watch.Decided(d); s.say() }
func (s *saboteur) Note(host, text string)                                { s.watch.Note(host, text); s.say() }
func (s *saboteur) ClientStarted(_, _ int, _, _ clock.Time[clock.Client]) { s.say() }
func (s *saboteur) Catalogued(f model.Fragment, d clock.Duration) {
	s.watch.Catalogued(f, d)
	s.say()
}

// crashAt runs an incremental whose processes are killed at the k-th thing that they
// say, and reports whether the job came so far.
func crashAt(t *testing.T, r repository, root string, rules products.Rules, k int) bool {
	t.Helper()
	cat, err := r.read()
	if err != nil {
		t.Fatal(err)
	}
	s := &saboteur{watch: newWatch(cat.NextNumber(), nil), said: make(chan int, 1), at: k}
	s.said <- 0
	m := NewMachine("here", r.media(), s)
	s.do = m.crash
	config := config(r.policy(root, nil, "here"), rules)
	if err := conduct(t.Context(), m, s.watch, config, message.Start{Kind: model.Incremental, Policy: root}); err != nil {
		t.Fatal(err)
	}
	m.Stop()
	return <-s.said >= k
}

func TestACrashAtAnyMomentLosesNothing(t *testing.T) {
	usual, safest := Rules(), CertainRules()
	safest.Slack = clock.Of(100 * time.Millisecond) // for which a job waits
	t.Run(usual.Product, func(t *testing.T) { crashAnywhere(t, &usual) })
	t.Run(safest.Product, func(t *testing.T) { crashAnywhere(t, &safest) })
}

func crashAnywhere(t *testing.T, rules products.Rules) {
	src, dir := t.TempDir(), t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		write(t, filepath.Join(src, name), name)
	}
	src, _ = resolve(src)
	backup := func() {
		t.Helper()
		r, err := Backup(t.Context(), src, dir, "", Options{Host: "here", Rules: rules})
		if err != nil || r.Status != 0 {
			t.Fatalf("%+v: %v", r, err)
		}
	}
	backup()
	r, err := existing(dir)
	if err != nil {
		t.Fatal(err)
	}
	k := 1
	for ; ; k++ {
		write(t, filepath.Join(src, "changed"), string(rune('a'+k)))
		if !crashAt(t, r, src, rules, k) {
			break
		}
		backup() // the next job works
		target := t.TempDir()
		if _, err := Restore(t.Context(), dir, target, 0); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, name := range []string{"a", "b", "c", "changed"} {
			b, _ := os.ReadFile(filepath.Join(target, name))
			got[name] = string(b)
		}
		want := map[string]string{"a": "a", "b": "b", "c": "c", "changed": string(rune('a' + k))}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("after a crash at report %d (-want +got):\n%s", k, d)
		}
	}
	if k < 9 { // queued, active, started, five paths, catalogued, done
		t.Errorf("the job was over after %d reports", k)
	}
}

// A medium on which an append failed is not appended to, and here nobody brings another:
// the repository makes one.
func TestAClosedMediumIsFollowedByANewOne(t *testing.T) {
	src, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(src, "f"), "x")
	rules := CertainRules()
	rules.Slack = clock.Of(100 * time.Millisecond)
	for i := range 2 {
		if r, err := Backup(t.Context(), src, dir, model.Full, Options{Rules: &rules}); err != nil || r.Status != 0 {
			t.Fatalf("backup %d: %+v: %v", i+1, r, err)
		}
		if i > 0 {
			break
		}
		cat, err := catalog.Open(&Files{}, filepath.Join(dir, catalogDir), masterFace)
		if err != nil {
			t.Fatal(err)
		}
		known := cat.Medium(mediumName)
		known.Closed = true
		if err := errors.Join(cat.PutMedium(known), cat.Close()); err != nil {
			t.Fatal(err)
		}
	}
	media := Library{dir: filepath.Join(dir, mediaDir)}
	if d := cmp.Diff([]string{"0001", "0002"}, media.Media()); d != "" {
		t.Error(d)
	}
	target := t.TempDir()
	_, err := Restore(t.Context(), dir, target, 0)
	if b, _ := os.ReadFile(filepath.Join(target, "f")); string(b) != "x" || err != nil {
		t.Errorf("restored %q: %v", b, err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// interrupter is a world's reports during which the user gives up: while the client
// process walks, which goes on when it has been killed.
type interrupter struct {
	*watch
	m      *Machine
	cancel func()
}

func (i *interrupter) Decided(d model.Decision) {
	i.cancel()
	i.m.mu.Lock()
	client := i.m.actors[3] // after the server and the writer
	i.m.mu.Unlock()
	<-client.killed
}

func TestAnInterruptedBackupIsCancelled(t *testing.T) {
	src, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(src, "f"), "x")
	r, err := prepare(dir)
	if err == nil {
		err = r.furnish()
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	reports := &interrupter{watch: newWatch(1, nil), cancel: cancel}
	reports.m = NewMachine("here", r.media(), reports)
	rules := Rules()
	err = conduct(ctx, reports.m, reports.watch, config(r.policy(src, nil, "here"), &rules), message.Start{Kind: model.Full, Policy: src})
	reports.m.Stop()
	const statusCancelled = 150
	if err != context.Canceled || reports.job.Status != statusCancelled {
		t.Errorf("error %v, status %d, notes %q", err, reports.job.Status, reports.notes)
	}
	if _, err := Backup(t.Context(), src, dir, "", Options{}); err != nil {
		t.Error(err)
	}
}

func TestTwoBackupsToOneRepositoryDoNotRunAtOnce(t *testing.T) {
	src, dir := t.TempDir(), t.TempDir()
	r, err := prepare(dir)
	if err != nil {
		t.Fatal(err)
	}
	held, err := r.hold()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Backup(t.Context(), src, dir, "", Options{}); err == nil {
		t.Error("a second backup runs")
	}
	held.Close()
	if _, err := Backup(t.Context(), src, dir, "", Options{}); err != nil {
		t.Errorf("after the first: %v", err)
	}
}
