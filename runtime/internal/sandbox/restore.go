package sandbox

import (
	"fmt"

	"github.com/whowasm/whowasm/runtime/internal/schedule"
)

// pageBytes is the unit of linear memory.
const pageBytes = 64 << 10

// snapshot copies the instance's state.
func (i *Instance) snapshot() (*snapshot, error) {
	memory, ok := i.exported.Read(0, i.exported.Size())
	if !ok {
		return nil, fmt.Errorf("memory of %d bytes cannot be read", i.exported.Size())
	}
	s := snapshotOf(memory, i.globals)
	s.whole.Store(WholeBecause(s.size) != "")
	return s, nil
}

// restore puts the instance into the state of a snapshot. It reports false when that cannot be done: the instance was
// closed, or its memory grew and cannot be cut back. The run, whose turn it is, lets others go first now and then.
func (i *Instance) restore(s *snapshot, turn *schedule.Turn) bool {
	if i.memory.size > uint64(s.size) && !i.cutBack(uint64(s.size)) {
		return false
	}
	memory, ok := i.exported.Read(0, i.exported.Size())
	if !ok || i.wazero.IsClosed() || len(memory) != s.size {
		return false
	}
	for _, r := range i.memory.changed(s) {
		s.restore(memory, r, turn)
	}
	i.memory.watch(s)
	for index, global := range i.globals {
		global.Set(s.globals[index])
	}
	return true
}

// rewind puts back what the rewriter added and nothing else, as Bounds.KeepState wants it.
func (i *Instance) rewind(s *snapshot) bool {
	i.fuel.Set(s.globals[0])
	return !i.wazero.IsClosed()
}

// growTo gives the instance so many bytes of memory. The error is that the run is over.
func (i *Instance) growTo(size int) (err error) {
	defer Recover(i.module.Logger, "growing an instance", &err)
	if missing := size - int(i.exported.Size()); missing > 0 {
		i.exported.Grow(uint32(missing / pageBytes))
	}
	return nil
}

// cutBack takes from an instance what its memory has grown by. It reports false where that cannot be done: at the
// largest size that the module declares.
//
// wazero's memory can only grow, but takes for its new size what Reallocate returns.
func (i *Instance) cutBack(size uint64) bool {
	m := i.memory
	m.size, m.cutting = size, true
	i.exported.Grow(1)
	m.cutting = false
	if uint64(i.exported.Size()) != size {
		return false
	}
	m.keepGrowth(size)
	return true
}
