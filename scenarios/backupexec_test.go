package scenarios

import (
	"strings"
	"testing"
)

// What of the language a product does not have, and what Backup Exec cannot do, is told
// with its place and a remedy before anything runs.
func TestWhatBackupExecHasAndOthersHaveNot(t *testing.T) {
	const (
		windows = "product backupexec-2012\nhost client role=client os=windows\n"
		ntfs    = "volume /data fs=ntfs snapshot=vss\n"
		policy  = "policy nightly volumes=/data\n"
		others  = "product netbackup-6.5.3\nvolume /data fs=ext4\n"
		objects = "product veeam-12.2\nvolume /data fs=ext4\n"
	)
	for _, c := range []struct{ what, text, place, says string }{
		{"a checkpoint on FAT", windows + "volume /data fs=fat32\npolicy nightly volumes=/data checkpoint=5m\n", "4:1", "checkpoint restart is not possible: /data is fat32 and not NTFS; leave checkpoint= out"},
		{"a checkpoint without snapshots", windows + "volume /data fs=ntfs\npolicy nightly volumes=/data checkpoint=5m\n", "4:1", "/data has no snapshots (VSS)"},
		{"a checkpoint of a UNIX client", "product backupexec-2012\n" + ntfs + "policy nightly volumes=/data checkpoint=5m\n", "3:1", "client is no Windows client"},
		{"a server that is a client", windows + ntfs + "policy nightly volumes=/data server=client\n", "4:1", "server= is a host of role=media"},
		{"a server without media", windows + "host east role=media\n" + ntfs + "policy nightly volumes=/data server=east\n", "5:1", "east has no medium; declare one with host=east"},
		{"an upgrade to another system", windows + ntfs + policy + "01:00 full nightly\n02:00 upgrade netbackup-6.5.3\n", "6:1",
			"backupexec-2012 cannot be upgraded to netbackup-6.5.3, which is another system and no release of it"},
		{"a suspend", windows + ntfs + policy + "01:00 full nightly\n02:00 suspend nightly\n", "6:1", "backupexec-2012 has no suspend; cancel the job, or have it fail"},
		{"a repository", windows + ntfs + "repository bucket\n" + policy, "4:1", "writes to media; declare media instead"},
		{"a server elsewhere", others + "policy nightly volumes=/data server=media\n", "3:1", "has no server; leave it out"},
		{"a limit elsewhere", others + "policy nightly volumes=/data limit=1h\n", "3:1", "has no limit; leave it out"},
		{"deletion elsewhere", others + "policy nightly volumes=/data after=delete\n", "3:1", "has no after; leave it out"},
		{"imported media elsewhere", others + "media tape1 state=imported\n" + policy, "3:1", "has no state; leave it out"},
		{"a copy elsewhere", others + policy + "01:00 copy-backup nightly\n", "4:1", "netbackup-6.5.3 has no copy-backup"},
		{"a working set elsewhere", others + policy + "01:00 working-set nightly\n", "4:1", "netbackup-6.5.3 has no working-set"},
		{"a working set of gapless", "product gapless\nvolume /data fs=ext4\n" + policy + "01:00 working-set nightly\n", "4:1", "gapless has no working-set"},
		{"days of a working set elsewhere", others + "policy nightly volumes=/data accessed=7d\n", "3:1", "has no accessed; leave it out"},
		{"days of a working set of gapless", "product gapless\nvolume /data fs=ext4\npolicy nightly volumes=/data accessed=7d\n", "3:1", "has no accessed; leave it out"},
		{"a cluster's volume elsewhere", "product netbackup-6.5.3\nvolume /data fs=ntfs cluster=yes\n" + policy, "2:1", "has no cluster; leave it out"},
		{"media that move elsewhere", others + "media tape1\n" + policy + "01:00 remove tape1\n", "5:1", "netbackup-6.5.3 has no remove"},
		{"a change of method elsewhere", objects + policy + "01:00 change-method nightly catalog\n", "4:1", "veeam-12.2 has no change-method"},
		{"an unknown method", windows + ntfs + policy + "01:00 change-method nightly journal\n", "5:29", "expected modified-time, archive-bit or catalog"},
		{"disaster recovery elsewhere", others + policy + "01:00 full nightly\nexpect recovery 1 offered\n", "5:1", "netbackup-6.5.3 has no expect recovery"},
		{"a size without a unit", windows + "set checkpoint-minimum 32\n" + ntfs + policy, "", "a size such as 32MB or 32KB, or 0"},
	} {
		_, err := accept(c.text)
		if err == nil || !strings.Contains(err.Error(), c.says) || c.place != "" && !strings.Contains(err.Error(), "x.scenario:"+c.place+":") {
			t.Errorf("%s: %v, want %s: %s", c.what, err, c.place, c.says)
		}
	}
}

// What an administrator does for no reason is told in the trace, and does no harm.
func TestMediaThatAreThereAlready(t *testing.T) {
	u, err := accept("product backupexec-2012\nvolume /data fs=ntfs\nmedia tape1\nmedia tape2 state=away\npolicy nightly volumes=/data\n" +
		"01:00 insert tape1\n02:00 remove tape2\n03:00 insert tape2\n04:00 remove tape2\n05:00 full nightly\n")
	if err != nil {
		t.Fatal(err)
	}
	r := NewRunner()
	defer r.Close()
	res, err := r.Judge(u, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Outcome.Idle) != 2 || res.Media["tape1"] != "appendable" || res.Media["tape2"] != "away" || !res.OK() {
		t.Errorf("idle %v, media %v, unnamed %v", res.Outcome.Idle, res.Media, res.Unnamed)
	}
}
