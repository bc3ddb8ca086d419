package sandbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/quote"
)

// Wake makes the module's image unless there is one; one goroutine does it for all who ask. It returns when that
// is done or the context ends.
func (p *Pool) Wake(ctx context.Context) error {
	done := p.waking.DoChan("", func() (_ any, err error) {
		defer Recover(p.Logger, "making a module ready", &err)
		if p.Ready() {
			return nil, nil
		}
		return nil, p.makeImage(p.Running)
	})
	select {
	case result := <-done:
		return result.Err
	case <-ctx.Done():
	case <-p.Running.Done():
	}
	life := p.life(ctx)
	return life.Why()
}

// Ready reports whether the module has its image.
func (p *Pool) Ready() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.image != nil
}

// makeImage is the way of a program: metered, compiled, initialised. What another module has is taken from that. What
// was compiled before comes from the cache, and is compiled again if wazero does not take it.
func (p *Pool) makeImage(ctx context.Context) error {
	if held, ok := p.codes.Use(p.codeKey()); ok {
		err := p.initializeImage(ctx, held)
		p.codes.Done(p.codeKey())
		if !errors.Is(err, native.ErrNoCode) {
			return err
		}
	}
	source := p.source()
	if cached := p.compiler.Cached(source); cached != nil {
		if err := p.initializeImage(ctx, cached); !errors.Is(err, native.ErrNoCode) {
			return err
		}
		p.Logger.Warn("the cached code is of no use here; compiling again")
		p.compiler.Distrust(source)
	}
	made, remove, err := p.compiler.Compile(ctx, source)
	switch {
	case errors.Is(err, native.ErrTimeout):
		return fmt.Errorf("compiling took longer than %v (Policy.CompileTimeout)", p.Bounds.CompileTimeout)
	case errors.Is(err, native.ErrMemory):
		limit := p.Bounds.CompileBytes
		return &fault.LimitError{Limit: "memory for compiling (Policy.CompileBytes)", Allowed: limit, Unit: "bytes"}
	case err != nil:
		return p.Program.Locate(err)
	}
	defer remove()
	return p.initializeImage(ctx, made)
}

func (p *Pool) codeKey() codeKey { return codeKey{p.digest, p.Bounds.Module} }

func (p *Pool) source() native.Source {
	return native.Source{Code: p.Program.Code, Digest: p.digest, Limits: p.Bounds.Module,
		Timeout: p.Bounds.CompileTimeout, MemoryBytes: p.Bounds.CompileBytes, Logger: p.Logger}
}

// initializeImage makes the image from what was compiled: it runs the module's initialisation in a first instance,
// takes the snapshot, and keeps the instance for the first run. The error is native.ErrNoCode when that is what is
// wrong with the artifact.
func (p *Pool) initializeImage(ctx context.Context, a *native.Artifact) (err error) {
	memory := p.Program.MemoryBytes // what the snapshot takes at most
	i := &image{globals: a.Globals, counts: a.Counts, fresh: a.Fresh, code: p.codeKey(),
		nativeBytes: a.NativeBytes(), bytes: memory, overhead: instanceOverhead + a.StateBytes}
	if err := p.takeRoom(ctx, i, a, i.bytes+i.overhead+memory); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, i.free(p.module))
		}
	}()

	if i.compiled, err = p.link(ctx, a); err != nil {
		p.budget.Give(i.overhead + memory)
		return err
	}
	guest, err := p.firstInstance(ctx, i, memory, p.Bounds.Fuel)
	if err != nil {
		return err
	}
	defer guest.closeAfter(&err)
	if err := p.takeSnapshot(i, guest, memory); err != nil {
		return err
	}
	p.mu.Lock()
	p.image = i
	p.instances = append(p.instances, guest)
	p.lastUse = time.Now().UnixNano()
	p.mu.Unlock()
	p.keep(guest, time.Now())
	return nil
}

// takeSnapshot takes that of the first instance, for which there is room of so many bytes.
func (p *Pool) takeSnapshot(i *image, guest *Instance, room int64) (err error) {
	defer Recover(p.Logger, "taking a snapshot", &err)
	if i.snapshot, err = guest.snapshot(); err != nil {
		return err
	}
	more := i.snapshot.bytes() - room
	if more > 0 && !p.tryTake(more) {
		return p.budget.Exceeded()
	}
	if more < 0 {
		p.budget.Give(-more)
	}
	i.bytes += more
	return nil
}

// takeRoom takes all that an image and its first instance need at once, of code what no other image has: modules that
// wait for more while they hold something could wait for each other.
func (p *Pool) takeRoom(ctx context.Context, i *image, a *native.Artifact, beside int64) error {
	bounded := lifetime.WithTimeout(ctx, p.Bounds.Timeout)
	defer bounded.End()
	life := p.life(bounded)
	code := a.Bytes()
	_, shared := p.codes.Use(i.code)
	if shared {
		code = 0
	}
	if err := p.waitForRoom(&life, code+beside); err != nil {
		if shared {
			p.codes.Done(i.code)
		}
		return fmt.Errorf("there is no memory for it (Options.MemoryBytes): %w", life.WhyOr(err))
	}
	if !shared {
		p.codes.Add(i.code, a, code)
	}
	return nil
}

// link gives what was compiled to wazero, which compiles it if it was not.
func (p *Pool) link(ctx context.Context, a *native.Artifact) (_ wazero.CompiledModule, err error) {
	defer Recover(p.Logger, "linking a module", &err)
	ctx, cancel := context.WithTimeout(ctx, p.Bounds.CompileTimeout)
	defer cancel()
	life := p.life(ctx)
	compiled, err := p.compiler.Link(ctx, p.wazero, a)
	if err != nil && !errors.Is(err, native.ErrNoCode) {
		return nil, fmt.Errorf("not a valid module: %w", quote.Error(life.WhyOr(err)))
	}
	return compiled, err
}
