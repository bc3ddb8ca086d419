package runtime

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/internal/budget"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// An image is a module made ready: compiled and initialised. Every instance begins as a copy of it. A module that
// was not used for long may give it up, and makes it again when it is called.
type image struct {
	compiled wazero.CompiledModule
	globals  []string // export names of the globals to restore
	counts   []wasm.Count
	fresh    string // why each call needs a new instance, "" when the snapshot is all of the state
	snapshot *snapshot
	code     codeKey
	bytes    int64 // what it takes, without code and instances

	data        []wasm.Segment // what memory has from the beginning, where each call initialises an instance of its own
	nativeBytes int64          // in bytes, 0 if not known
	overhead    int64          // what an instance takes beside its memory
}

// A codeKey is what native code is made of.
type codeKey struct {
	digest string
	limits wasm.Limits
}

// instanceBytes is what an instance takes in its first state.
func (i *image) instanceBytes() int64 { return i.overhead + int64(i.snapshot.size) }

// instanceOverhead is what an instance takes beside its memory and wasm.Metered.StateBytes: what wazero keeps of it, and the
// first stacks of its two functions.
const instanceOverhead = 32<<10 + firstStack

// wake makes the module's image unless there is one; one goroutine does it for all who ask. It returns when that
// is done or the context ends.
func (m *Module) wake(ctx context.Context) error {
	done := m.waking.DoChan("", func() (_ any, err error) {
		defer m.caught("making a module ready", &err)
		if m.ready() {
			return nil, nil
		}
		return nil, m.makeImage(m.running)
	})
	select {
	case result := <-done:
		return result.Err
	case <-ctx.Done():
	case <-m.running.Done():
	}
	life := m.life(ctx)
	return life.Why()
}

func (m *Module) ready() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.image != nil
}

// makeImage is the way of a module: read and checked, metered, compiled, initialised. What was compiled before
// comes from the cache, and is compiled again if wazero does not take it.
func (m *Module) makeImage(ctx context.Context) error {
	decoded, err := wasm.Decode(m.code, m.policy.Module)
	if err != nil {
		return err
	}
	compiler, source := m.engine.compiler, m.source()
	if cached := compiler.Cached(source); cached != nil {
		if err := m.initialize(ctx, decoded, cached); !errors.Is(err, native.ErrNoCode) {
			return err
		}
		m.logger.Warn("the cached code is of no use here; compiling again")
		compiler.Distrust(source)
	}
	made, remove, err := compiler.Compile(ctx, source)
	switch {
	case errors.Is(err, native.ErrTimeout):
		return fmt.Errorf("compiling took longer than %v (Policy.CompileTimeout)", m.policy.CompileTimeout)
	case errors.Is(err, native.ErrMemory):
		return &LimitError{Limit: "memory for compiling (Policy.CompileBytes)", Allowed: m.policy.CompileBytes, Unit: "bytes"}
	case err != nil:
		return err
	}
	defer remove()
	return m.initialize(ctx, decoded, made)
}

func (m *Module) source() native.Source {
	return native.Source{Code: m.code, Digest: m.digest, Limits: m.policy.Module,
		Timeout: m.policy.CompileTimeout, MemoryBytes: m.policy.CompileBytes, Logger: m.logger}
}

// initialize makes the image from what was compiled: it runs the module's initialisation in a first instance,
// takes the snapshot, and keeps the instance for the first call. The error is native.ErrNoCode when that is what is
// wrong with the artifact.
func (m *Module) initialize(ctx context.Context, decoded *wasm.Module, a *native.Artifact) (err error) {
	memory := decoded.MemoryBytes()
	i := &image{globals: a.Globals, counts: a.Counts, fresh: a.Fresh, code: codeKey{m.digest, m.policy.Module}, nativeBytes: a.NativeBytes(),
		bytes: memory, overhead: instanceOverhead + a.StateBytes} // memory is what the snapshot takes at most
	if err := m.takeRoom(ctx, i, a.Bytes(), i.bytes+i.overhead+memory); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, i.free(m.engine))
		}
	}()

	if i.compiled, err = m.link(ctx, a); err != nil {
		m.engine.budget.Give(i.overhead + memory)
		return err
	}
	i.data = a.Data()
	guest, err := m.firstInstance(ctx, i, memory, m.policy.Fuel)
	if err != nil {
		return err
	}
	if i.fresh == "" {
		i.data = nil // the snapshot has it
	}
	defer guest.closeAfter(&err)
	defer m.caught("taking a snapshot", &err)
	if i.snapshot, err = guest.snapshot(); err != nil {
		return err
	}
	more := i.snapshot.bytes() - memory // than was taken for it
	if more > 0 && !m.engine.budget.TryTake(m.holding(), more) {
		return m.engine.budget.Exceeded()
	}
	if more < 0 {
		m.engine.budget.Give(-more)
	}
	i.bytes += more

	m.mu.Lock()
	m.image = i
	m.instances = append(m.instances, guest)
	m.lastUse = time.Now().UnixNano()
	m.mu.Unlock()
	m.keep(guest, time.Now())
	return nil
}

