package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk/build"
)

// buildScript makes a module of a script. Its name is in the errors of the script.
func buildScript(t testing.TB, name, script string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	module, _, err := build.JavaScript(path, build.JavaScriptOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// TestScriptsOfTheEngine loads and asks the scripts beside the engine. The first line of each says what comes of it:
// "want" is the answer, "error" a failure of the call, "load" one of loading.
func TestScriptsOfTheEngine(t *testing.T) {
	scripts, err := filepath.Glob("../sdk/typescript/engine/testdata/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	engine, _ := newEngine(t)
	for _, path := range scripts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(text), "\n")
			kind, want, ok := strings.Cut(strings.TrimPrefix(first, "// "), ": ")
			if !ok {
				t.Fatalf("the first line does not say what is to come: %q", first)
			}
			gotKind, got := outcomeOfScript(t, engine, path, text)
			if kind == "want" {
				want = canonicalJSON(t, want)
			}
			if gotKind != kind || !strings.Contains(got, want) {
				t.Errorf("got  %s: %s\nwant %s: %s", gotKind, got, kind, want)
			}
		})
	}
}

// outcomeOfScript is what comes of loading and asking a script, in the form of its first line. Positions are the
// script's as it is, and so nothing is bundled with it.
func outcomeOfScript(t *testing.T, engine *runtime.Engine, path string, text []byte) (kind, outcome string) {
	code, err := build.Script(filepath.Base(path), text, nil)
	if err != nil {
		t.Fatal(err)
	}
	module, err := engine.Load(t.Context(), path, code, runtime.Policy{})
	if err != nil {
		return "load", err.Error()
	}
	defer module.Close(context.Background())
	identity, err := module.Identify(t.Context(), toolCall(`{"token":"tok-alice-5f2c"}`))
	if err != nil {
		return "error", err.Error()
	}
	answer, err := json.Marshal(identity)
	if err != nil {
		t.Fatal(err)
	}
	return "want", canonicalJSON(t, string(answer))
}

// canonicalJSON writes a JSON value in one form.
func canonicalJSON(t *testing.T, text string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	same, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(same)
}

