//go:build amd64 || arm64

package pages_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/whowasm/whowasm/runtime/internal/pages"
)

// watch returns memory of so many pages that is watched.
func watch(t testing.TB, count int) (memory []byte, watched *pages.Watched) {
	t.Helper()
	memory, err := pages.Reserve(uint64(count * os.Getpagesize()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pages.Release(memory) })
	pages.Populate(memory)
	watched, err = pages.Watch(memory)
	if errors.Is(err, pages.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return memory, watched
}

func written(t testing.TB, watched *pages.Watched) []pages.Range {
	t.Helper()
	ranges, err := watched.Written(nil)
	if err != nil {
		t.Fatal(err)
	}
	return ranges
}

func reset(t testing.TB, watched *pages.Watched) {
	t.Helper()
	if err := watched.Reset(); err != nil {
		t.Fatal(err)
	}
}

// TestWritten writes to pages by chance, and finds those and no others.
func TestWritten(t *testing.T) {
	const count = 1024
	page := os.Getpagesize()
	memory, watched := watch(t, count)
	if got := pages.Bytes(written(t, watched)); got != len(memory) {
		t.Errorf("%d bytes count as written before the first Reset, want all %d", got, len(memory))
	}
	for round := range 50 {
		reset(t, watched)
		if got := written(t, watched); len(got) != 0 {
			t.Fatalf("round %d: %v count as written after Reset", round, got)
		}
		wrote := make([]bool, count)
		sum := byte(0)
		for range rand.IntN(count) {
			at := rand.IntN(len(memory))
			wrote[at/page] = true
			memory[at] = byte(round)
			sum += memory[rand.IntN(len(memory))] // reading is no writing
		}
		var want []pages.Range
		for i, w := range wrote {
			switch last := len(want) - 1; {
			case !w:
			case last >= 0 && want[last].To == i*page:
				want[last].To += page
			default:
				want = append(want, pages.Range{From: i * page, To: (i + 1) * page})
			}
		}
		if got := written(t, watched); !slices.Equal(got, want) {
			t.Fatalf("round %d: got %v, want %v", round, got, want)
		}
		if got := written(t, watched); !slices.Equal(got, want) {
			t.Fatalf("round %d: asked again, got %v, want %v", round, got, want)
		}
		_ = sum
	}
}

// TestTheSystemWrites has the kernel write, on behalf of the process.
func TestTheSystemWrites(t *testing.T) {
	page := os.Getpagesize()
	memory, watched := watch(t, 8)
	reset(t, watched)
	file, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Read(memory[3*page-1 : 3*page+1]); err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, watched), []pages.Range{{From: 2 * page, To: 4 * page}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// BenchmarkWatched writes to pages of 4.5 MiB, asks which, and resets.
func BenchmarkWatched(b *testing.B) {
	page := os.Getpagesize()
	memory, watched := watch(b, 4608<<10/page)
	for _, count := range []int{0, 10, 50, 200} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			var ranges []pages.Range
			b.ReportAllocs()
			for b.Loop() {
				for i := range count {
					memory[i*7919*page%len(memory)]++
				}
				var err error
				if ranges, err = watched.Written(ranges[:0]); err != nil {
					b.Fatal(err)
				}
				reset(b, watched)
			}
		})
	}
}
