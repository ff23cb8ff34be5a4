package scenarios

import (
	"errors"
	"fmt"

	"gapless/engine/products"
	"gapless/model"
	"gapless/scenarios/script"
)

// on is the volume of a path that a statement changes. Its host may be down: people
// who change files then find nothing to change.
func (w *world) on(p string) (*mounted, error) {
	v := w.volumeOf(p)
	if v == nil {
		return nil, fmt.Errorf("%s is on no volume", p)
	}
	if !v.host.Up() {
		return nil, fmt.Errorf("%s is down", v.host.Name())
	}
	return v, nil
}

// write gives a file new content, and makes it when it is not there.
func (w *world) write(p string, st *script.Statement) error {
	v, err := w.on(p)
	if err != nil {
		return err
	}
	held, ok := v.Look(p)
	size := st.Size("SIZE")
	switch {
	case !ok:
		return v.CreateNew(p, size, st.Line)
	case !st.Has("SIZE"):
		size = held.Content.Size()
	}
	if st.Has("keep") {
		return v.WriteKeeping(p, size, st.Line)
	}
	return v.WriteNew(p, size, st.Line)
}

// read has somebody read a file.
func (w *world) read(p string) error {
	v, err := w.on(p)
	if err != nil {
		return err
	}
	file, err := v.ReadFile(p)
	if err == nil {
		w.history.Reads = append(w.history.Reads, model.Read{At: w.now(), File: file})
	}
	return err
}

// copy makes a new file with another's content and modification time, also on
// another volume. The other is read for that.
func (w *world) copy(from, to string, line int) error {
	a, err := w.on(from)
	if err != nil {
		return err
	}
	b, err := w.on(to)
	if err != nil {
		return err
	}
	if err := w.read(from); err != nil {
		return err
	}
	if a == b {
		return a.Copy(from, to, line)
	}
	held, ok := a.Look(from)
	if !ok || held.Kind != model.File {
		return fmt.Errorf("%s is no file", from)
	}
	if a.host != b.host {
		// The stamp travels as a number; from then on it is one of the other host's clock.
		held.Modified = b.host.face.Time(a.host.face.UnixNano(held.Modified))
	}
	return b.Receive(to, held, line)
}

// kill stops a host, and what of its disks and media was not made durable is lost to
// the extent asked for.
func (w *world) kill(name, unsynced string) error {
	h := w.host(name)
	if !h.Crash() {
		return errors.New("it is down already")
	}
	keep := map[string]func(int64) int64{
		"half": func(n int64) int64 { return n / 2 },
		"all":  func(n int64) int64 { return n },
	}[unsynced]
	if keep == nil {
		keep = func(int64) int64 { return 0 }
	}
	if name == w.setup.master() {
		w.catalog.Crash(keep)
		w.server = 0
	}
	for _, v := range w.volumes {
		if v.host.Node == h.Node {
			v.Crash(keep)
		}
	}
	for _, m := range w.media {
		if m.node == h.Node {
			m.Crash(keep)
		}
	}
	w.outage(name)
	w.history.Crashes = append(w.history.Crashes, model.Crash{At: w.now(), Host: name})
	return nil
}

// restart starts a host that was stopped, and on the master the server.
func (w *world) restart(name string) error {
	h := w.host(name)
	if h.Up() {
		return errors.New("it is up")
	}
	for i := range w.history.Crashes {
		if c := &w.history.Crashes[i]; c.Host == name && c.Back.IsZero() {
			c.Back = w.now()
		}
	}
	if name == w.setup.master() {
		h.Arm(w.setup.system.boot(w, false))
	}
	if pid, _ := h.Restart(); name == w.setup.master() {
		w.server = pid
	}
	w.setup.system.started(w, name)
	w.recovered(name)
	return nil
}

// upgrade puts another release on the master, with the script's settings. N10, N20.
func (w *world) upgrade(product string) error {
	p, ok := products.Find(product)
	if !ok {
		return fmt.Errorf("there is no product %s", product)
	}
	rules, err := w.setup.rules(p)
	if err != nil {
		return err
	}
	message, ok := w.setup.system.upgraded(rules)
	if !ok {
		return fmt.Errorf("%s is another system than %s, and no release of it", product, w.setup.Product.Name)
	}
	w.rules = rules
	if w.server == 0 {
		return nil // the new release is there when the master starts
	}
	return w.post(message)
}

// restoreNow has the policy's latest restore points restored and judged once more.
func (w *world) restoreNow(policy string) error {
	done := false
	for i := len(w.marks) - 1; i >= 0; i-- {
		j := &w.history.Jobs[w.marks[i].job-1]
		if j.Policy == policy && w.lastPoint(j, false) == i+1 && w.setup.system.protected(w, j) {
			w.restore(j, i+1, model.AtHorizon)
			done = true
		}
	}
	if !done {
		return errors.New("there is no restore point that is still kept")
	}
	return nil
}
