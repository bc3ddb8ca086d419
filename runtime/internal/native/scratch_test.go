package native_test

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/whowasm/whowasm/runtime/internal/native"
)

// asOwner makes the test binary be a process that has a compiler until it is killed.
const asOwner = "TEST_AS_OWNER"

func TestMain(m *testing.M) {
	if os.Getenv(asOwner) != "" {
		if _, err := native.New(native.CacheOff, false, slog.New(slog.DiscardHandler)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("started")
		select {}
	}
	os.Exit(m.Run())
}

// startOwner starts a process that has a compiler. Its files are in the temporary directory of this test.
func startOwner(t *testing.T) (kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asOwner+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(kill)
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "started\n" {
		t.Fatalf("the process says %q", line)
	}
	return kill
}

func entriesOf(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// start makes a compiler, and frees it.
func start(t *testing.T) {
	t.Helper()
	compiler, err := native.New(native.CacheOff, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Error(err)
		return
	}
	if err := compiler.Close(); err != nil {
		t.Error(err)
	}
}

// TestDirectoriesOfKilledProcessesAreRemoved kills one process and lets another one live.
func TestDirectoriesOfKilledProcessesAreRemoved(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // Windows
	kill := startOwner(t)
	killed := entriesOf(t, temporary)
	startOwner(t)
	alive := slices.DeleteFunc(entriesOf(t, temporary), func(name string) bool { return slices.Contains(killed, name) })
	if len(killed) != 1 || len(alive) != 1 {
		t.Fatalf("directories %q and %q", killed, alive)
	}
	left := filepath.Join(temporary, killed[0], "compile-1")
	if err := errors.Join(os.Mkdir(left, 0o700), os.WriteFile(filepath.Join(left, "module"), []byte("x"),
		0o600)); err != nil {
		t.Fatal(err)
	}
	start(t)
	if got := entriesOf(t, temporary); len(got) != 2 {
		t.Errorf("with both alive there are %q", got)
	}
	kill()
	start(t)
	if got := entriesOf(t, temporary); !slices.Equal(got, alive) {
		t.Errorf("there are %q, want %q", got, alive)
	}
}

// TestWhatIsNotOursStays has what only looks like a directory of a process that is gone.
func TestWhatIsNotOursStays(t *testing.T) {
	temporary, elsewhere := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	target := filepath.Join(elsewhere, "target")
	for _, dir := range []string{filepath.Join(temporary, "whowasm-open"), filepath.Join(temporary, "whowasm-nolock"),
		filepath.Join(temporary, ".whowasm-new"), filepath.Join(temporary, "other-1"), target} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(dir) == "whowasm-nolock" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, "lock"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := errors.Join(
		os.Chmod(filepath.Join(temporary, "whowasm-open"), 0o755), // others may look into it
		os.Symlink(target, filepath.Join(temporary, "whowasm-link")),
		os.WriteFile(filepath.Join(temporary, "whowasm-file"), nil, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	before := entriesOf(t, temporary)
	start(t)
	if got := entriesOf(t, temporary); !slices.Equal(got, before) {
		t.Errorf("there are %q, want %q", got, before)
	}
	if _, err := os.Stat(filepath.Join(target, "lock")); err != nil {
		t.Error(err)
	}
}

// TestManyStartAtOnce has directories of killed processes, and many that start and end at once.
func TestManyStartAtOnce(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	for i := range 20 {
		dir := filepath.Join(temporary, fmt.Sprintf("whowasm-%d", i))
		if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "lock"), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	var starters sync.WaitGroup
	for range 8 {
		starters.Go(func() {
			for range 20 {
				start(t)
			}
		})
	}
	starters.Wait()
	if got := entriesOf(t, temporary); len(got) > 0 {
		t.Errorf("there are %q", got)
	}
}

// TestAStartRemovesAFew bounds what a start does in a temporary directory that is full of such directories.
func TestAStartRemovesAFew(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	for i := range 64 {
		dir := filepath.Join(temporary, fmt.Sprintf("whowasm-%d", i))
		if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "lock"), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	start(t)
	if got := entriesOf(t, temporary); len(got) != 32 {
		t.Errorf("one start leaves %d of 64, want 32", len(got))
	}
}
