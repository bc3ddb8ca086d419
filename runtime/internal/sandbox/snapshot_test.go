package sandbox

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/whowasm/whowasm/runtime/internal/pages"
	"github.com/whowasm/whowasm/runtime/internal/schedule"
)

// patterned is memory of which about every third page has something, and half of each of those pages.
func patterned(size int) []byte {
	memory := make([]byte, size)
	for at := 0; at < size; at += 3 * pageBytes {
		for i := range memory[at : at+pageBytes/2] {
			memory[at+i] = byte(i%251) + 1
		}
	}
	return memory
}

// TestASnapshotPutsBackRanges overwrites memory, and puts back what was written.
func TestASnapshotPutsBackRanges(t *testing.T) {
	for _, size := range []int{0, pageBytes, 7 * pageBytes, 50 * pageBytes} {
		t.Run(fmt.Sprint(size/pageBytes), func(t *testing.T) {
			first := patterned(size)
			s := snapshotOf(bytes.Clone(first), nil)
			if s.size != size || s.bytes() > int64(size)*2/3+pageBytes {
				t.Errorf("it is of %d bytes and takes %d", s.size, s.bytes())
			}
			random := rand.New(rand.NewPCG(1, 2))
			var turn schedule.Turn
			for range 100 {
				memory := bytes.Clone(first)
				from := random.IntN(size + 1)
				r := pages.Range{From: from, To: from + random.IntN(size-from+1)}
				for i := range memory[r.From:r.To] {
					memory[r.From+i] ^= 0xff
				}
				s.restore(memory, r, &turn)
				if !bytes.Equal(memory, first) {
					t.Fatalf("memory differs after %+v was put back", r)
				}
			}
		})
	}
}

// TestASnapshotHasItsOwnBytes: what it was taken from may change.
func TestASnapshotHasItsOwnBytes(t *testing.T) {
	first := patterned(4 * pageBytes)
	memory := bytes.Clone(first)
	s := snapshotOf(memory, nil)
	for i := range memory {
		memory[i] = 0xff
	}
	var turn schedule.Turn
	s.restore(memory, pages.Range{To: len(memory)}, &turn)
	if !bytes.Equal(memory, first) {
		t.Error("the snapshot has changed with the memory that it was taken from")
	}
}
