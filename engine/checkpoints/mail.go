package checkpoints

import (
	"fmt"
	"strings"
	"time"

	"gapless/model/clock"
)

// wait takes the next message. While there are errors to tell, the time of the mail
// keeps a simulated run going. V8.
func (c *control) wait() (from int64, m any, err error) {
	switch {
	case !c.config.Rules.Notify:
		return c.Receive(clock.Forever)
	case len(c.store.errors) > 0:
		return c.Receive(c.mailAt.Sub(c.Now()))
	}
	return c.ReceivePeriodic(c.mailAt.Sub(c.Now()))
}

// setMail finds out when the next mail is due.
func (c *control) setMail() { c.mailAt = c.Next(c.Now(), -1, c.config.Rules.MailHour, 0) }

// mail sends the errors of all passes since the last mail, in one; a day without
// errors sends none. V8.
func (c *control) mail() error {
	defer c.setMail()
	errs := c.store.errors
	if !c.config.Rules.Notify || len(errs) == 0 && !c.config.Rules.QuietMail {
		return nil
	}
	c.Reports().Mail(Compose(c.Host(), c.Now().String(), errs))
	return c.store.putMailed()
}

// Compose writes the daily message (RFC 5322). The time is RFC 3339, as a clock.Time
// writes itself.
func Compose(host, at string, errs []string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	day, date := at, at
	if t, err := time.Parse(time.RFC3339Nano, at); err == nil {
		day, date = t.Format(time.DateOnly), t.Format(time.RFC1123Z)
	}
	line("Date: %s", date)
	line("From: Backup <backup@%s>", host)
	line("To: Backup administrators <backup-admins@%s>", host)
	line("Subject: Checkpoint removal: errors (%d) on %s", len(errs), day)
	line("Message-ID: <checkpoint-removal.%s@%s>", strings.Map(letters, at), host)
	line("MIME-Version: 1.0")
	line("Content-Type: text/plain; charset=utf-8")
	line("Content-Transfer-Encoding: 8bit")
	line("")
	if len(errs) == 0 {
		line("All checkpoint removal jobs ended without errors.")
	} else {
		line("Errors of the checkpoint removal jobs that have ended since the last report:")
	}
	for _, e := range errs {
		line("- %s", strings.Map(oneLine, e))
	}
	return b.String()
}

// letters keeps what may stand in a message's ID.
func letters(r rune) rune {
	if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '.' || r == '-' {
		return r
	}
	return -1
}

// oneLine keeps an error on its line, and the line from ending the message.
func oneLine(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}