// takeRoom takes all that an image and its first instance need at once, of code what no other image has: modules that wait for more
// while they hold something could wait for each other.
func (m *Module) takeRoom(ctx context.Context, i *image, code, beside int64) error {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	life := m.life(ctx)
	codes := m.engine.codes
	shared := codes.Use(i.code)
	if shared {
		code = 0
	}
	if err := m.takeBudget(&life, code+beside); err != nil {
		if shared {
			codes.Done(i.code)
		}
		return fmt.Errorf("there is no memory for it (Options.MemoryBytes): %w", life.WhyOr(err))
	}
	if !shared {
		codes.Add(i.code, code)
	}
	return nil
}

// takeBudget waits for room, and tells the log where a call ended meanwhile.
func (m *Module) takeBudget(life *lifetime.Life, bytes int64) error {
	b := m.engine.budget
	err := b.Take(life, m.holding(), bytes)
	if errors.Is(err, ErrTimeout) || errors.Is(err, ErrAborted) {
		m.logger.Warn("a call ended while it waited for memory that calls of other modules hold", "limit_bytes", b.Limit())
	}
	return err
}

// link gives what was compiled to wazero, which compiles it if it was not.
func (m *Module) link(ctx context.Context, a *native.Artifact) (_ wazero.CompiledModule, err error) {
	defer m.caught("linking a module", &err)
	ctx, cancel := context.WithTimeout(ctx, m.policy.CompileTimeout)
	defer cancel()
	life := m.life(ctx)
	compiled, err := m.engine.compiler.Link(ctx, m.engine.wazero, a)
	if err != nil && !errors.Is(err, native.ErrNoCode) {
		return nil, fmt.Errorf("not a valid module: %w", quote.Error(life.WhyOr(err)))
	}
	return compiled, err
}

// firstInstance makes an instance, for which there is room, and runs the module's initialisation in it, which has the policy's
// time. What the system takes to give it memory does not count.
func (m *Module) firstInstance(ctx context.Context, i *image, memory, fuel int64) (_ *instance, err error) {
	c := m.newCall(ctx, nil)
	c.fuel = fuel
	defer c.finish()
	if err := c.turn.Take(); err != nil {
		m.engine.budget.Give(i.overhead + memory)
		return nil, err
	}
	defer c.turn.Give()
	guest, err := m.newInstance(c, i, memory)
	if err != nil {
		return nil, fmt.Errorf("initialisation failed: %w", c.failure(err))
	}
	defer guest.closeAfter(&err)
	defer m.caught("initialising an instance", &err)
	bounded, cancel := m.bound(c.ctx)
	defer cancel()
	c.ctx, c.life = bounded, m.life(bounded)
	err = guest.initialize(c, m.convention)
	if errors.Is(err, native.ErrNoCode) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("initialisation failed: %w", c.failure(err))
	}
	guest.initFuel = fuel - c.fuel - int64(guest.fuel.Get())
	guest.settleStacks(m.convention)
	return guest, nil
}

// free gives back what an image holds, whatever wazero does. Its instances are closed before.
func (i *image) free(e *Engine) error {
	e.budget.Give(i.bytes)
	e.codes.Done(i.code)
	if i.compiled == nil {
		return nil
	}
	return panics.Try(e.logger, "freeing a module", func() error { return i.compiled.Close(context.Background()) })
}

// giveUp makes the module close its idle instances and, if no call is running and it may, free its image.
func (m *Module) giveUp(mayFreeImage bool) {
	m.mu.Lock()
	var idle, busy []*instance
	for _, guest := range m.instances {
		if since, ok := guest.take(); ok {
			idle = append(idle, guest)
			m.lastUse = max(m.lastUse, since)
		} else {
			busy = append(busy, guest)
		}
	}
	m.instances = busy
	var image *image
	if len(busy)+m.making == 0 && mayFreeImage {
		image, m.image = m.image, nil
	}
	m.mu.Unlock()
	for _, guest := range idle {
		_ = guest.close()
	}
	if image != nil {
		_ = image.free(m.engine)
	}
}

// A holding is a module as the engine's budget knows it.
type holding Module

func (m *Module) holding() *holding { return (*holding)(m) }

// GiveUp implements budget.Holder.
func (h *holding) GiveUp(mayFreeImage bool) { (*Module)(h).giveUp(mayFreeImage) }

// Idle implements budget.Holder.
func (h *holding) Idle(forItself bool) (idle budget.IdleHolding) {
	h.mu.Lock()
	defer h.mu.Unlock()
	idle.LastUse = h.lastUse
	running := h.making
	for _, guest := range h.instances {
		since := guest.idleSince.Load()
		if since == 0 {
			running++
			continue
		}
		idle.Has = budget.Instances
		idle.Bytes += guest.reserved.taken.Load()
		idle.LastUse = max(idle.LastUse, since)
	}
	if !forItself && h.image != nil && running == 0 {
		idle.Has = budget.All
		idle.Bytes += h.image.bytes + h.engine.codes.Share(h.image.code)
	}
	return idle
}
