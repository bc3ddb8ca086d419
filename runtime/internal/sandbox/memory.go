package sandbox

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero/experimental"

	"github.com/whowasm/whowasm/runtime/internal/pages"
)

// linearMemory is the memory of one instance. All the addresses that it may have are reserved when it is made, so that
// it grows without being copied: a guest would otherwise make the host copy for as long as it takes.
type linearMemory struct {
	module    *module
	pace      *pace // of the run that has it, nil for none
	limit     uint64
	reserved  []byte
	size      uint64       // how much of it is the guest's
	populated uint64       // how much of it has room
	room      uint64       // how large it may grow without asking the budget
	taken     atomic.Int64 // of the budget, to be given back with the memory

	grown int64 // how much of growth.bytes is its own
	kept  int64 // how much of growth.kept is its own
	large bool  // it is one of growth.large

	cutting bool // Reallocate is to return as much as size says

	watched *pages.Watched // nil while nobody knows what is written
	ranges  []pages.Range  // of changed, kept to save an allocation
	calls   int            // since it began to be watched, or was reset
}

// Allocate implements experimental.MemoryAllocator, for one memory.
func (m *linearMemory) Allocate(_, max uint64) experimental.LinearMemory {
	size := min(m.limit, max)
	reserved, err := pages.Reserve(size)
	if err != nil {
		panic(Stop{fmt.Errorf("reserving %d bytes of memory: %w", size, err)})
	}
	m.reserved = reserved
	return m
}

// Reallocate implements experimental.LinearMemory. Nil makes memory.grow answer -1. It stops a guest for which
// the engine has no room: whether it could have gone on is not to depend on what others do.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if m.cutting {
		size = m.size
	}
	if size > uint64(len(m.reserved)) {
		return nil
	}
	if size > m.room {
		more := int64(size - m.room)
		if err := m.mayGrow(more); err != nil {
			panic(Stop{err})
		}
		if !m.module.tryTake(more) {
			panic(Stop{m.module.budget.Exceeded()})
		}
		m.room = size
		m.taken.Add(more)
	}
	m.populate(size)
	m.size = size
	return m.reserved[:size]
}

// keptGrowth is how much memory beyond what it begins with an instance keeps its room for, in bytes: to clear it takes
// a tenth of the time that the system takes to give it again.
const keptGrowth = 4 << 20

// keepGrowth gives back what memory has grown by beyond a size, but for room that the next call may want. All that a
// module's instances keep so is bounded like what its calls grow by: busy ones would hold it beside that.
func (m *linearMemory) keepGrowth(size uint64) {
	keep := min(int64(m.room-size), keptGrowth)
	g := &m.module.growth
	if more := keep - m.kept; more > 0 && g.kept.Add(more) > g.limit {
		g.kept.Add(-more)
		keep = m.kept
	}
	m.kept = max(keep, m.kept)
	clear(m.reserved[size:][:min(uint64(keep), m.populated-size)])
	m.giveBack(size + uint64(keep))
}

// giveBack gives the system and the budget what memory has beyond a size.
func (m *linearMemory) giveBack(size uint64) {
	if m.populated > size {
		pages.GiveBack(m.reserved[size:m.populated])
		m.populated = size
	}
	if m.room > size {
		more := int64(m.room - size)
		m.room = size
		m.taken.Add(-more)
		m.module.budget.Give(more)
	}
}

// populateStep is how much memory gets its room at a time, in bytes: a tenth of a millisecond, or one where the system
// has to make that room itself.
const populateStep = 256 << 10

// populate makes the system give the memory its room, which takes much longer than to write into it afterwards: a guest
// that touched page after page could do so for tens of milliseconds in one slice of fuel.
func (m *linearMemory) populate(size uint64) {
	for m.populated < size {
		if err := m.pace.pause(time.Now()); err != nil {
			panic(Stop{err})
		}
		step := min(populateStep, size-m.populated)
		pages.Populate(m.reserved[m.populated:][:step])
		m.populated += step
	}
}

// mayGrow waits while too many calls of the module have grown. One that has waited is large: it may grow as it likes,
// and no more are than compute. The others' growth is an eighth of what the engine may hold, at most.
func (m *linearMemory) mayGrow(more int64) error {
	g := &m.module.growth
	if m.large {
		return nil
	}
	if g.bytes.Add(more) <= g.limit {
		m.grown += more
		return nil
	}
	g.bytes.Add(-more)
	return m.pace.turn.Outside(m.taken.Load(), func() {
		select {
		case g.large <- struct{}{}:
			m.large = true
		case <-m.pace.life.Call().Done():
		case <-m.module.Running.Done():
		}
	})
}

// forgetGrowth forgets how much memory has grown: it is free, or an instance begins with it.
func (m *linearMemory) forgetGrowth() {
	m.module.growth.bytes.Add(-m.grown)
	m.grown = 0
	if m.large {
		m.large = false
		<-m.module.growth.large
	}
}

// Free implements experimental.LinearMemory. Freeing twice is harmless.
func (m *linearMemory) Free() {
	m.forgetGrowth()
	m.module.growth.kept.Add(-m.kept)
	m.kept = 0
	pages.Release(m.reserved)
	m.reserved = nil
	m.module.budget.Give(m.taken.Swap(0))
}
