package sandbox

import (
	"crypto/sha256"
	"slices"

	"github.com/whowasm/whowasm/runtime/internal/budget"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// GiveUp implements [budget.Holder]. The pool closes its idle instances and, if it may and no run has one, frees its
// image.
func (p *Pool) GiveUp(mayFreeImage bool) {
	p.mu.Lock()
	var idle, busy []*Instance
	for _, guest := range p.instances {
		if since, ok := guest.take(); ok {
			idle = append(idle, guest)
			p.lastUse = max(p.lastUse, since)
		} else {
			busy = append(busy, guest)
		}
	}
	p.instances = busy
	var image *image
	if len(busy)+p.making == 0 && mayFreeImage {
		image, p.image = p.image, nil
	}
	p.mu.Unlock()
	for _, guest := range idle {
		_ = guest.close()
	}
	if image != nil {
		_ = image.free(p.module)
	}
}

// Idle implements [budget.Holder].
func (p *Pool) Idle(forItself bool) (idle budget.IdleHolding) {
	p.mu.Lock()
	defer p.mu.Unlock()
	idle.LastUse = p.lastUse
	running := p.making
	for _, guest := range p.instances {
		since := guest.idleSince.Load()
		if since == 0 {
			running++
			continue
		}
		idle.Has = budget.Instances
		idle.Bytes += guest.memory.taken.Load()
		idle.LastUse = max(idle.LastUse, since)
	}
	if !forItself && p.image != nil && running == 0 {
		idle.Has = budget.All
		idle.Bytes += p.image.bytes + p.codes.Share(p.image.code)
	}
	return idle
}

// pieceBytes is how large the pieces of data are that modules share, in bytes.
const pieceBytes = 16 << 10

// Hold takes room for the module's program. Its code, and pieces of its data, become one with those of other modules
// that are the same. It reports false if there is no room. [Pool.Free] gives it back.
func (p *Pool) Hold() bool {
	code, ok := p.holdPiece(p.digest, p.Program.Code)
	if !ok {
		return false
	}
	p.Program.Code = code
	var data []wasm.Segment
	for _, s := range p.Program.Data {
		for piece := range slices.Chunk(s.Bytes, pieceBytes) {
			held, ok := p.holdPiece(digestOf(piece), piece)
			if !ok {
				p.dropPieces()
				return false
			}
			data = append(data, wasm.Segment{Offset: s.Offset, Bytes: held})
			s.Offset += uint32(len(piece))
		}
		if len(s.Bytes) == 0 { // it must lie in memory, too
			data = append(data, s)
		}
	}
	p.Program.Data = data
	return true
}

func digestOf(bytes []byte) string {
	sum := sha256.Sum256(bytes)
	return string(sum[:])
}

// holdPiece returns the bytes that are held for all, which are new ones if nobody has them.
func (p *Pool) holdPiece(digest string, bytes []byte) (held []byte, ok bool) {
	if held, ok = p.pieces.Use(digest); !ok {
		if !p.tryTake(int64(len(bytes))) {
			return nil, false
		}
		held = p.pieces.Add(digest, slices.Clone(bytes), int64(len(bytes)))
	}
	p.holds = append(p.holds, digest)
	return held, true
}

func (p *Pool) dropPieces() {
	for _, digest := range p.holds {
		p.pieces.Done(digest)
	}
	p.holds = nil
}

// Free gives up all that the pool holds, when no run has an instance and none begins any more. The image may be in the
// making: it waits for that.
func (p *Pool) Free() {
	defer p.dropPieces()
	_, _, _ = p.waking.Do("", func() (any, error) { return nil, nil })
	p.GiveUp(true)
}
