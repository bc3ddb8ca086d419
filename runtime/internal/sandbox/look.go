package sandbox

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// Facts are what there is to tell of an image.
type Facts struct {
	NativeBytes int64 // of its code, 0 if that is not known
	MemoryBytes int   // after initialisation
	// Fresh says why each run needs a new instance, "" where it does not.
	Fresh  string
	Counts []wasm.Count
}

// Facts tells of the image, which [Pool.Wake] has made and nobody had the pool give up since.
func (p *Pool) Facts() Facts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Facts{p.image.nativeBytes, p.image.snapshot.size, p.image.fresh, p.image.counts}
}

// A Look is what a pool has at a moment.
type Look struct {
	Instances []*Instance // idle or not
	Idle      int         // of them
	Watched   int         // of the idle ones, whose memory tells what was written to it
	Making    int         // runs that make another
}

// Look says what the pool has. The instances are there to be told apart.
func (p *Pool) Look() Look {
	p.mu.Lock()
	defer p.mu.Unlock()
	look := Look{Instances: slices.Clone(p.instances), Making: p.making}
	for _, guest := range p.instances {
		if guest.idleSince.Load() == 0 {
			continue
		}
		look.Idle++
		if guest.memory.watched != nil {
			look.Watched++
		}
	}
	return look
}

// CheckIdle compares the memory of idle instances with the snapshot, as tests want it. No run may begin meanwhile.
func (p *Pool) CheckIdle() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, guest := range p.instances {
		if guest.idleSince.Load() == 0 {
			continue
		}
		if err := p.image.snapshot.compare(guest.exported); err != nil {
			return err
		}
	}
	return nil
}

func (s *snapshot) compare(memory api.Memory) error {
	now, _ := memory.Read(0, memory.Size())
	for _, p := range s.parts {
		want := p.data
		if want == nil {
			want = make([]byte, p.size)
		}
		if !bytes.Equal(now[p.at:p.end()], want) {
			return fmt.Errorf("%d bytes from %d on differ from the snapshot", p.size, p.at)
		}
	}
	return nil
}
