package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/sdk"
)

// A Module is a loaded identify module. It is safe for use by several goroutines.
type Module struct {
	engine     *Engine
	name       string
	digest     string
	size       int
	convention *convention
	policy     Policy
	compiled   wazero.CompiledModule
	globals    []string // export names of the globals to restore
	resettable bool     // the snapshot is all of an instance's state
	snapshot   *snapshot
	logger     *slog.Logger

	slots    chan struct{}   // one token for each running call
	closed   chan struct{}   // closed by Close
	closing  sync.Once       //
	running  context.Context // ends when the calls still running at Close are to stop
	abortAll context.CancelCauseFunc

	mu   sync.Mutex
	idle []*instance // in the state of the snapshot
}

// Identify asks the module who made a request. A nil identity and a nil error are an anonymous caller.
//
// The context bounds the call, waiting for a free instance included, and so does Policy.Timeout; whichever
// ends first stops the guest. The error is, or wraps, ErrTimeout, ErrAborted, ErrClosed, [*GuestError],
// [*TrapError], [*AnswerError] or [*LimitError].
//
// Every call starts from the same state: what the module's initialisation left behind.
func (m *Module) Identify(ctx context.Context, in *sdk.Input) (*sdk.Identity, error) {
	ctx, cancel := m.bound(ctx)
	defer cancel()

	input, err := m.encode(in)
	if err != nil {
		return nil, err
	}
	defer buffers.Put(input)

	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.leave()

	c := m.newCall(ctx, in)
	guest, err := m.instance(c)
	if err != nil {
		return nil, c.failure(err)
	}
	defer m.recycle(guest)

	answer, err := m.convention.invoke(c.ctx, guest, c, input.Bytes())
	c.finish()
	if err != nil {
		return nil, c.failure(err)
	}
	return readAnswer(answer, in, m.policy)
}

// bound derives the context that a call runs in: it ends with the caller's, with the policy's time, and when
// the module is closed by force.
func (m *Module) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, m.policy.Timeout)
	stop := context.AfterFunc(m.running, cancel)
	return ctx, func() { stop(); cancel() }
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
	if int64(buffer.Len()) > m.policy.InputBytes {
		return nil, &LimitError{Limit: "input", Allowed: m.policy.InputBytes, Unit: "bytes"}
	}
	return buffer, nil
}

// enter waits for the right to run a call.
func (m *Module) enter(ctx context.Context) error {
	select {
	case <-m.closed:
		return ErrClosed
	default:
	}
	select {
	case m.slots <- struct{}{}:
		return nil
	case <-m.closed:
		return ErrClosed
	case <-ctx.Done():
		return m.endOf(ctx)
	}
}

func (m *Module) leave() { <-m.slots }

// newCall makes the host's side of a call. The input may be nil.
func (m *Module) newCall(ctx context.Context, in *sdk.Input) *call {
	c := &call{module: m, logger: m.logger, in: in, limit: m.policy.StderrBytes}
	c.stdout.limit = m.policy.OutputBytes
	c.ctx = context.WithValue(ctx, callKey{}, c)
	return c
}

// instance takes an idle instance or makes a new one, in the state of the snapshot.
func (m *Module) instance(c *call) (*instance, error) {
	m.mu.Lock()
	if last := len(m.idle) - 1; last >= 0 {
		guest := m.idle[last]
		m.idle = m.idle[:last]
		m.mu.Unlock()
		guest.streams.current = c
		return guest, nil
	}
	m.mu.Unlock()

	guest, err := m.newInstance(c)
	if err != nil {
		return nil, err
	}
	guest.growTo(m.snapshot)
	if !guest.restore(m.snapshot) {
		guest.module.Close(c.ctx)
		return nil, errors.New("a new instance differs from the first one")
	}
	return guest, nil
}

