package sandbox

import (
	"fmt"

	"github.com/whowasm/whowasm/runtime/internal/pages"
)

// To put memory back as a whole takes less time than to watch it if it is smaller than watchedFrom, in bytes. The first
// time that a guest writes to a page of watched memory takes a microsecond, which costs no fuel: in memory of watchedTo
// that is two milliseconds at most, where a call may have them in one slice.
const (
	watchedFrom = 1 << 20
	watchedTo   = 8 << 20
)

// WholeBecause says why memory of so many bytes is put back as a whole from the beginning, "" if it is not.
func WholeBecause(size int) string {
	switch err := pages.Supported(); {
	case size < watchedFrom:
		return fmt.Sprintf("memory is smaller than %d MiB", watchedFrom>>20)
	case size > watchedTo:
		return fmt.Sprintf("memory is larger than %d MiB", watchedTo>>20)
	case err != nil:
		return err.Error()
	}
	return ""
}

// sparse is the part of its memory, one in so many pages, that calls may write to for watching to be worth it.
const sparse = 8

// watchedCalls is how many calls may share what the kernel saw written. Most calls write to the same pages, which cost
// a fault each when they count as not written again, and as much as two pages to ask for; to copy one costs less.
const watchedCalls = 64

// changed returns what may differ from the snapshot: all of it if the memory was not watched. The next call overwrites
// it.
func (m *linearMemory) changed(s *snapshot) []pages.Range {
	if m.watched != nil {
		written, err := m.watched.Written(m.ranges[:0])
		if err == nil {
			m.count(s, written)
			return written
		}
		m.watched = nil
	}
	m.ranges = append(m.ranges[:0], pages.Range{To: s.size})
	return m.ranges
}

// count takes note of what was written by the calls since memory began to be watched.
func (m *linearMemory) count(s *snapshot, written []pages.Range) {
	m.ranges = written
	m.calls++
	switch many := pages.Bytes(written) > s.size/sparse; {
	case many && m.calls == 1:
		s.whole.Store(true)
	case many:
		m.calls = watchedCalls
	}
}

// watch begins to watch memory that does not differ from the snapshot, if that is of use.
func (m *linearMemory) watch(s *snapshot) {
	if err := m.tryWatch(s); err != nil {
		m.watched = nil
		s.whole.Store(true)
		m.module.Logger.Debug("memory is put back as a whole", "error", err)
	}
}

func (m *linearMemory) tryWatch(s *snapshot) (err error) {
	switch {
	case s.whole.Load():
		m.watched = nil
		return nil
	case m.watched == nil:
		if m.watched, err = pages.Watch(m.reserved[:s.size]); err != nil {
			return err
		}
	case m.calls < watchedCalls:
		return nil
	}
	m.calls = 0
	return m.watched.Reset()
}
