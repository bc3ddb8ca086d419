package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/disclosure"
	"github.com/whowasm/whowasm/runtime/internal/guest"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
	"github.com/whowasm/whowasm/sdk"
)

// A Module is a loaded identify module. It is safe for use by several goroutines.
type Module struct {
	engine     *Engine
	name       string
	digest     string
	bytes      int // of the .wasm file
	convention *guest.Convention
	policy     Policy
	logger     *slog.Logger
	about      Info
	granted    *capability.Set
	discloser  *disclosure.Discloser

	closing  sync.Once
	released chan struct{}      // closed when the module holds nothing any longer
	running  context.Context    // ends when the calls that are still running are to stop
	abortAll context.CancelFunc // ends running

	guest  *guest.Module
	pool   *sandbox.Pool // the guest's
	places *schedule.Places
}

// Identify asks the module who made a request. A nil identity and a nil error are an anonymous caller.
//
// The context bounds the call, waiting for a free instance included, and so do Policy.Timeout and Policy.Fuel;
// whichever ends first stops the guest. The error is, or wraps, ErrTimeout, ErrAborted, ErrClosed,
// [*GuestError], [*TrapError], [*AnswerError] or [*LimitError]; or a [*LoadError] where the module had given up what it
// holds (Options.MemoryBytes) and could not be made ready again.
//
// Every call starts from the same state: what the module's initialisation left behind.
func (m *Module) Identify(ctx context.Context, in *sdk.Input) (*sdk.Identity, error) {
	identity, _, err := m.Measure(ctx, in)
	return identity, err
}

// Usage is what one call took.
type Usage struct {
	// Fuel is the work done, one to two units for each instruction that was executed, as a rule. A module that does the
	// same does it for the same fuel on every machine.
	Fuel int64 `json:"fuel"`
	// Wall is how long the guest had an instance, not counting the time it waited for one. Other calls may have had their
	// turns meanwhile.
	Wall time.Duration `json:"wall_ns"`
	// MemoryBytes is the guest's linear memory at the end of the call.
	MemoryBytes int `json:"memory_bytes"`
	// InputBytes and OutputBytes are the sizes of the JSON texts. OutputBytes is 0 when the call failed.
	InputBytes  int `json:"input_bytes"`
	OutputBytes int `json:"output_bytes"`
}

// Measure is Identify that says what the call took, also where it fails. The usage is zero where no instance
// was reached.
func (m *Module) Measure(ctx context.Context, in *sdk.Input) (_ *sdk.Identity, _ Usage, err error) {
	defer sandbox.Recover(m.logger, "identifying", &err)
	bounded := lifetime.WithTimeout(ctx, m.policy.Timeout)
	defer bounded.End()

	input, err := m.encode(in)
	if err != nil {
		return nil, Usage{}, err
	}
	defer buffers.Put(input)

	call := m.guest.NewCall(bounded, in)
	defer call.HandBack()
	if err := call.Enter(); err != nil {
		return nil, Usage{}, err
	}

	answer, err := call.Ask(input.Bytes())
	usage := usageOf(call, input.Len(), len(answer))
	if err != nil {
		return nil, usage, err
	}
	identity, err := call.Read(answer)
	return identity, usage, err
}

// usageOf says what a call took so far that has a sandbox.
func usageOf(call *guest.Call, input, output int) Usage {
	return Usage{
		Fuel:        call.Spent(),
		Wall:        time.Since(call.Began()),
		MemoryBytes: int(call.Instance().Memory().Size()),
		InputBytes:  input,
		OutputBytes: output,
	}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// encode writes the input as JSON, into a buffer that goes back to the pool.
func (m *Module) encode(in *sdk.Input) (*bytes.Buffer, error) {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(in); err != nil {
		return nil, fmt.Errorf("the request cannot be written as JSON: %w", err)
	}
	if !utf8.Valid(buffer.Bytes()) { // the client's raw arguments
		buffer = bytes.NewBuffer(bytes.ToValidUTF8(buffer.Bytes(), []byte("�")))
	}
	seen, err := m.discloser.Disclose(buffer.Bytes())
	if err != nil {
		return nil, err
	}
	if !m.discloser.IsAll() {
		buffer = bytes.NewBuffer(seen)
	}
	if int64(buffer.Len()) > m.policy.InputBytes {
		return nil, &LimitError{Limit: "input", Allowed: m.policy.InputBytes, Unit: "bytes"}
	}
	return buffer, nil
}

// Disclosed returns the JSON that the module would be given: the input as the policy discloses it.
func (m *Module) Disclosed(in *sdk.Input) ([]byte, error) {
	buffer, err := m.encode(in)
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// Close refuses further calls and waits for the running ones. If the context ends first, they are aborted and
// Close returns the context's error without waiting any longer; what they hold is freed when they end.
// Closing twice is harmless.
func (m *Module) Close(ctx context.Context) error {
	m.closing.Do(func() {
		m.engine.forget(m)
		m.places.Close()
		go m.drain()
	})
	select {
	case <-m.released:
		return nil
	default:
	}
	select {
	case <-m.released:
		return nil
	case <-ctx.Done():
		m.abortAll()
		return fmt.Errorf("closing %s: calls are still running: %w", m.name, ctx.Err())
	}
}

// drain waits for the calls of a closed module and frees it.
func (m *Module) drain() {
	defer close(m.released)
	defer m.engine.loads.Done()
	<-m.places.Empty()
	m.release()
}

// release frees a module that no call is using. It does not panic.
func (m *Module) release() {
	var err error
	defer sandbox.Recover(m.logger, "freeing a module", &err)
	defer m.granted.Close()
	m.abortAll()
	m.pool.Free()
}
