package runtime

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// A call is what the host keeps of one call of a guest: its standard streams, its log, its clock. It is the
// only thing that host functions and WASI reach, and nothing of it outlives the call.
type call struct {
	sandbox.Run
	module *Module
	logger *slog.Logger

	granted capability.Call
	waiting []byte // for the guest to read
	redaction

	stdin  bytes.Reader
	stdout limitedBuffer
	logged int64  // bytes written to the log and to standard error
	limit  int64  // how many of them are allowed
	line   []byte // of standard error, not ended yet

	lastLine string // of standard error: the reason, where a command fails
}

// calls are kept, empty, for the next: a call is half of what one allocates.
var calls = sync.Pool{New: func() any { return new(call) }}

// A host is a module as its sandboxes know it.
type host struct{ *Module }

// NewRun implements sandbox.Host.
func (h host) NewRun(ctx context.Context) *sandbox.Run { return &h.newCall(ctx, nil).Run }

// Failure implements sandbox.Host.
func (h host) Failure(r *sandbox.Run, err error) error { return callOf(r.Context()).failure(err) }

// End implements sandbox.Host: the call's turn and its place are others', and nobody may use it any more.
func (h host) End(r *sandbox.Run) {
	c := callOf(r.Context())
	c.finish()
	c.Run.End()
	*c = call{}
	calls.Put(c)
}

// callKey is the context key of the call that a guest runs in.
type callKey struct{}

// callOf returns the call that a function of the host is called in.
func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// log writes one record, which fits into the limit.
func (c *call) log(level slog.Level, message []byte) {
	if len(message) > 0 && c.mayLog() {
		c.logger.Log(c.Context(), level, "guest: "+quote.Line(c.redact(message)))
	}
}

// mayLog counts a record against the module's rate.
func (c *call) mayLog() bool {
	if c.module.logs.Allow() {
		return true
	}
	c.cutLog("records_per_second", int64(c.module.policy.LogRate))
	return false
}

// fits counts bytes against what may be logged.
func (c *call) fits(bytes int) bool {
	c.logged += int64(bytes)
	if c.logged <= c.limit {
		return true
	}
	c.cutLog("bytes", c.limit)
	return false
}

// cutLog says, now and then, that something of the log was dropped.
func (c *call) cutLog(limit string, value int64) {
	c.module.cuts.Do(func() { c.logger.Warn("the guest's log is cut", limit, value) })
}

// A redaction removes the credentials of a call and the secrets of its module from texts of the guest. Nil removes nothing.
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
func (c *call) writeStderr(p []byte) (int, error) {
	for rest := p; len(rest) > 0 && c.logged <= c.limit; {
		mayLog := min(int64(len(rest)), c.limit-c.logged+1)
		line, _, ended := bytes.Cut(rest[:mayLog], []byte("\n"))
		if !c.fits(len(line) + lineBytes) {
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
func (c *call) logLine() {
	line := bytes.TrimSpace(c.line)
	c.line = c.line[:0]
	if len(line) > 0 {
		c.lastLine = c.redact(line)
		if c.mayLog() {
			c.logger.Info("guest: " + quote.Line(c.lastLine))
		}
	}
}

// finish logs what is left of standard error. Finishing twice is harmless.
func (c *call) finish() { c.logLine() }

// usage says what the call took so far.
func (c *call) usage(input, output int) Usage {
	return Usage{
		Fuel:        c.Spent(),
		Wall:        time.Since(c.Began()),
		MemoryBytes: int(c.Instance().Memory().Size()),
		InputBytes:  input,
		OutputBytes: output,
	}
}

// sleep ends with the call: a guest that is woken early must not go on.
func (c *call) sleep(duration time.Duration) {
	err := c.Outside(func() {
		timer := time.NewTimer(duration)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-c.Context().Done():
		case <-c.module.running.Done():
		}
	})
	if err != nil {
		panic(sandbox.StopWith(err))
	}
}

// failure turns what wazero returns into an error of this package.
func (c *call) failure(err error) error {
	for _, end := range []error{ErrTimeout, ErrAborted, ErrClosed} {
		if errors.Is(err, end) {
			return end
		}
	}
	if c.Context().Err() != nil {
		return c.Life().Why()
	}
	var limit *LimitError
	if errors.As(err, &limit) {
		return limit
	}
	var load *LoadError
	if errors.As(err, &load) {
		return load
	}
	var answer *AnswerError
	if errors.As(err, &answer) {
		return answer
	}
	var fault *PanicError
	if errors.As(err, &fault) {
		return fault
	}
	var exit *sys.ExitError
	if errors.As(err, &exit) {
		return &GuestError{Message: cmp.Or(quote.Text(c.lastLine), "it exited before it answered"), ExitCode: exit.ExitCode()}
	}
	var ended sandbox.Stop
	isTrap := errors.As(err, &ended)
	reason, stack, _ := strings.Cut(err.Error(), "\n") // of WebAssembly, and of Go
	reason, recovered := strings.CutSuffix(reason, " (recovered by wazero)")
	if recovered && !isTrap {
		return panics.Logged(c.logger, "running an instance", quote.Text(c.redact([]byte(reason))), stack)
	}
	return &TrapError{Reason: quote.Text(c.redact([]byte(strings.TrimPrefix(reason, "wasm error: "))))}
}

// A limitedBuffer keeps what a guest prints. When the limit is reached the guest is stopped: it could print
// until its time is over.
type limitedBuffer struct {
	bytes.Buffer
	limit int64
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if int64(b.Len())+int64(len(p)) > b.limit {
		panic(sandbox.StopWith(&LimitError{Limit: "output", Allowed: b.limit, Unit: "bytes"}))
	}
	return b.Buffer.Write(p)
}
