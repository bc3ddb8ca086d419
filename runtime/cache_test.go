package runtime_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/cache"

	"github.com/whowasm/whowasm/runtime"
)

// TestMain keeps the cache of the tests apart from the user's.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "whowasm-test-")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} { // of the guests that are built, as they are now
		if value, err := exec.Command("go", "env", name).Output(); err == nil {
			os.Setenv(name, strings.TrimSpace(string(value)))
		}
	}
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		os.Setenv(name, dir)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// start makes an engine with a cache, loads a module, asks it, and returns the log.
func start(t testing.TB, cache string) string {
	t.Helper()
	log := new(logBuffer)
	logger := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	engine, err := runtime.New(t.Context(), runtime.Options{Logger: logger, CacheDir: cache})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	module := load(t, engine, "identity", runtime.Policy{})
	if who, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil || who == nil || who.UserID != "u-1" {
		t.Fatal(who, err)
	}
	return log.String()
}

const compiled = "msg=compiled "

func TestCompiledOnce(t *testing.T) {
	cache := t.TempDir()
	if log := start(t, cache); !strings.Contains(log, compiled) {
		t.Error("not compiled at the first start:", log)
	}
	if log := start(t, cache); strings.Contains(log, compiled) {
		t.Error("compiled again:", log)
	}
}

func TestCacheOff(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	for range 2 {
		if log := start(t, runtime.CacheOff); !strings.Contains(log, compiled) {
			t.Error("not compiled:", log)
		}
	}
	if entries, _ := os.ReadDir(cache); len(entries) > 0 {
		t.Errorf("the cache is off, and there is %s", entries[0].Name())
	}
}

// cacheFiles returns the files of a cache, the index and the data.
func cacheFiles(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && entry.Name() != "trim.txt" {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) != 4 {
		t.Fatal("want 4 files, of native code and of the module without it:", files, err)
	}
	return files
}

// TestDamagedCache damages each file in each way: the module is compiled again and the cache is whole after it.
func TestDamagedCache(t *testing.T) {
	for name, damage := range map[string]func(text []byte) []byte{
		"a byte at the start":    func(text []byte) []byte { text[0] ^= 1; return text },
		"a byte in the middle":   func(text []byte) []byte { text[len(text)/2] ^= 0x10; return text },
		"a byte at the end":      func(text []byte) []byte { text[len(text)-1] ^= 0x80; return text },
		"half of it":             func(text []byte) []byte { return text[:len(text)/2] },
		"nothing":                func(text []byte) []byte { return nil },
		"more at the end":        func(text []byte) []byte { return append(text, "more"...) },
		"zeros of the same size": func(text []byte) []byte { return make([]byte, len(text)) },
	} {
		t.Run(name, func(t *testing.T) {
			cache := t.TempDir()
			start(t, cache)
			for _, file := range cacheFiles(t, cache) {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, damage(text), 0o600); err != nil {
					t.Fatal(err)
				}
				start(t, cache)
				if log := start(t, cache); strings.Contains(log, compiled) {
					t.Error("the cache was not repaired:", file, log)
				}
			}
		})
	}
}

// TestFullCache puts the device that is always full in the place of the files. /dev/full is Linux's.
func TestFullCache(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	cache := t.TempDir()
	start(t, cache)
	for _, file := range cacheFiles(t, cache) {
		if err := errors.Join(os.Remove(file), os.Symlink("/dev/full", file)); err != nil {
			t.Fatal(err)
		}
	}
	if log := start(t, cache); !strings.Contains(log, "compiled code is not cached") || !strings.Contains(log,
		"no space left on device") {
		t.Error("want a warning:", log)
	}
}

// TestUnwritableCache puts files in the place of the directories. (For root no mode is an obstacle.)
func TestUnwritableCache(t *testing.T) {
	cache := t.TempDir()
	engine, err := runtime.New(t.Context(), runtime.Options{CacheDir: cache})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	entries, err := os.ReadDir(cache)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		path := filepath.Join(cache, entry.Name())
		if err := errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	module := load(t, engine, "identity", runtime.Policy{})
	if _, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil {
		t.Error(err)
	}
}

func TestCacheThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	open := t.TempDir()
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	within := t.TempDir()
	start(t, within)
	if err := errors.Join(os.Chmod(within, 0o755), os.Chmod(filepath.Join(within, "7f"), 0o777)); err != nil {
		t.Fatal(err)
	}
	wants := map[string]string{
		file:   "not a directory",
		open:   "other users can write into it, and so could make this process run their code; try chmod go-w",
		within: filepath.Join(within, "7f") + ": other users can write into it",
	}
	if os.Geteuid() == 0 {
		foreign := t.TempDir()
		if err := os.Chown(foreign, 12345, 12345); err != nil {
			t.Fatal(err)
		}
		wants[foreign] = "it belongs to another user"
	}
	for dir, want := range wants {
		engine, err := runtime.New(t.Context(), runtime.Options{CacheDir: dir})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("got %v, want %q and the directory", err, want)
		}
		if engine != nil {
			engine.Close(context.Background())
		}
	}
	t.Setenv("XDG_CACHE_HOME", file) // the default, which nobody asked for
	start(t, "")
}

