//go:build unix

package runtime

import "io/fs"

// writableByOthers reports whether a directory's mode lets the group or others write.
func writableByOthers(mode fs.FileMode) bool { return mode.Perm()&0o022 != 0 }
