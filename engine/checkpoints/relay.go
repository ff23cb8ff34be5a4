package checkpoints

import (
	"errors"
	"fmt"
	"io"
	"net"

	"gapless/engine/port"
	"gapless/model/clock"
)

// method is a method of a repository.
type method uint8

const (
	put method = iota
	get
	list
	lock
	locked
	del
)

// RunRelay passes the calls of its starter on to a repository that it can reach, until
// the starter ends.
func RunRelay[H any](p Process[H], o relayOrder) {
	b, missing := p.Bucket(o.bucket)
	for {
		from, m, err := p.Receive(clock.Forever)
		c, ok := m.(call)
		switch {
		case err != nil:
			return
		case !ok:
			continue
		}
		a := answer{err: missing}
		if missing == nil {
			a = pass(b, &c)
		}
		if p.Send(from, a) != nil {
			return
		}
	}
}

func pass(b port.Bucket, c *call) (a answer) {
	switch c.what {
	case put:
		a.err = b.Put(c.key, c.data, c.lock)
	case get:
		a.data, a.err = b.Get(c.key)
	case list:
		a.keys, a.err = b.List(c.key)
	case lock:
		a.err = b.Lock(c.key, c.lock)
	case locked:
		a.left, a.err = b.Locked(c.key)
	case del:
		a.err = b.Delete(c.key)
	}
	return a
}

// relayed is a repository behind a relay.
type relayed[H any] struct {
	p        Process[H]
	relay    int64
	patience clock.Duration
}

// connect gives access to a repository: by the host itself, or through a relay on the
// gateway server.
func connect[H any](p Process[H], o *jobOrder) (port.Bucket, error) {
	if o.repository.Connection() == Direct {
		return p.Bucket(o.repository.Name)
	}
	pid, err := p.Start(o.repository.Gateway, RelayProgram, relayOrder{o.repository.Name})
	if err != nil {
		return nil, err
	}
	return &relayed[H]{p, pid, o.rules.Patience}, nil
}

// ask makes a call and waits for what comes of it.
func (r *relayed[H]) ask(c call) answer {
	if err := r.p.Send(r.relay, c); err != nil {
		return answer{err: err}
	}
	for {
		from, m, err := r.p.Receive(r.patience)
		switch a, ok := m.(answer); {
		case err == nil && ok && from == r.relay:
			return a
		case errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed):
			return answer{err: fmt.Errorf("the gateway does not answer: %w", net.ErrClosed)}
		case err != nil:
			return answer{err: err}
		}
	}
}

func (r *relayed[H]) Put(key string, data []byte, lock clock.Duration) error {
	return r.ask(call{what: put, key: key, data: data, lock: lock}).err
}

func (r *relayed[H]) Get(key string) ([]byte, error) {
	a := r.ask(call{what: get, key: key})
	return a.data, a.err
}

func (r *relayed[H]) List(prefix string) ([]string, error) {
	a := r.ask(call{what: list, key: prefix})
	return a.keys, a.err
}

func (r *relayed[H]) Lock(key string, d clock.Duration) error {
	return r.ask(call{what: lock, key: key, lock: d}).err
}

func (r *relayed[H]) Locked(key string) (clock.Duration, error) {
	a := r.ask(call{what: locked, key: key})
	return a.left, a.err
}

func (r *relayed[H]) Delete(key string) error { return r.ask(call{what: del, key: key}).err }