// recycle keeps an instance for the next call, or closes it if it cannot be put back into its first state.
func (m *Module) recycle(guest *instance) {
	guest.streams.current = nil
	if !m.resettable || !guest.restore(m.snapshot) {
		m.logger.Debug("an instance is not used again: it was closed, its memory grew, or it has state that cannot be put back",
			"memory_bytes", guest.memory.Size(), "initial_bytes", len(m.snapshot.memory))
		guest.module.Close(context.Background())
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.idle = append(m.idle, guest)
}

// initialize runs the module's initialisation and takes the snapshot.
func (m *Module) initialize(ctx context.Context) error {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	c := m.newCall(ctx, nil)
	guest, err := m.newInstance(c)
	if err != nil {
		return c.failure(err)
	}
	if m.convention == reactor {
		if err := guest.initialize(c.ctx); err != nil {
			return errors.Join(c.failure(err), guest.module.Close(ctx))
		}
	}
	c.finish()
	if m.snapshot, err = guest.snapshot(); err != nil {
		return errors.Join(err, guest.module.Close(ctx))
	}
	m.recycle(guest)
	return nil
}

// failure turns what wazero returns into an error of this package.
func (c *call) failure(err error) error {
	if c.ctx.Err() != nil {
		return c.module.endOf(c.ctx)
	}
	var limit *LimitError
	if errors.As(err, &limit) {
		return limit
	}
	var answer *AnswerError
	if errors.As(err, &answer) {
		return answer
	}
	var exit *sys.ExitError
	if errors.As(err, &exit) {
		return &GuestError{Message: shorten(c.lastLine), ExitCode: exit.ExitCode()}
	}
	reason, _, _ := strings.Cut(err.Error(), "\n") // a stack trace follows
	reason = strings.TrimSuffix(strings.TrimPrefix(reason, "wasm error: "), " (recovered by wazero)")
	return &TrapError{Reason: c.in.Redact(reason)}
}

// endOf says why a context ended.
func (m *Module) endOf(ctx context.Context) error {
	switch {
	case m.running.Err() != nil:
		return ErrClosed
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return ErrTimeout
	default:
		return ErrAborted
	}
}

// Close refuses further calls and waits for the running ones. If the context ends first, they are aborted and
// Close returns the context's error without waiting any longer; what they hold is freed when they end.
// Closing twice is harmless.
func (m *Module) Close(ctx context.Context) (err error) {
	m.closing.Do(func() {
		m.engine.forget(m)
		close(m.closed)
		for taken := range cap(m.slots) {
			select {
			case m.slots <- struct{}{}:
				continue
			case <-ctx.Done():
			}
			m.abortAll(ErrClosed)
			go func() {
				for range cap(m.slots) - taken {
					m.slots <- struct{}{}
				}
				m.release(context.WithoutCancel(ctx))
			}()
			err = fmt.Errorf("closing %s: calls are still running: %w", m.name, ctx.Err())
			return
		}
		err = m.release(ctx)
	})
	return err
}

// release frees a module that no call is using.
func (m *Module) release(ctx context.Context) error {
	m.abortAll(ErrClosed)
	var errs []error
	for _, guest := range m.idle {
		errs = append(errs, guest.module.Close(ctx))
	}
	m.idle = nil
	return errors.Join(append(errs, m.compiled.Close(ctx))...)
}

// Info is what is known of a loaded module.
type Info struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	// Bytes is the size of the .wasm file.
	Bytes int `json:"bytes"`
	// Convention is "reactor" or "command".
	Convention string `json:"convention"`
	// Imports are the functions that the module imports, as module.name, sorted, each once.
	Imports []string `json:"imports"`
	// MemoryBytes is the linear memory after initialisation, MemoryLimitBytes what the policy allows.
	MemoryBytes      int   `json:"memoryBytes"`
	MemoryLimitBytes int64 `json:"memoryLimitBytes"`
	// Restored is true when calls share instances that are put back into their first state, false when each
	// call gets a new instance because the module has state that cannot be put back.
	Restored bool `json:"restored"`
}

// Info describes the module.
func (m *Module) Info() Info {
	imports := make([]string, 0)
	for _, imported := range m.compiled.ImportedFunctions() {
		module, name, _ := imported.Import()
		imports = append(imports, module+"."+name)
	}
	slices.Sort(imports)
	return Info{
		Name:             m.name,
		SHA256:           m.digest,
		Bytes:            m.size,
		Convention:       m.convention.name,
		Imports:          slices.Compact(imports),
		MemoryBytes:      len(m.snapshot.memory),
		MemoryLimitBytes: m.policy.MemoryBytes,
		Restored:         m.resettable,
	}
}
