//go:build !unix

package runtime

import "io/fs"

// writableByOthers cannot be told from the mode.
func writableByOthers(fs.FileMode) bool { return false }
