package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// An instance is one sandbox: a module with a memory of its own. It runs one call at a time.
type instance struct {
	image        *image
	module       api.Module
	memory       api.Memory
	reserved     *linearMemory       // behind memory
	globals      []api.MutableGlobal // fuel, stack, and the module's own
	fuel         api.MutableGlobal   // what is left of the slice
	entry, alloc api.Function
	stack        [2]uint64 // parameters and results, kept to save an allocation
}

// newInstance makes a sandbox in the state of the module's data. Start functions run within c. It has taken of the
// budget what the image says and the given size of memory; that is given back when it is closed, or here if this fails.
func (m *Module) newInstance(c *call, image *image, size int64) (_ *instance, err error) {
	memory := &linearMemory{call: c, limit: uint64(m.policy.MemoryBytes), room: uint64(size), taken: image.overhead + size}
	defer memory.freeOnError(&err)
	config := wazero.NewModuleConfig().
		WithName(""). // any number of instances
		WithStartFunctions().
		WithSysWalltime().WithNanotime(monotonic, 1)
	ctx := experimental.WithMemoryAllocator(c.ctx, memory)
	module, err := m.engine.wazero.InstantiateModule(ctx, image.compiled, config)
	if err != nil {
		return nil, err
	}
	i := &instance{image: image, module: module, reserved: memory, memory: module.ExportedMemory(sdk.ExportMemory)}
	i.dropStacks(m.convention)
	for _, name := range append([]string{wasm.FuelGlobal, wasm.StackGlobal}, image.globals...) {
		global, ok := module.ExportedGlobal(name).(api.MutableGlobal)
		if !ok {
			return nil, errors.Join(fmt.Errorf("the metered module lacks %s", name), module.Close(c.ctx))
		}
		i.globals = append(i.globals, global)
	}
	i.fuel = i.globals[0]
	if err := i.start(c.ctx); err != nil {
		return nil, errors.Join(err, i.close())
	}
	return i, nil
}

func (i *instance) stackGlobal() api.MutableGlobal { return i.globals[1] }

// start looks whether the instance has its code, and runs the module's start function.
func (i *instance) start(ctx context.Context) error {
	if err := i.module.ExportedFunction(wasm.CodeName).CallWithStack(ctx, nil); err != nil {
		return errNoCode
	}
	if f := i.module.ExportedFunction(wasm.StartName); f != nil {
		return f.CallWithStack(ctx, nil)
	}
	return nil
}

// dropStacks makes the functions run on new stacks: wazero's grow, and do not shrink.
func (i *instance) dropStacks(convention *convention) {
	i.entry = i.module.ExportedFunction(convention.entry)
	i.alloc = i.module.ExportedFunction(sdk.ExportAlloc)
}

// initialize runs _initialize, once for the life of the module.
func (i *instance) initialize(ctx context.Context) error {
	if f := i.module.ExportedFunction(sdk.ExportInitialize); f != nil {
		return f.CallWithStack(ctx, nil)
	}
	return nil
}
