package scenarios

import (
	"testing"

	"gapless/model"
)

// A probe goes on with the jobs that the run has left, on a copy of the world. What these do
// there to files and media is no part of the run, and of no other policy's probe.
func TestWhatAProbeDoesStaysInItsCopyOfTheWorld(t *testing.T) {
	for name, text := range map[string]string{
		// The job of h that is on hold goes on in the probe of q, and would delete /b/a there.
		"deletes": `
			host h role=client
			volume /data fs=ext4
			volume /b fs=ext4 host=h
			media m append-period=30m
			file /data/b 1KB
			policy p volumes=/data,/b after=delete
			policy q volumes=/data
			on client examine#15 kill client unsynced=all
			02:00 full q
			02:00 incremental p
			03:00 incremental p
			04:00 write /b/a
			04:00 start client
			06:00 incremental q`,
		// The probe of p appends to m, which would protect the image of job 1 anew, and the
		// probe of q has the jobs go on that are on hold, and m written to from its beginning.
		"writes to media": `
			volume /data fs=ext4
			media m retention=1ns append-period=15m
			media n
			file /data/b 1KB
			policy p volumes=/data
			policy q volumes=/data media=overwrite
			03:00 full p
			03:00 delay bpbkar 1ns
			03:00 incremental q
			14:00 slow /data/b 1ns
			14:00 full p
			14:00 fail write n
			14:00 incremental q`,
	} {
		r := NewRunner()
		o, err := r.Run(setup(t, text, "gapless"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(o.History.Continued) == 0 {
			t.Errorf("%s: no job of the run went on in a probe", name)
		}
		v := model.Judge(o.History)
		for i := range v.Violations {
			t.Errorf("%s: %v %s: %s", name, v.Violations[i].Property, v.Violations[i].Path, v.Violations[i].Why)
		}
		r.Close()
	}
}
