package guest

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/tetratelabs/wazero/api"
)

// The clocks that a guest has. Source: WASI preview 1, "clockid".
const (
	clockRealtime  = 0
	clockMonotonic = 1
)

// started is when the monotonic clock of guests began.
var started = time.Now()

// readClock returns what a clock shows, in nanoseconds, and false for a clock that there is not.
func readClock(id uint32) (nanoseconds int64, ok bool) {
	switch id {
	case clockRealtime:
		return time.Now().UnixNano(), true
	case clockMonotonic:
		return int64(time.Since(started)), true
	}
	return 0, false
}

func clockTime(_ *Call, memory api.Memory, p params) errno {
	now, ok := readClock(p.u32(0))
	if !ok {
		return wasiInvalid
	}
	return store(memory, p.u32(2), uint64(now))
}

// clockResolution answers nanoseconds: a microsecond of the real clock, which systems set now and then.
func clockResolution(_ *Call, memory api.Memory, p params) errno {
	switch p.u32(0) {
	case clockRealtime:
		return store(memory, p.u32(1), 1000)
	case clockMonotonic:
		return store(memory, p.u32(1), 1)
	}
	return wasiInvalid
}

// store writes a number where the guest wants it.
func store(memory api.Memory, at uint32, value uint64) errno {
	if !memory.WriteUint64Le(at, value) {
		return wasiFault
	}
	return wasiSuccess
}

// Layouts of poll_oneoff. Source: WASI preview 1, "subscription" and "event".
const (
	subscriptionBytes = 48
	eventBytes        = 32
	eventClock        = 0
	eventRead         = 1
	eventWrite        = 2
	clockAbsolute     = 1
)

// pollOneoff waits for the first of some events. Standard streams are always ready, and so is what cannot happen: its
// event says why. So it sleeps only where clocks are all that a guest waits for.
func pollOneoff(c *Call, memory api.Memory, p params) errno {
	in, out, count, result := p.u32(0), p.u32(1), p.u32(2), p.u32(3)
	if count == 0 || count > maxVectors {
		return wasiInvalid
	}
	c.Charge(int64(count) * fuelVector)
	text, ok := memory.Read(in, count*subscriptionBytes)
	events, ok2 := memory.Read(out, count*eventBytes)
	if _, ok3 := memory.Read(result, 4); !ok || !ok2 || !ok3 {
		return wasiFault
	}
	now := clockReadings()
	first := time.Duration(math.MaxInt64)
	for i := range count {
		first = min(first, readSubscription(text, i).wait(now))
	}
	if first > 0 {
		c.sleep(first)
	}
	happened := uint32(0)
	for i := range count {
		if s := readSubscription(text, i); s.wait(now) <= first { // otherwise a later one
			s.event().write(events[happened*eventBytes:])
			happened++
		}
	}
	memory.WriteUint32Le(result, happened)
	return wasiSuccess
}

// readings are what the clocks showed at one time, by their numbers.
type readings [2]int64

func clockReadings() (now readings) {
	for id := range now {
		now[id], _ = readClock(uint32(id))
	}
	return now
}

// A subscription is one of the events that a poll_oneoff waits for.
type subscription struct {
	userData uint64
	kind     byte
	id       uint32 // of a clock, or a descriptor
	timeout  uint64 // of a clock, in nanoseconds
	flags    uint16 // of a clock
}

// readSubscription reads one of the guest's.
func readSubscription(text []byte, i uint32) subscription {
	s := text[i*subscriptionBytes:][:subscriptionBytes]
	return subscription{
		userData: binary.LittleEndian.Uint64(s),
		kind:     s[8],
		id:       binary.LittleEndian.Uint32(s[16:]),
		timeout:  binary.LittleEndian.Uint64(s[24:]),
		flags:    binary.LittleEndian.Uint16(s[40:]),
	}
}

// problem is why the event cannot happen.
func (s subscription) problem() errno {
	switch s.kind {
	case eventClock:
		if s.id > clockMonotonic || s.flags&^clockAbsolute != 0 {
			return wasiInvalid
		}
		return wasiSuccess
	case eventRead, eventWrite:
		return streamOr(s.id, wasiSuccess)
	}
	return wasiInvalid
}

// wait is how long to wait for the event, 0 for one that is ready.
func (s subscription) wait(now readings) time.Duration {
	if s.kind != eventClock || s.problem() != wasiSuccess {
		return 0
	}
	at := int64(min(s.timeout, math.MaxInt64))
	if s.flags&clockAbsolute != 0 {
		at = max(at-now[s.id], 0)
	}
	return time.Duration(at)
}

// An event is a subscription that is over.
type event struct {
	userData uint64
	problem  errno
	kind     byte
}

func (s subscription) event() event { return event{s.userData, s.problem(), s.kind} }

func (e event) write(room []byte) {
	room = room[:eventBytes]
	clear(room)
	binary.LittleEndian.PutUint64(room, e.userData)
	binary.LittleEndian.PutUint16(room[8:], uint16(e.problem))
	room[10] = e.kind
}
