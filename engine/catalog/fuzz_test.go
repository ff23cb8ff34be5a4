package catalog

import (
	"errors"
	"testing"

	"gapless/engine/durable"
	"gapless/engine/frame"
	"gapless/model"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/afero"
)

// framed makes a log of bytes that say kinds and payloads, so that the checksums do not
// keep a fuzzer out of what is behind them.
func framed(b []byte) []byte {
	out := frame.Append(nil, durable.Head, []byte(head))
	for len(b) >= 3 {
		n := min(int(b[1])|int(b[2])<<8, len(b)-3)
		out = frame.Append(out, b[0], b[3:3+n])
		b = b[3+n:]
	}
	return append(out, b...)
}

// unframed are the bytes of which framed makes a log again.
func unframed(log []byte) (out []byte) {
	r := frame.NewReader(frame.NewBytes(log))
	for {
		kind, n, err := r.Header()
		if err != nil {
			return out
		}
		payload, _ := r.Payload()
		if kind != durable.Head {
			out = append(append(out, kind, byte(n), byte(n>>8)), payload...)
		}
	}
}

// refused reports whether an error says that these bytes are no log of ours.
func refused(err error) bool {
	var v *durable.VersionError
	return errors.Is(err, ErrDamaged) || errors.As(err, &v)
}

// Whatever lies in the catalogue's place, reading it never panics; and what is accepted
// is the same when it is read again, also behind the cut of its tail, and can be gone
// on with.
func FuzzRead(f *testing.F) {
	b, ends := written(f)
	for _, end := range ends {
		f.Add(b[:end], false)
		f.Add(b[:end-1], false)
		f.Add(unframed(b[:end]), true)
	}
	f.Add([]byte("\x7fELF\x02\x01\x01"), false)
	f.Add([]byte{}, false)
	f.Fuzz(func(t *testing.T, b []byte, frames bool) {
		if frames {
			b = framed(b)
		}
		files := place(t, b)
		read, err := Read(files, "/c", master)
		opened, err2 := Open(files, "/c", master)
		if (err == nil) != (err2 == nil) || err != nil && (!refused(err) || !refused(err2)) {
			t.Fatalf("read: %v, opened: %v", err, err2)
		}
		if err != nil {
			if left, _ := afero.ReadFile(files, logName); string(left) != string(b) {
				t.Fatal("a log that is refused was changed")
			}
			return
		}
		if d := cmp.Diff(read.state(), opened.state(), alike); d != "" {
			t.Fatal(d)
		}
		next := &Job{Number: opened.NextNumber(), State: model.Queued, Policy: "p"}
		if err := opened.PutJob(next); err != nil {
			t.Fatal(err)
		}
		again, err := Read(files, "/c", master)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(opened.state(), again.state(), alike); d != "" {
			t.Fatal(d)
		}
	})
}
