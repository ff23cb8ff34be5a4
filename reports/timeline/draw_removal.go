package timeline

import "fmt"

// mostCheckpoints is how many checkpoints have a lane each.
const mostCheckpoints = 14

// drawRemoval draws, for each backup in object storage, what was asked of the removal
// job and done by it, and the life of each checkpoint.
func (p *picture) drawRemoval() {
	if p.Removal == nil {
		return
	}
	drawn := 0
	for b, policy := range p.Removal.Backups {
		p.drawSteps(b, policy)
		for i := range p.Removal.Checkpoints {
			c := &p.Removal.Checkpoints[i]
			if c.Backup != b {
				continue
			}
			if drawn++; drawn <= mostCheckpoints {
				p.drawCheckpoint(c, policy)
			}
		}
	}
	p.used["more checkpoints"] = drawn > mostCheckpoints
}

// drawSteps draws the requests and passes of a backup.
func (p *picture) drawSteps(backup int, policy string) {
	l := p.lane("removal, "+policy, "requests to remove checkpoints of "+policy+", and passes that do", 6, 5)
	for _, s := range p.Removal.Requests {
		if s.Backup != backup {
			continue
		}
		x, text := p.scale.place(s.At), "request"
		if s.Bad {
			text = "request, lost"
			l.draw(`<path class="tl-badline" d="M%s -6l8 8m0 -8l-8 8"><title>a request at %s is lost</title></path>`, num(x-4), s.At)
		} else {
			p.used["request"] = true
			l.draw(`<path class="tl-ink" d="M%s 5l5 -10h-10z"><title>a request at %s</title></path>`, num(x), s.At)
		}
		l.label(x, "", p.when(s.At)+" "+text)
	}
	for _, s := range p.Removal.Passes {
		if s.Backup != backup {
			continue
		}
		x, to, text := p.scale.place(s.At), s.At, "pass"
		if s.To != nil {
			to = *s.To
		}
		if s.Bad {
			text = "pass with errors"
		}
		p.used["pass"] = true
		l.draw(`<rect class="tl-active" x="%s" y="-4" width="%s" height="8"><title>%s from %s to %s</title></rect>`,
			num(x), num(max(p.scale.place(to)-x, 4)), text, s.At, to)
		l.label(x, "", p.when(s.At)+" "+text)
	}
}

// drawCheckpoint draws one checkpoint's life: hollow while it is written, full while
// it is there, a line below for as long as a lock holds it.
func (p *picture) drawCheckpoint(c *Checkpoint, policy string) {
	l := p.lane(fmt.Sprintf("checkpoint %d", c.N), fmt.Sprintf("checkpoint %d of %s", c.N, policy), 6, 8)
	x, end := p.scale.place(c.Began), p.To
	if c.Gone != nil {
		end = *c.Gone
	}
	if c.Done == nil || *c.Done > c.Began {
		to := end
		if c.Done != nil {
			to = *c.Done
		}
		p.used["being written"] = true
		l.draw(`<rect class="tl-box tl-dash" x="%s" y="-5" width="%s" height="10"><title>written from %s on</title></rect>`, num(x), num(max(p.scale.place(to)-x, 3)), c.Began)
	}
	if c.Done != nil {
		p.used["kept"] = true
		x := p.scale.place(*c.Done)
		l.draw(`<rect class="tl-kept" x="%s" y="-5" width="%s" height="10"><title>complete from %s, there until %s</title></rect>`, num(x), num(max(p.scale.place(end)-x, 3)), *c.Done, end)
		l.label(x, "", p.when(*c.Done)+" complete")
		if c.Locked != nil {
			p.used["locked"] = true
			to := min(*c.Locked, p.To)
			l.draw(`<path class="tl-line" stroke-width="2.5" d="M%s 8.5H%s"><title>locked until %s</title></path>`, num(x), num(max(p.scale.place(to), x+3)), *c.Locked)
		}
	} else {
		l.label(x, "", p.when(c.Began)+" begun, never complete")
	}
	if c.Gone == nil {
		return
	}
	at, word := p.scale.place(*c.Gone), "removed"
	if c.Broken {
		word = "broken"
	}
	p.used["removed"] = true
	l.draw(`<path class="tl-badline" d="M%s -5l10 10m0 -10l-10 10"><title>%s at %s</title></path>`, num(at-5), word, *c.Gone)
	l.label(at, "", p.when(*c.Gone)+" "+word)
}
