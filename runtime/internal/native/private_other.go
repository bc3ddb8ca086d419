//go:build !unix

package native

import "io/fs"

// checkPrivate cannot tell who may write into a directory here.
func checkPrivate(string) error { return nil }

// isPrivate cannot tell either. Temporary directories are a user's own here.
func isPrivate(fs.FileInfo) bool { return true }
