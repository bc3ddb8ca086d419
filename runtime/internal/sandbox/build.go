package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/lifetime"
	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// A Host is who the runs of a pool are for: it knows what a call is, and what guests ask of it.
type Host interface {
	// NewRun begins a run that initialises an instance, and that no caller made. The context is what it runs in.
	NewRun(ctx context.Context) *Run
	// Failure says what an error of the run's guest means.
	Failure(r *Run, err error) error
	// End is called once for each run, when the pool is done with it. The host releases the run.
	End(r *Run)
}

// A builder makes instances of a module.
type builder struct {
	*module
	host Host
}

// build makes an instance, for which there is room: a copy of the first one, or initialised as that was where a copy
// would lack something.
func (b *builder) build(r *Run, i *image) (*Instance, error) {
	if i.fresh == "" {
		return b.copyImage(r, i)
	}
	guest, err := b.firstInstance(r.ctx, i, int64(i.snapshot.size), r.fuel)
	if err != nil {
		return nil, &fault.LoadError{Module: b.Name, Err: err}
	}
	return guest, nil
}

// copyImage makes an instance that is a copy of the image. It has its room.
func (b *builder) copyImage(r *Run, i *image) (_ *Instance, err error) {
	if err := r.turn.Take(); err != nil {
		b.budget.Give(i.instanceBytes())
		return nil, err
	}
	guest, err := b.newInstance(r, i, int64(i.snapshot.size))
	if err != nil {
		return nil, err
	}
	defer guest.closeAfter(&err)
	defer Recover(b.Logger, "copying an instance", &err)
	guest.settleStacks()
	if err := guest.growTo(i.snapshot.size); err != nil {
		return nil, err
	}
	if !guest.restore(i.snapshot, &r.turn) {
		return nil, errors.New("a new instance differs from the first one")
	}
	return guest, nil
}

// firstInstance makes an instance, for which there is room, and runs the module's initialisation in it, which has the
// policy's time. What the system takes to give it memory does not count.
func (b *builder) firstInstance(ctx context.Context, i *image, memory, fuel int64) (_ *Instance, err error) {
	r := b.host.NewRun(ctx)
	r.fuel = fuel
	defer b.host.End(r)
	if err := r.turn.Take(); err != nil {
		b.budget.Give(i.overhead + memory)
		return nil, err
	}
	defer r.turn.Give()
	guest, err := b.newInstance(r, i, memory)
	if err != nil {
		return nil, fmt.Errorf("initialisation failed: %w", b.host.Failure(r, err))
	}
	defer guest.closeAfter(&err)
	defer Recover(b.Logger, "initialising an instance", &err)
	if err := guest.growTo(int(b.Program.MemoryBytes)); err != nil {
		return nil, fmt.Errorf("initialisation failed: %w", b.host.Failure(r, err))
	}
	bounded := lifetime.WithTimeout(r.ctx, b.Bounds.Timeout)
	defer bounded.End()
	r.bound(bounded)
	err = b.initialize(r)
	if errors.Is(err, native.ErrNoCode) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("initialisation failed: %w", b.host.Failure(r, err))
	}
	guest.initFuel = fuel - r.fuel - int64(guest.fuel.Get())
	guest.settleStacks()
	return guest, nil
}

// newInstance makes a sandbox in the state of the module's data, which no code of the module has touched. It has taken
// of the budget what the image says and the given size of memory; that is given back when it is closed, or here if this
// fails.
func (b *builder) newInstance(r *Run, image *image, size int64) (_ *Instance, err error) {
	memory := &linearMemory{module: b.module, pace: &r.pace, limit: uint64(b.Bounds.MemoryBytes), room: uint64(size)}
	memory.taken.Store(image.overhead + size)
	made, err := b.instantiate(r.ctx, image, memory)
	if err != nil {
		memory.Free()
		return nil, err
	}
	i := &Instance{module: b.module, image: image, wazero: made, memory: memory}
	defer i.closeAfter(&err)
	defer Recover(b.Logger, "making an instance", &err)
	i.exported = made.ExportedMemory(b.Exports.Memory)
	r.guest = i
	i.newStacks()
	return i, i.findGlobals()
}

func (b *builder) instantiate(ctx context.Context, image *image, memory *linearMemory) (_ api.Module, err error) {
	defer Recover(b.Logger, "instantiating a module", &err)
	config := wazero.NewModuleConfig().
		WithName(""). // any number of instances
		WithStartFunctions()
	return b.wazero.InstantiateModule(experimental.WithMemoryAllocator(ctx, memory), image.compiled, config)
}

// What an instance costs that is initialised, in fuel, beside what the module does itself.
const (
	overheadShift = 3 // 8 bytes that it takes beside its memory cost 1
	dataShift     = 3 // 8 bytes of its data cost 1
)

// initialize writes the module's data and runs its start function and the one that initialises it. The error is
// native.ErrNoCode if the instance does not have its code.
func (b *builder) initialize(r *Run) (err error) {
	defer Recover(b.Logger, "initialising an instance", &err)
	i := r.guest
	if err := i.wazero.ExportedFunction(wasm.CodeName).CallWithStack(r.ctx, nil); err != nil {
		return native.ErrNoCode
	}
	if i.image.fresh != "" { // each run does this
		r.Charge(i.image.overhead >> overheadShift)
	}
	if err := r.writeData(); err != nil {
		return err
	}
	for _, name := range []string{wasm.StartName, b.Exports.Initialize} {
		if f := i.function(name); f.Function != nil {
			if err := i.run(r.ctx, f, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeData writes the module's data into memory. Others go first now and then.
func (r *Run) writeData() error {
	memory, _ := r.guest.exported.Read(0, r.guest.exported.Size())
	for _, s := range r.guest.module.Program.Data {
		if uint64(s.Offset)+uint64(len(s.Bytes)) > uint64(len(memory)) {
			return &dataError{s, len(memory)}
		}
		for part := range slices.Chunk(s.Bytes, copyStep) {
			r.Charge(1 + int64(len(part))>>dataShift)
			s.Offset += uint32(copy(memory[s.Offset:], part))
		}
	}
	return nil
}

// A dataError is data that lies outside of memory.
type dataError struct {
	segment wasm.Segment
	memory  int
}

func (e *dataError) Error() string {
	return fmt.Sprintf("a data segment of %d bytes at %#x lies outside of the memory of %d bytes",
		len(e.segment.Bytes), e.segment.Offset, e.memory)
}
