package job

import (
	"errors"
	"os"

	"gapless/engine/message"
	"gapless/model/clock"
)

// startScheduler starts the scheduler when a policy has schedules.
func (s *Server) startScheduler() error {
	for _, p := range s.Config.Policies {
		if len(p.Schedules) > 0 {
			_, err := s.Start(s.Host(), message.Scheduler, s.Config.Policies)
			return err
		}
	}
	return nil
}

// RunScheduler is the scheduler: it tells the server whenever a schedule is due. It reads
// the master's clock when it wakes, so that a clock that was stepped back makes it
// wait again, and one that was stepped forward starts jobs late.
func RunScheduler(p Process, policies []Policy) {
	type entry struct {
		Schedule
		policy string
		next   clock.Time[clock.Master]
	}
	var list []entry
	now := p.Now()
	for _, policy := range policies {
		for _, s := range policy.Schedules {
			list = append(list, entry{s, policy.Name, p.Next(now, s.Weekday, s.Hour, s.Minute)})
		}
	}
	for {
		now = p.Now()
		soonest := clock.Forever
		for i := range list {
			e := &list[i]
			if !e.next.After(now) {
				if p.Send(p.Starter(), message.Due{Policy: e.policy, Kind: e.Kind}) != nil {
					return
				}
				e.next = p.Next(now, e.Weekday, e.Hour, e.Minute)
			}
			if left := e.next.Sub(now); left.Less(soonest) {
				soonest = left
			}
		}
		if _, _, err := p.ReceivePeriodic(soonest); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}
