package guest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sources returns the Go files below a directory, of tests or not, by their paths.
func sources(t *testing.T, dir string, tests bool) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") != tests {
			return err
		}
		source, err := os.ReadFile(path)
		files[filepath.ToSlash(path)] = string(source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
