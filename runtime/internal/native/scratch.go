package native

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// A scratch is a directory for temporary files of one process. Its name begins with scratchPrefix, and it has a file
// that the process keeps locked. The system drops the lock when the process ends, however it does: whoever starts next
// in the same temporary directory removes what nobody holds. That goes by locks and not by process numbers, which are
// others' in another container.
//
// While it is made its name begins with newPrefix: one that can be found is locked.
type scratch struct {
	dir  string
	lock *flock.Flock // nil where the file system has no locks, or the directory is not this process's any more
}

const (
	scratchPrefix = "whowasm-"
	newPrefix     = ".whowasm-"
	lockFile      = "lock"
)

// What a start looks at and removes at most, so that it does not take long in a temporary directory that is full.
const (
	maxLooked  = 10_000
	maxRemoved = 32
)

// newScratch makes a directory, after it has removed some of those that nobody holds.
func newScratch() (*scratch, error) {
	temporary, err := filepath.Abs(os.TempDir())
	if err != nil {
		return nil, err
	}
	removeAbandoned(temporary)
	dir, err := os.MkdirTemp(temporary, newPrefix)
	if err != nil {
		return nil, err
	}
	s := &scratch{dir: dir, lock: lockIn(dir, os.O_CREATE|os.O_RDWR)}
	if s.lock == nil {
		_ = os.Remove(filepath.Join(dir, lockFile)) // without it nobody takes the directory for abandoned
	}
	s.dir = filepath.Join(temporary, strings.TrimPrefix(filepath.Base(dir), "."))
	if err := rename(dir, s.dir); err != nil {
		s.dir = dir
		return nil, errors.Join(err, s.remove())
	}
	return s, nil
}

// rename gives a directory a name that nobody has.
func rename(dir, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return &fs.PathError{Op: "rename", Path: to, Err: fs.ErrExist}
	}
	return os.Rename(dir, to)
}

// lockIn locks the file in a directory, opened with flags, and returns nil if it cannot, or somebody else does.
func lockIn(dir string, flags int) *flock.Flock {
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetFlag(flags), flock.SetPermissions(0o600))
	if locked, err := lock.TryLock(); err != nil || !locked {
		_ = lock.Close()
		return nil
	}
	return lock
}

// keep makes a directory in it again where somebody removed it: old files do not stay in temporary directories for
// ever. The lock is not made again, so that what is left of the directory may stay behind.
//
// Another user may have taken the name meanwhile, and may exchange what has it at any time: nothing is made in a
// directory that is not this user's, and where the system's temporary directory is as it should be nobody else can
// rename one that is.
func (s *scratch) keep(inside string) error {
	err := os.Mkdir(s.dir, 0o700)
	if err == nil || errors.Is(err, fs.ErrExist) {
		err = s.check()
	}
	if err == nil {
		err = os.MkdirAll(inside, 0o700)
	}
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return fmt.Errorf("the temporary directory for compiling: %w", err)
	}
	return nil
}

// check refuses a directory that is not one, or not this user's alone.
func (s *scratch) check() error {
	info, err := os.Lstat(s.dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s: not a directory any longer", s.dir)
	case !isPrivate(info):
		return fmt.Errorf("%s: it is another user's, or others may write into it", s.dir)
	}
	return nil
}

// remove removes the directory: the lock's file last, so that what a process leaves that is killed meanwhile is found
// again.
func (s *scratch) remove() error {
	var errs []error
	if info, err := os.Lstat(s.dir); err == nil && info.IsDir() {
		entries, err := os.ReadDir(s.dir)
		errs = append(errs, err)
		for _, entry := range entries {
			if entry.Name() != lockFile {
				errs = append(errs, os.RemoveAll(filepath.Join(s.dir, entry.Name())))
			}
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close()) // before the file is removed, as Windows has it
	}
	return errors.Join(append(errs, os.RemoveAll(s.dir))...)
}

// removeAbandoned removes the directories of processes of this user that are gone. What goes wrong is left for the
// next.
func removeAbandoned(temporary string) {
	removed := 0
	for _, name := range namesIn(temporary) {
		if !strings.HasPrefix(name, scratchPrefix) {
			continue
		}
		if s := abandoned(filepath.Join(temporary, name)); s != nil {
			_ = s.remove()
			if removed++; removed == maxRemoved {
				return
			}
		}
	}
}

// namesIn returns the names in a directory, in no order and not all if they are many.
func namesIn(dir string) []string {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, err := d.Readdirnames(maxLooked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return names
}

// abandoned returns a directory, locked, if it is one of this user's that nobody holds.
func abandoned(dir string) *scratch {
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() || !isPrivate(info) {
		return nil
	}
	lock := lockIn(dir, os.O_RDWR)
	if lock == nil {
		return nil
	}
	if !isLockOf(lock, dir) { // somebody has removed the directory, and it is another's now
		_ = lock.Close()
		return nil
	}
	return &scratch{dir: dir, lock: lock}
}

// isLockOf reports whether the file that was locked is the one that is in the directory.
func isLockOf(lock *flock.Flock, dir string) bool {
	there, err := os.Lstat(filepath.Join(dir, lockFile))
	if err != nil {
		return false
	}
	locked, err := lock.Stat()
	return err == nil && os.SameFile(there, locked)
}
