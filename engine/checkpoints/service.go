package checkpoints

import (
	"errors"
	"os"

	"gapless/model/clock"
)

// RunService is the backup service: it holds requests until a removal job polls for
// them. It holds them in its memory, so those that were not picked up end with it. V9.
func RunService(p Process[clock.Master], o serviceOrder) {
	var held []Request
	quick := 0 // how many waits are left that keep a simulated run going
	for {
		var from int64
		var m any
		var err error
		if quick > 0 {
			quick--
			from, m, err = p.Receive(o.config.Rules.Poll)
		} else {
			from, m, err = p.ReceivePeriodic(clock.Forever)
		}
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) && from == p.Starter() {
			return // the control has ended; a removal job may come again
		}
		switch m := m.(type) {
		case Request:
			held = append(held, m)
			quick = 2 // somebody will ask by then
		case poll:
			var mine, others []Request
			for _, r := range held {
				repo := o.config.repository(r.Repository)
				if repo != nil && o.config.Rules.Remover(p.Host(), repo) == m.remover {
					mine = append(mine, r)
				} else {
					others = append(others, r)
				}
			}
			held = others
			if len(held) == 0 {
				quick = 0
			}
			_ = p.Send(from, requests{mine}) // a removal job that is gone has lost them, V9
		case Rules:
			o.config.Rules = m
		}
	}
}
