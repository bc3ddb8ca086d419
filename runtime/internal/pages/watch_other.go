//go:build !linux || !(amd64 || arm64)

package pages

// Supported returns ErrUnsupported.
func Supported() error { return ErrUnsupported }

// Watch returns ErrUnsupported.
func Watch([]byte) (*Watched, error) { return nil, ErrUnsupported }

// Watched is memory of which the system tells which pages were written.
type Watched struct{}

// Reset returns ErrUnsupported.
func (w *Watched) Reset() error { return ErrUnsupported }

// Written returns ErrUnsupported.
func (w *Watched) Written([]Range) ([]Range, error) { return nil, ErrUnsupported }
