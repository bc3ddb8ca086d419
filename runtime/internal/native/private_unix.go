//go:build unix

package native

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkPrivate returns an error unless a directory belongs to this user, or the system, and nobody else can write into
// it.
func checkPrivate(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s: other users can write into it, and so could make this process run their code; try chmod go-w",
			dir)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if owner := int(stat.Uid); ok && owner != os.Geteuid() && owner != 0 {
		return fmt.Errorf("%s: it belongs to another user, who could make this process run their code; use a directory of "+
			"your own", dir)
	}
	return nil
}

// isPrivate reports whether a directory belongs to this user, and nobody else can look into it.
func isPrivate(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm() == 0o700
}
