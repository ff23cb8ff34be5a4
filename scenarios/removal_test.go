package scenarios

import (
	"io"
	"net/mail"
	"os"
	"strconv"
	"strings"
	"testing"
)

// veeam is a script of the library, ready for the product.
func veeam(t testing.TB, name string, overrides ...Override) *Setup {
	t.Helper()
	data, err := os.ReadFile("library/veeam/" + name + ".scenario")
	if err != nil {
		t.Fatal(err)
	}
	return setup(t, string(data), "veeam-12.2", overrides...)
}

func setup(t testing.TB, text, product string, overrides ...Override) *Setup {
	t.Helper()
	s, err := Parse("test", []byte(text))
	if err == nil {
		err = Check(s, Catalogue)
	}
	if err != nil {
		t.Fatal(err)
	}
	u, err := NewSetup(s, product, overrides)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// P8 is what tells that a checkpoint went which was needed, and not only the scripts'
// own expectations.
func TestRemovingWhatIsNeededBreaksP8(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	for _, c := range []struct{ script, broken string }{
		{"superseded-checkpoint-goes", "newest-too"},
		{"request-is-used-up", "unfinished-outdates"},
		{"immutability-against-everybody", "no-lock"},
		{"immutability-against-everybody", "keep-locks"},
		{"superseded-checkpoint-goes", "poll-once"},
		{"what-a-restart-does", "restart-skips-others"},
		{"what-a-restart-does", "restart-skips-agents"},
	} {
		for _, o := range [][]Override{nil, {{"break", c.broken}}} {
			res, err := r.Judge(veeam(t, c.script, o...), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if v := res.Verdict; v.Broken[8] > 0 != (o != nil) || !v.Exercised[8] {
				t.Errorf("%s with %v: P8 is broken %d times, exercised %v", c.script, o, v.Broken[8], v.Exercised[8])
			}
		}
	}
}

// What an engine removes too early is also missing when the restore points are asked
// for once more.
func TestACheckpointRemovedTooEarlyIsARestorePointLost(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(veeam(t, "request-is-used-up", Override{"break", "unfinished-outdates"}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if res.Verdict.Broken[5] == 0 {
		t.Errorf("P5 holds: %+v", res.Verdict.Violations)
	}
}

func TestTheDailyMailIsAMessage(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(veeam(t, "one-mail-a-day"), Options{})
	if err != nil || len(res.Outcome.History.Mails) != 1 {
		t.Fatal(err, res.Outcome.History.Mails)
	}
	m, err := mail.ReadMessage(strings.NewReader(res.Outcome.History.Mails[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{"From", "To"} {
		if list, err := m.Header.AddressList(header); err != nil || len(list) != 1 {
			t.Errorf("%s: %v, %v", header, list, err)
		}
	}
	if at, err := m.Header.Date(); err != nil || at.Format("2006-01-02 15:04") != "2009-01-05 22:00" {
		t.Errorf("sent %v, %v", at, err)
	}
	body, err := io.ReadAll(m.Body)
	if err != nil || strings.Count(string(body), "\r\n- vms: ") != 2 {
		t.Errorf("%v: %s", err, body)
	}
	if strings.Contains(strings.ReplaceAll(res.Outcome.History.Mails[0], "\r\n", ""), "\n") {
		t.Error("a line does not end in CRLF")
	}
}

// The products of one system have not what those of the other have, and say so.
func TestStatementsOfTheOtherSystemAreRefused(t *testing.T) {
	const world = "product netbackup-6.5.3 veeam-12.2\nvolume /data fs=ext4\npolicy p volumes=/data\n"
	for _, c := range []struct{ product, text, want string }{
		{"netbackup-6.5.3", "repository r\n" + world, "test:1:1: repository: netbackup-6.5.3 writes to media; declare media instead"},
		{"netbackup-6.5.3", world + "01:00 stop service\n", "test:4:1: stop: netbackup-6.5.3 has no stop"},
		{"netbackup-6.5.3", world + "01:00 restart removal\n", "has no restart removal"},
		{"netbackup-6.5.3", world + "expect leaks 0\n", "has no expect leaks"},
		{"netbackup-6.5.3", "volume /d fs=ext4\npolicy q volumes=/d kind=vm\n", "has no kind; leave it out"},
		{"veeam-12.2", "media m\n" + world, "veeam-12.2 keeps backups in object repositories; declare a repository instead"},
		{"veeam-12.2", world + "01:00 full p\n02:00 suspend p\n", "test:5:1: suspend: veeam-12.2 has no suspend"},
		{"veeam-12.2", world + "01:00 cumulative p\n", "has no cumulative"},
		{"veeam-12.2", world + "on master any#3 erase medium\n", "has no erase"},
		{"veeam-12.2", "volume /d fs=ext4\npolicy q volumes=/d checkpoint=15m\n", "has no checkpoint; leave it out"},
		{"veeam-12.2", "repository a\nrepository b\nvolume /d fs=ext4\npolicy q volumes=/d\n", "there are several repositories; say which with repository="},
		{"veeam-12.2", "repository a host=media\nvolume /d fs=ext4\npolicy q volumes=/d\n", "write access=gateway, or leave it out"},
		{"veeam-12.2", "repository a mount=client\nvolume /d fs=ext4\npolicy q volumes=/d\n", "client is a client; gateway, mount and provider's servers are of role=media"},
	} {
		s, err := Parse("test", []byte(c.text))
		if err == nil {
			err = Check(s, Catalogue)
		}
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if _, err := NewSetup(s, c.product, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q on %s: got %v, want %s", c.text, c.product, err, c.want)
		}
	}
}

// A script may run for products of both systems when it says what only one expects.
func TestAScriptMayRunForProductsOfBothSystems(t *testing.T) {
	const text = `product netbackup-6.5.3 veeam-12.2
set poll-interval 10m
set tries 3
volume /data fs=ext4
file /data/a 1KB
policy p volumes=/data
01:00 full p
02:00 write /data/a
03:01 incremental p

expect nothing lost
expect checkpoint p 1 removed on=veeam-12.2
expect media medium allocated on=netbackup-6.5.3
`
	r := NewRunner()
	defer r.Close()
	for _, product := range []string{"netbackup-6.5.3", "veeam-12.2", "netbackup-6.5.3"} {
		res, err := r.Judge(setup(t, text, product), Options{})
		if err != nil || !res.OK() {
			t.Errorf("%s: %v %+v %+v", product, err, res.Expectations, res.Unnamed)
		}
	}
}

// A crash of any host at any of its operations loses no checkpoint that is needed.
func TestACrashAtAnyOperationKeepsTheNewestCheckpoint(t *testing.T) {
	const text = `product veeam-12.2
volume /data fs=ext4
repository store access=gateway
file /data/a 1KB
file /data/b 1KB
policy p volumes=/data kind=agent-standalone repository=store
01:01 full p
02:00 write /data/a
03:01 incremental p
04:01 incremental p
06:00 start %s
07:01 incremental p
08:01 write /data/b
09:00 start %s
10:01 incremental p
12:00 start %s
`
	r := NewRunner()
	defer r.Close()
	runs := 0
	for _, host := range []string{"master", "media", "client"} {
		for k := 1; ; k++ {
			script := strings.ReplaceAll(text, "%s", host) + "on " + host + " any#" + strconv.Itoa(k) + " kill " + host + "\n"
			res, err := r.Judge(setup(t, script, "veeam-12.2"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range res.Verdict.Violations {
				if v.Matters() {
					t.Errorf("%s at operation %d: %v %s %s", host, k, v.Property, v.Path, v.Why)
				}
			}
			if runs++; len(res.Outcome.History.Crashes) == 0 {
				break
			}
			if k > 2000 {
				t.Fatal("the operations of " + host + " do not end")
			}
		}
	}
	t.Logf("%d runs", runs)
}

// Polls alone set nothing off.
func TestWithoutRequestsNoPassIsMade(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	const text = "product veeam-12.2\nvolume /data fs=ext4\npolicy p volumes=/data\n12:00 mkdir /data/x\nday 3 12:00 mkdir /data/y\n"
	res, err := r.Judge(setup(t, text, "veeam-12.2"), Options{})
	if err != nil || len(res.Outcome.History.Passes) != 0 || res.Verdict.Exercised[8] {
		t.Errorf("%v: %+v", err, res.Outcome.History.Passes)
	}
	if h := res.Outcome.History; len(h.RemovalStarts) != 1 || h.RemovalStarts[0].Host != "master" || !h.RemovalStarts[0].At.Equal(h.Day1) {
		t.Errorf("starts %+v", h.RemovalStarts)
	}
}

// Blocks go with the last checkpoint that needs them, also when several go in one pass.
func TestNoBlockStaysBehindThatNoCheckpointNeeds(t *testing.T) {
	const text = `product veeam-12.2
volume /data fs=ext4
file /data/a 3MB
policy p volumes=/data
01:01 full p
02:00 lose request
02:01 incremental p
03:00 write /data/a 1KB
03:01 incremental p
`
	r := NewRunner()
	defer r.Close()
	if _, err := r.Run(setup(t, text, "veeam-12.2"), Options{Brief: true}); err != nil {
		t.Fatal(err)
	}
	keys, err := r.w.bucket(DefaultMedium).From(nil).List("")
	want := "p/blocks/000003/000001 p/checkpoints/000003.begun p/checkpoints/000003.complete"
	if got := strings.Join(keys, " "); got != want || err != nil {
		t.Errorf("the repository holds %s, %v; want %s", got, err, want)
	}
}

// A file whose modification time was put back is read all the same: its change time
// tells. So is one that changes at the instant at which it was read.
func TestIncrementalsTakeWhatOnlyTheChangeTimeShows(t *testing.T) {
	const text = `product veeam-12.2
volume /data fs=ext4
file /data/a 1KB mtime=2009-01-04
file /data/b 1KB
policy p volumes=/data
01:01 write /data/b
01:01 full p
01:01 write /data/b
02:00 write /data/a
02:00 touch /data/a mtime=2009-01-04
03:01 incremental p

expect nothing lost
expect captured /data/a
`
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(setup(t, text, "veeam-12.2"), Options{})
	if err != nil || !res.OK() {
		t.Errorf("%v %+v %+v", err, res.Expectations, res.Unnamed)
	}
}

// FAT has no change times: a file's age is then that of its content.
func TestAVolumeWithoutChangeTimesIsBackedUp(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	u := setup(t, `product veeam-12.2
volume /data fs=fat32
file /data/a 1KB
policy p volumes=/data
01:00 full p
02:00 write /data/a
03:00 incremental p
03:00 write /data/a
04:00 incremental p
expect nothing lost
`, "veeam-12.2")
	res, err := r.Judge(u, Options{})
	if err != nil || !res.OK() {
		t.Error(err, res)
	}
}
