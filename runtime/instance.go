package runtime

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/native"
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
	for _, name := range append([]string{wasm.FuelGlobal}, image.globals...) {
		global, ok := module.ExportedGlobal(name).(api.MutableGlobal)
		if !ok {
			return nil, fmt.Errorf("the metered module lacks %s", name)
		}
		i.globals = append(i.globals, global)
	}
	i.fuel = i.globals[0]
	return i, nil
}

func (m *Module) instantiate(c *call, image *image, memory *linearMemory) (_ api.Module, err error) {
	defer m.caught("instantiating a module", &err)
	config := wazero.NewModuleConfig().
		WithName(""). // any number of instances
		WithStartFunctions()
	return m.engine.wazero.InstantiateModule(experimental.WithMemoryAllocator(c.ctx, memory), image.compiled, config)
}

// initialize runs the module's start function and, of a reactor, _initialize. The error is native.ErrNoCode if the instance does not
// have its code.
func (i *instance) initialize(ctx context.Context, convention *convention) (err error) {
	defer i.reserved.module.caught("initialising an instance", &err)
	if err := i.module.ExportedFunction(wasm.CodeName).CallWithStack(ctx, nil); err != nil {
		return native.ErrNoCode
	}
	if err := i.runIfThere(ctx, wasm.StartName); err != nil || convention != reactor {
		return err
	}
	return i.runIfThere(ctx, sdk.ExportInitialize)
}

func (i *instance) runIfThere(ctx context.Context, name string) error {
	if f := i.module.ExportedFunction(name); f != nil {
		return i.run(ctx, newFunction(f), nil)
	}
	return nil
}
