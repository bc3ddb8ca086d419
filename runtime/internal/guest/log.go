package guest

import (
	"bytes"
	"log/slog"
	"strings"

	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// log writes one record, which fits into the limit.
func (c *Call) log(level slog.Level, message []byte) {
	if len(message) > 0 && c.mayLog() {
		c.logger.Log(c.Context(), level, "guest: "+quote.Line(c.redact(message)))
	}
}

// mayLog counts a record against the module's rate.
func (c *Call) mayLog() bool {
	if c.module.logs.Allow() {
		return true
	}
	c.cutLog("records_per_second", int64(c.module.bounds.LogRate))
	return false
}

// countLog counts bytes against what may be logged.
func (c *Call) countLog(bytes int) bool {
	c.logged += int64(bytes)
	if c.logged <= c.module.bounds.LogBytes {
		return true
	}
	c.cutLog("bytes", c.module.bounds.LogBytes)
	return false
}

// cutLog says, now and then, that something of the log was dropped.
func (c *Call) cutLog(limit string, value int64) {
	c.module.cuts.Do(func() { c.logger.Warn("the guest's log is cut", limit, value) })
}

// A redaction removes the credentials of a call and the secrets of its module from texts of the guest. Nil removes
// nothing.
type redaction struct {
	in       *sdk.Input // nil during initialisation
	secrets  []string
	redactor *sdk.Redactor // made when it is needed
}

func (r *redaction) redact(text []byte) string {
	if r == nil {
		return string(text)
	}
	if r.redactor == nil {
		r.redactor = r.in.Redactor(r.secrets...)
	}
	return r.redactor.Redact(strings.ToValidUTF8(string(text), "�"))
}

// writeStderr logs each line that the guest writes to standard error. Each counts as some bytes more than it has, so
// that there are not too many of them. What does not fit into the limit is dropped and not looked at, with the line
// that it belongs to: half a credential would not be found.
func (c *Call) writeStderr(p []byte) (int, error) {
	for rest := p; len(rest) > 0 && c.logged <= c.module.bounds.LogBytes; {
		mayLog := min(int64(len(rest)), c.module.bounds.LogBytes-c.logged+1)
		line, _, ended := bytes.Cut(rest[:mayLog], []byte("\n"))
		if !c.countLog(len(line) + lineBytes) {
			c.line = nil
			break
		}
		c.line = append(c.line, line...)
		rest = rest[len(line):]
		if ended {
			c.logLine()
			rest = rest[1:]
		}
	}
	return len(p), nil
}

// lineBytes is what a line of the log costs beside its text.
const lineBytes = 16

// logLine logs the line of standard error that is complete.
func (c *Call) logLine() {
	line := bytes.TrimSpace(c.line)
	c.line = c.line[:0]
	if len(line) > 0 {
		c.lastLine = c.redact(line)
		if c.mayLog() {
			c.logger.Info("guest: " + quote.Line(c.lastLine))
		}
	}
}