// TestCodeForAnotherMachine is a cache whose native code wazero does not look for, as on another kind of processor.
func TestCodeForAnotherMachine(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	renameNative(t, dir)
	if log := start(t, dir); !strings.Contains(log, "the cached code is of no use here") {
		t.Error("want a warning:", log)
	}
	if log := start(t, dir); strings.Contains(log, compiled) {
		t.Error("the cache was not repaired:", log)
	}
}

// renameNative changes where wazero looks for the native code of a cached module.
func renameNative(t *testing.T, dir string) {
	disk, err := cache.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	renamed := 0
	for _, path := range cacheFiles(t, dir) {
		name, isEntry := strings.CutSuffix(filepath.Base(path), "-a")
		id, err := hex.DecodeString(name)
		if !isEntry || err != nil {
			continue
		}
		key := cache.ActionID(id)
		text, _, err := disk.GetBytes(key)
		header, module, _ := bytes.Cut(text, []byte("\n"))
		var artifact map[string]any
		if err != nil || json.Unmarshal(header, &artifact) != nil {
			continue // native code
		}
		artifact["file"] = "another"
		if header, err = json.Marshal(artifact); err == nil {
			err = disk.PutBytes(key, append(append(header, '\n'), module...))
		}
		if err != nil {
			t.Fatal(err)
		}
		renamed++
	}
	if renamed != 1 {
		t.Fatalf("%d artifacts are in the cache, want 1", renamed)
	}
}

// TestSharedCache lets engines use a cache at once, which is how processes share it: through files alone.
func TestSharedCache(t *testing.T) {
	cache := t.TempDir()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				start(t, cache)
			}
		})
	}
	wg.Wait()
}

// TestNoTemporaryDirectory shows that modules run where nothing can be written, if they are trusted.
func TestNoTemporaryDirectory(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	_, err := runtime.New(t.Context(), runtime.Options{})
	if err == nil || !strings.Contains(err.Error(), "set TMPDIR, or Options.CompileInProcess for modules that you trust") {
		t.Error("got", err)
	}
	engine, err := runtime.New(t.Context(), runtime.Options{CompileInProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	module := load(t, engine, "identity", runtime.Policy{})
	if _, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil {
		t.Error(err)
	}
}

// TestTemporaryDirectoryIsCleaned removes what an engine has in the temporary directory, as those do who clean it of
// old files, and puts something else in its place.
func TestTemporaryDirectoryIsCleaned(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	engine, err := runtime.New(t.Context(), runtime.Options{CacheDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	entries, err := os.ReadDir(temporary)
	if err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	scratch := filepath.Join(temporary, entries[0].Name())
	for range 2 { // compiled, and from the cache
		if err := os.RemoveAll(scratch); err != nil {
			t.Fatal(err)
		}
		module := load(t, engine, "identity", runtime.Policy{})
		if _, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil {
			t.Error(err)
		}
	}
	if err := errors.Join(os.RemoveAll(scratch), os.Symlink(t.TempDir(), scratch)); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.LoadFile(t.Context(), guestFile("null"), runtime.Policy{}); err == nil ||
		!strings.Contains(err.Error(), "not a directory any longer") {
		t.Error("got", err)
	}
}

func TestNothingIsLeftInTheTemporaryDirectory(t *testing.T) {
	temporary := t.TempDir()
	cache := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for range 2 {
		start(t, cache)
	}
	if entries, err := os.ReadDir(temporary); err != nil || len(entries) > 0 {
		t.Error(fmt.Sprint(entries), err)
	}
}

// TestCompilingIsBounded stops compiling at the policy's time, and at the caller's.
func TestCompilingIsBounded(t *testing.T) {
	engine, err := runtime.New(t.Context(), runtime.Options{CacheDir: runtime.CacheOff})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	const large = "../cmd/whowasm/demo.wasm"
	_, err = engine.LoadFile(t.Context(), large, runtime.Policy{CompileTimeout: 20 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "compiling took longer than 20ms (Policy.CompileTimeout)") {
		t.Error("got", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err = engine.LoadFile(ctx, large, runtime.Policy{}); !errors.Is(err, runtime.ErrTimeout) {
		t.Error("got", err)
	}
	start(t, runtime.CacheOff) // nothing is in the way of others
}

// TestCloseWhileLoading closes an engine at any point of a load: that ends in ErrClosed or comes just in time.
func TestCloseWhileLoading(t *testing.T) {
	for round := range 20 {
		engine, err := runtime.New(t.Context(), runtime.Options{CacheDir: runtime.CacheOff})
		if err != nil {
			t.Fatal(err)
		}
		loaded := make(chan error)
		go func() {
			_, err := engine.LoadFile(context.Background(), guestFile("identity"), runtime.Policy{})
			loaded <- err
		}()
		time.Sleep(time.Duration(round) * time.Millisecond) // any moment will do
		if err := engine.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if err := <-loaded; err != nil && !errors.Is(err, runtime.ErrClosed) {
			t.Error("loading says", err)
		}
		if held := engine.Stats().MemoryBytes; held != 0 {
			t.Errorf("a closed engine holds %d bytes", held)
		}
	}
}
