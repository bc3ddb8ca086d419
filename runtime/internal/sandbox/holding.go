package sandbox

import (
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

// Hold takes room for the module's program, and makes one of its code and that of other modules which have the same. It
// reports false if there is no room. [Pool.Free] gives it back.
func (p *Pool) Hold() bool {
	shared, ok := p.programs.Use(p.digest)
	bytes := dataBytes(p.Program.Data)
	if !ok {
		bytes += int64(len(p.Program.Code))
	}
	if !p.tryTake(bytes) {
		if ok {
			p.programs.Done(p.digest)
		}
		return false
	}
	if !ok {
		shared = p.programs.Add(p.digest, p.Program.Code, int64(len(p.Program.Code)))
	}
	p.Program.Code = shared
	return true
}

func dataBytes(data []wasm.Segment) (n int64) {
	for _, s := range data {
		n += int64(len(s.Bytes))
	}
	return n
}

// Free gives up all that the pool holds, when no run has an instance and none begins any more. The image may be in the
// making: it waits for that.
func (p *Pool) Free() {
	defer func() {
		p.programs.Done(p.digest)
		p.budget.Give(dataBytes(p.Program.Data))
	}()
	_, _, _ = p.waking.Do("", func() (any, error) { return nil, nil })
	p.GiveUp(true)
}
