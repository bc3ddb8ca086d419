package runtime

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/internal/native"
	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// An instance is one sandbox: a module with a memory of its own. It runs one call at a time.
type instance struct {
	idleSince    atomic.Int64 // Unix time in nanoseconds, 0 while a call has it and when it is closed
	image        *image
	module       api.Module
	memory       api.Memory
	reserved     *linearMemory       // behind memory
	globals      []api.MutableGlobal // fuel, and the module's own
	fuel         api.MutableGlobal   // what is left of the slice
	stackLeft    api.MutableGlobal   // what functions may take of the stack that do not pay for it
	initFuel     int64               // what its initialisation cost, if it had one
	entry, alloc function
	running      function  // the one that was called last
	seen         int64     // the size of its stack, when it was last looked at
	stacks       int64     // what the functions' stacks take of the budget
	values       [2]uint64 // parameters and results, kept to save an allocation
}

// newInstance makes a sandbox in the state of the module's data, which no code of the module has touched. It has taken of the
// budget what the image says and the given size of memory; that is given back when it is closed, or here if this fails.
func (m *Module) newInstance(c *call, image *image, size int64) (_ *instance, err error) {
	memory := &linearMemory{module: m, call: c, limit: uint64(m.policy.MemoryBytes), room: uint64(size)}
	memory.taken.Store(image.overhead + size)
	module, err := m.instantiate(c, image, memory)
	if err != nil {
		memory.Free()
		return nil, err
	}
	i := &instance{image: image, module: module, reserved: memory}
	defer i.closeAfter(&err)
	defer m.caught("making an instance", &err)
	i.memory = module.ExportedMemory(sdk.ExportMemory)
	c.guest = i
	i.newStacks(m.convention)
	return i, i.findGlobals()
}

// findGlobals finds what the rewriter has made visible.
func (i *instance) findGlobals() error {
	for _, name := range append([]string{wasm.FuelGlobal, wasm.StackGlobal}, i.image.globals...) {
		global, ok := i.module.ExportedGlobal(name).(api.MutableGlobal)
		if !ok {
			return fmt.Errorf("the metered module lacks %s", name)
		}
		i.globals = append(i.globals, global)
	}
	i.fuel, i.stackLeft = i.globals[0], i.globals[1]
	return nil
}

func (m *Module) instantiate(c *call, image *image, memory *linearMemory) (_ api.Module, err error) {
	defer m.caught("instantiating a module", &err)
	config := wazero.NewModuleConfig().
		WithName(""). // any number of instances
		WithStartFunctions()
	return m.engine.wazero.InstantiateModule(experimental.WithMemoryAllocator(c.ctx, memory), image.compiled, config)
}

// initialize writes the module's data and runs its start function and, of a reactor, _initialize. The error is native.ErrNoCode if
// the instance does not have its code.
func (i *instance) initialize(c *call, convention *convention) (err error) {
	defer i.reserved.module.caught("initialising an instance", &err)
	ctx := c.ctx
	if err := i.module.ExportedFunction(wasm.CodeName).CallWithStack(ctx, nil); err != nil {
		return native.ErrNoCode
	}
	if i.image.fresh != "" { // each call does this
		c.charge(i.image.overhead >> overheadShift)
	}
	if err := i.writeData(c); err != nil {
		return err
	}
	if err := i.runIfThere(ctx, wasm.StartName); err != nil || convention != reactor {
		return err
	}
	return i.runIfThere(ctx, sdk.ExportInitialize)
}

// What an instance costs that is initialised, in fuel, beside what the module does itself.
const (
	overheadShift = 3 // 8 bytes that it takes beside its memory cost 1
	dataShift     = 3 // 8 bytes of its data cost 1
)

// writeData writes the module's data into memory. Others go first now and then.
func (i *instance) writeData(c *call) error {
	memory, _ := i.memory.Read(0, i.memory.Size())
	for _, s := range i.image.data {
		if uint64(s.Offset)+uint64(len(s.Bytes)) > uint64(len(memory)) {
			return &dataError{s, len(memory)}
		}
		for part := range slices.Chunk(s.Bytes, copyStep) {
			c.charge(int64(len(part)) >> dataShift)
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

func (i *instance) runIfThere(ctx context.Context, name string) error {
	if f := i.module.ExportedFunction(name); f != nil {
		return i.run(ctx, newFunction(f), nil)
	}
	return nil
}
