package guest

import (
	"bytes"
	"cmp"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// A Call is what the host keeps of one call of a guest: its standard streams, its log, its clock. It is the
// only thing that host functions and WASI reach, and nothing of it outlives the call.
type Call struct {
	sandbox.Run
	module *Module
	logger *slog.Logger

	granted capability.Call
	waiting []byte // for the guest to read
	redaction

	stdin  bytes.Reader
	stdout limitedBuffer
	logged int64  // bytes written to the log and to standard error
	line   []byte // of standard error, not ended yet

	lastLine string // of standard error: the reason, where a command fails
}

// Enter waits for a sandbox.
func (c *Call) Enter() error {
	if err := c.module.pool.Lend(&c.Run); err != nil {
		return c.failure(err)
	}
	return nil
}

// Ask has the guest answer an input, after [Call.Enter]. The answer may lie in the guest's memory.
func (c *Call) Ask(input []byte) ([]byte, error) {
	answer, err := c.module.convention.invoke(c, input)
	c.logLine()
	if err != nil {
		return nil, c.failure(err)
	}
	return answer, nil
}

// Read reads what [Call.Ask] returned. The errors are AnswerError, LimitError and GuestError of package fault.
func (c *Call) Read(answer []byte) (*sdk.Identity, error) {
	return readAnswer(answer, &c.redaction, &c.module.bounds)
}

// HandBack ends the call: its sandbox is put back, and nobody may use the call any more.
func (c *Call) HandBack() { c.module.pool.TakeBack(&c.Run) }

// sleep ends with the call: a guest that is woken early must not go on.
func (c *Call) sleep(duration time.Duration) {
	err := c.Outside(func() {
		timer := time.NewTimer(duration)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-c.Context().Done():
		case <-c.Life().Module().Done():
		}
	})
	if err != nil {
		panic(sandbox.StopWith(err))
	}
}

// failure turns what wazero returns into an error of package fault or lifetime.
func (c *Call) failure(err error) error {
	for _, end := range []error{lifetime.ErrTimeout, lifetime.ErrAborted, lifetime.ErrClosed} {
		if errors.Is(err, end) {
			return end
		}
	}
	if c.Context().Err() != nil {
		return c.Life().Why()
	}
	var limit *fault.LimitError
	if errors.As(err, &limit) {
		return limit
	}
	var load *fault.LoadError
	if errors.As(err, &load) {
		return load
	}
	var answer *fault.AnswerError
	if errors.As(err, &answer) {
		return answer
	}
	var panicked *panics.Error
	if errors.As(err, &panicked) {
		return panicked
	}
	var exit *sys.ExitError
	if errors.As(err, &exit) {
		message := cmp.Or(quote.Text(c.lastLine), "it exited before it answered")
		return &fault.GuestError{Message: message, ExitCode: exit.ExitCode()}
	}
	var ended sandbox.Stop
	isTrap := errors.As(err, &ended)
	reason, stack, _ := strings.Cut(err.Error(), "\n") // of WebAssembly, and of Go
	reason, recovered := strings.CutSuffix(reason, " (recovered by wazero)")
	if recovered && !isTrap {
		return panics.Logged(c.logger, "running an instance", quote.Text(c.redact([]byte(reason))), stack)
	}
	return &fault.TrapError{Reason: quote.Text(c.redact([]byte(strings.TrimPrefix(reason, "wasm error: "))))}
}

// A limitedBuffer keeps what a guest prints. When the limit is reached the guest is stopped: it could print
// until its time is over.
type limitedBuffer struct {
	bytes.Buffer
	limit int64
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if int64(b.Len())+int64(len(p)) > b.limit {
		panic(sandbox.StopWith(&fault.LimitError{Limit: "output", Allowed: b.limit, Unit: "bytes"}))
	}
	return b.Buffer.Write(p)
}
