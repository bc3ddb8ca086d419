package runtime_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// TestBinariesBelongToTheirSources compares the committed .wasm files and their sources with the digests that
// testdata/build wrote down when it made the one from the other.
func TestBinariesBelongToTheirSources(t *testing.T) {
	sums, err := os.Open("../testdata/guests.sum")
	if err != nil {
		t.Fatal(err)
	}
	defer sums.Close()
	listed := make(map[string]bool)
	for lines := bufio.NewScanner(sums); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) != 4 {
			t.Fatalf("malformed line %q", lines.Text())
		}
		for i := 0; i < 4; i += 2 {
			want, file := fields[i], fields[i+1]
			listed[file] = true
			content, err := os.ReadFile(filepath.Join("..", file))
			if err != nil {
				t.Error(err)
				continue
			}
			if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != want {
				t.Errorf("%s has changed since testdata/build last ran; run it", file)
			}
		}
	}
	for _, pattern := range []string{
		"testdata/*/*.wat", "testdata/peers/*/*.zig", "testdata/peers/*/*.rs", "sdk/typescript/engine/*.[chz]*",
		"sdk/typescript/engine/prelude/*",
	} {
		sources, err := filepath.Glob("../" + pattern)
		if err != nil || len(sources) == 0 {
			t.Fatalf("%s: found %d sources, %v", pattern, len(sources), err)
		}
		for _, source := range sources {
			if !listed[strings.TrimPrefix(source, "../")] {
				t.Errorf("%s is not in guests.sum; run testdata/build", source)
			}
		}
	}
}

// zigGuest and rustGuest have 1 MiB of memory, and look up the token in the tool's arguments.
const (
	zigGuest  = "../testdata/peers/zig/identify.wasm"
	rustGuest = "../testdata/peers/rust/identify.wasm"
)

// TestGuestsOfOtherLanguages asks guests that read the input with what their language has for it. Their memory grows,
// and the next call is in the same instance.
func TestGuestsOfOtherLanguages(t *testing.T) {
	engine, _ := newEngine(t)
	for _, path := range []string{zigGuest, rustGuest} {
		module, err := engine.LoadFile(t.Context(), path, runtime.Policy{Concurrency: 1})
		if err != nil {
			t.Fatal(err)
		}
		if memory := module.Info().MemoryBytes; memory < 1<<20 || memory > 2<<20 {
			t.Errorf("%s begins with %d bytes of memory", path, memory)
		}
		before := module.Instances()
		for arguments, want := range map[string]string{
			`{"token": "tok-alice-5f2c"}`:                               `{"userId":"u-1","userName":"alice@example.com"}`,
			`{"a": {"token": "tok-alice-5f2c"}}`:                        `null`,
			`{"a": [1, "]\\\""], "t\u006fken": "tok-\u0062ob-91d7"}`:    `{"userId":"u-2","userName":"bob@example.com"}`,
			`{"scratch": 307200, "token": "tok-carol-3e10", "b": true}`: `{"userId":"u-3","userName":"carol@example.com"}`,
			`{"token": "😀"}`:                                            `null`,
		} {
			askLanguage(t, module, arguments, want)
		}
		var failed *runtime.GuestError
		if _, err := module.Identify(t.Context(), toolCall(`{"token": 7}`)); !errors.As(err, &failed) {
			t.Errorf("%s, a token that is no string: got %v", path, err)
		}
		if after := module.Instances(); !slices.Equal(after, before) {
			t.Errorf("%s has the instances %v, had %v", path, after, before)
		}
	}
}

func askLanguage(t *testing.T, module *runtime.Module, arguments, want string) {
	t.Helper()
	identity, usage, err := module.Measure(t.Context(), toolCall(arguments))
	if err != nil || !sameJSON(t, identity, want) {
		t.Errorf("%s: got %+v, %v, want %s", arguments, identity, err, want)
	}
	grown := usage.MemoryBytes - module.Info().MemoryBytes
	t.Logf("%s: memory has grown by %d KiB", arguments, grown>>10)
	if strings.Contains(arguments, "scratch") != (grown >= 300<<10) {
		t.Errorf("%s: memory has grown by %d bytes", arguments, grown)
	}
}

// buildGuest compiles a Go guest with the toolchain that runs the test.
func buildGuest(t testing.TB, folder string, args ...string) string {
	t.Helper()
	wasm := filepath.Join(t.TempDir(), filepath.Base(filepath.Dir(folder))+".wasm")
	build := exec.Command("go", append(append([]string{"build", "-ldflags=-s -w"}, args...), "-o", wasm, "./"+folder)...)
	build.Dir = ".."
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", folder, err, out)
	}
	return wasm
}

// readRequest reads one of testdata/requests.
func readRequest(t testing.TB, name string) *sdk.Input {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../testdata/requests", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	in := new(sdk.Input)
	if err := json.Unmarshal(text, in); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return in
}

// TestGuestExamples asks each example about the documented requests.
func TestGuestExamples(t *testing.T) {
	for _, example := range []struct {
		folder     string
		args       []string
		convention string
		answers    map[string]string // request → identity as JSON
		log        string
	}{
		{folder: "command/go", convention: "command", answers: map[string]string{
			"token": `{"userId":"u-1","userName":"alice@example.com"}`,
			"none":  `null`,
		}},
	} {
		t.Run(example.folder, func(t *testing.T) {
			if testing.Short() {
				t.Skip("builds a guest")
			}
			t.Parallel()
			convention, args := "reactor", []string{"-buildmode=c-shared"}
			if example.convention == "command" {
				convention, args = "command", nil
			}
			engine, log := newEngine(t)
			module, err := engine.LoadFile(t.Context(), buildGuest(t, "guest-examples/"+example.folder, args...),
				runtime.Policy{})
			if err != nil {
				t.Fatal(err)
			}
			if got := module.Info(); got.Convention != convention || !got.Restored {
				t.Errorf("got %+v", got)
			}
			for range 2 {
				for request, want := range example.answers {
					identity, err := module.Identify(t.Context(), readRequest(t, request))
					if err != nil {
						t.Errorf("%s: %v", request, err)
					}
					if !sameJSON(t, identity, want) {
						t.Errorf("%s: got %+v, want %s", request, identity, want)
					}
				}
			}
			if !strings.Contains(log.String(), example.log) {
				t.Errorf("the log lacks %q:\n%s", example.log, log)
			}
		})
	}
}

func sameJSON(t *testing.T, identity *sdk.Identity, want string) bool {
	t.Helper()
	text, err := json.Marshal(identity)
	if err != nil {
		t.Fatal(err)
	}
	var got, wanted any
	if json.Unmarshal(text, &got) != nil || json.Unmarshal([]byte(want), &wanted) != nil {
		t.Fatalf("not JSON: %s or %s", text, want)
	}
	return reflect.DeepEqual(got, wanted)
}
