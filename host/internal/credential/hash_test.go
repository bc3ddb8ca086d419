package credential

import (
	"crypto/sha256"
	"testing"
)

// BenchmarkHash compares the hash of a credential of 800 bytes with the plainer choice.
func BenchmarkHash(b *testing.B) {
	credential := make([]byte, 800)
	b.Run("gmac", func(b *testing.B) {
		f, err := NewReader(nil, nil, nil)
		if err != nil {
			b.Fatal(err)
		}
		s := new(scratch)
		for b.Loop() {
			f.hash.Seal(s.tag[:0], s.nonce[:], nil, credential)
		}
	})
	b.Run("sha256", func(b *testing.B) {
		for b.Loop() {
			sha256.Sum256(credential)
		}
	})
}
