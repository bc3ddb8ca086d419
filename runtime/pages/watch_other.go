//go:build !linux || !(amd64 || arm64)

package pages

// Supported returns ErrUnsupported.
func Supported() error { return ErrUnsupported }

// Watch returns ErrUnsupported.
func Watch([]byte) (*Watched, error) { return nil, ErrUnsupported }

// Watched is memory of which the system tells which pages were written.
type Watched struct{}

func (w *Watched) Reset() error { return ErrUnsupported }

func (w *Watched) Written([]Range) ([]Range, error) { return nil, ErrUnsupported }
