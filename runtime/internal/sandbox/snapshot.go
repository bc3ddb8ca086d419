package sandbox

import (
	"bytes"
	"runtime"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/internal/pages"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
)

// A snapshot is the state from which every run starts: what initialisation left behind. Of memory it has what is
// not zero, which for a guest in Go is half of it: to clear is faster than to copy.
type snapshot struct {
	size    int // of memory, in bytes
	parts   []part
	globals []uint64
	whole   atomic.Bool // memory is put back as a whole, whatever was written
}

// A part is what memory has from an address on.
type part struct {
	at, size int
	data     []byte // nil for zeros
}

func (p part) end() int { return p.at + p.size }

// blockBytes is the smallest part.
const blockBytes = 1 << 10

var zeros [blockBytes]byte

// snapshotOf copies an instance's memory and globals.
func snapshotOf(memory []byte, globals []api.MutableGlobal) *snapshot {
	s := &snapshot{size: len(memory), parts: partsOf(memory)}
	s.copyData()
	for _, global := range globals {
		s.globals = append(s.globals, global.Get())
	}
	return s
}

// partsOf finds the parts of memory, which consists of whole blocks. They share its bytes.
func partsOf(memory []byte) (parts []part) {
	for at := 0; at < len(memory); at += blockBytes {
		block := memory[at : at+blockBytes]
		if bytes.Equal(block, zeros[:]) {
			block = nil
		}
		if len(parts) == 0 || (parts[len(parts)-1].data == nil) != (block == nil) {
			parts = append(parts, part{at: at})
		}
		last := &parts[len(parts)-1]
		last.size += blockBytes
		if block != nil {
			last.data = memory[last.at:last.end()]
		}
	}
	return parts
}

// dataStep is how much of memory is copied at a time into a snapshot, in bytes.
const dataStep = 256 << 10

// copyData copies the parts' bytes, into one piece of memory: as many small ones take twice as long to read.
func (s *snapshot) copyData() {
	data := make([]byte, 0, s.bytes())
	for _, p := range s.parts {
		for step := range slices.Chunk(p.data, dataStep) {
			data = append(data, step...)
			runtime.Gosched() // the garbage collector cannot interrupt a copy, and hardly hits what is between two
		}
	}
	for i := range s.parts {
		if p := &s.parts[i]; p.data != nil {
			p.data, data = data[:p.size:p.size], data[p.size:]
		}
	}
}

// bytes is what the snapshot takes.
func (s *snapshot) bytes() (n int64) {
	for _, p := range s.parts {
		n += int64(len(p.data))
	}
	return n
}

// copyStep is how much memory is written at a time, in bytes: the garbage collector cannot interrupt one copy, and
// below a MiB Go's is half as fast.
const copyStep = 1 << 20

// restore writes what the snapshot has of a range of memory.
func (s *snapshot) restore(memory []byte, r pages.Range, turn *schedule.Turn) {
	first := sort.Search(len(s.parts), func(n int) bool { return s.parts[n].end() > r.From })
	for _, p := range s.parts[first:] {
		from, to := max(p.at, r.From), min(p.end(), r.To)
		if from >= to {
			return
		}
		p.restore(memory, from, to, turn)
	}
}

// restore writes what the part has between two addresses.
func (p part) restore(memory []byte, from, to int, turn *schedule.Turn) {
	for ; from < to; from += copyStep {
		next := min(from+copyStep, to)
		if p.data == nil {
			clear(memory[from:next])
		} else {
			copy(memory[from:next], p.data[from-p.at:])
		}
		if next < to {
			_ = turn.Pass(time.Now()) // a run that is over puts back what it used all the same
		}
	}
}