// TestScriptsShareTheEngine loads many scripts. Only the first is compiled, and the others hold what is their own.
func TestScriptsShareTheEngine(t *testing.T) {
	const most = 20
	log := new(logBuffer)
	engine, err := runtime.New(t.Context(), runtime.Options{
		CacheDir: t.TempDir(), Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(context.Background())
	var first int64
	for i := range most {
		code := buildScript(t, "identify.js", fmt.Sprintf(`export default () => ({ userId: "u-%d" })`, i))
		module, err := engine.Load(t.Context(), "identify.wasm", code, runtime.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		if who, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil || who.UserID != fmt.Sprint("u-", i) {
			t.Errorf("script %d says %v, %v", i, who, err)
		}
		if i == 0 {
			first = engine.Stats().MemoryBytes
		}
	}
	if n := strings.Count(log.String(), "msg=compiled "); n != 1 {
		t.Errorf("compiled %d times", n)
	}
	each := (engine.Stats().MemoryBytes - first) / (most - 1)
	t.Logf("the first script holds %d KiB, each further one %d KiB", first>>10, each>>10)
	if each > 3<<20 {
		t.Errorf("each script holds %d bytes", each)
	}
}

// TestScriptsHaveTheRealWorld calls scripts whose answer is a random number, or the time, and shows that one which drew
// it while it was loaded is told.
func TestScriptsHaveTheRealWorld(t *testing.T) {
	engine, log := newEngine(t)
	for name, number := range map[string]string{
		"Math.random": "Math.random()", "getRandomValues": "crypto.getRandomValues(new Uint32Array(2)).join()",
		"randomUUID": "crypto.randomUUID()", "Date": "Date.now()",
	} {
		code := buildScript(t, "identify.js", "export default () => ({ userId: String("+number+") })")
		module, err := engine.Load(t.Context(), name, code, runtime.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		ask := func() string {
			who, err := module.Identify(t.Context(), toolCall(`{}`))
			if err != nil {
				t.Fatal(name, err)
			}
			return who.UserID
		}
		first := ask()
		until(t, func() bool { return ask() != first }) // of the time at once or a little later
	}
	if strings.Contains(log.String(), "WARN") {
		t.Errorf("a warning for what is right:\n%s", log)
	}
	code := buildScript(t, "identify.js", "const id = Math.random(); export default () => ({ userId: String(id) })")
	if _, err := engine.Load(t.Context(), "snapshot.wasm", code, runtime.Policy{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "snapshot.wasm") {
		t.Errorf("no warning of a random number that is the same in each call:\n%s", log)
	}
}

// TestScriptsThatWorkFit runs what a callback may honestly do within the default fuel and time.
func TestScriptsThatWorkFit(t *testing.T) {
	sha256, err := os.ReadFile("../testdata/programs/inputs/sha256.js")
	if err != nil {
		t.Fatal(err)
	}
	hash, _, _ := bytes.Cut(sha256, []byte("\nprint("))
	engine, _ := newEngine(t)
	for name, script := range map[string]string{
		"a loop of a million rounds": `export default () => { let n = 0; for (let i = 0; i < 1e6; i++) n += i % 7;
			return { userId: String(n) } }`,
		"SHA-256 of 64 KiB": string(hash) + `
			export default () => ({ userId: sha256(Array.from({ length: 65536 }, (_, i) => i & 255)) })`,
	} {
		module, err := engine.Load(t.Context(), name, buildScript(t, "identify.js", script), runtime.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		who, usage, err := module.Measure(t.Context(), toolCall(`{}`))
		if err != nil || who == nil {
			t.Errorf("%s: %v, %v", name, who, err)
		}
		t.Logf("%s: fuel %d, %v", name, usage.Fuel, usage.Wall)
	}
}

// BenchmarkTypeScript measures the documentation's token example: a call in a fresh sandbox, one in an instance that is
// never put back, and the load of one more script, all that it takes to be asked included.
func BenchmarkTypeScript(b *testing.B) {
	text, err := os.ReadFile("../sdk/typescript/engine/testdata/token.js")
	if err != nil {
		b.Fatal(err)
	}
	engine, _ := newEngine(b)
	input := toolCall(`{"token":"tok-alice-5f2c"}`)
	for name, policy := range map[string]runtime.Policy{"fresh": {}, "same-instance": {KeepState: true}} {
		module, err := engine.Load(b.Context(), name, buildScript(b, "identify.js", string(text)), policy)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if who, err := module.Identify(b.Context(), input); err != nil || who == nil {
					b.Fatal(who, err)
				}
			}
		})
	}
	b.Run("load", func(b *testing.B) {
		code := buildScript(b, "identify.js", string(text)+"\n// another one")
		for b.Loop() {
			module, err := engine.Load(b.Context(), "another.wasm", code, runtime.Policy{})
			if err != nil {
				b.Fatal(err)
			}
			module.Close(context.Background())
		}
	})
}

// TestManyScriptsInLittleMemory holds more scripts than there is room for to keep all of them ready: one that was not
// called for long is made ready again.
func TestManyScriptsInLittleMemory(t *testing.T) {
	scripts, limit := 200, int64(80<<20)
	if testing.Short() {
		scripts, limit = 50, 30<<20
	}
	engine := newSmallEngine(t, limit)
	path := filepath.Join(t.TempDir(), "identify.js")
	var modules []*runtime.Module
	for i := range scripts {
		if err := os.WriteFile(path, fmt.Appendf(nil, `export default () => ({ userId: "u-%d" })`, i), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, err := build.JavaScript(path, build.JavaScriptOptions{})
		if err != nil {
			t.Fatal(err)
		}
		module, err := engine.Load(t.Context(), "identify.wasm", code, runtime.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		modules = append(modules, module)
	}
	began := time.Now()
	for i, module := range modules {
		if who, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil || who.UserID != fmt.Sprint("u-", i) {
			t.Errorf("script %d says %v, %v", i, who, err)
		}
	}
	s := engine.Stats()
	t.Logf("%d scripts hold %d MiB, %d are ready; a call of one that is not takes %v", scripts, s.MemoryBytes>>20, s.Ready,
		time.Since(began)/time.Duration(scripts))
}
