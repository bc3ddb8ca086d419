package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// notAsTheyStand are the commands in documents that a test does not run as they stand. A line that begins with one is
// run with what stands for it, or left out.
var notAsTheyStand = []struct{ command, instead, why string }{
	{"go run ./cmd/whowasm", "whowasm", "the test binary is the same program, and linked already"},
	{"go get github.com/whowasm/whowasm", "use_checkout", "it needs network; the checkout is what a release will be"},
	{"go install github.com/whowasm/whowasm", "", "it needs network; the test binary is on PATH"},
	{"go mod tidy", "", "it needs network; use_checkout has copied what it would find"},
	{"whowasm serve", "serve_shortly", "it serves until it is interrupted"},
	{"whowasm bench", "", "it compiles the module once more for each way; commands.txt runs it"},
	{"go run ./testdata/benchmarks", "", "it measures for an hour; TestBenchmarksHaveTheirPlaces looks at its tables"},
	{"go test", "", "tests and benchmarks run by themselves, and this is one"},
	{"cd testdata/peers && go test", "", "a module of its own with dependencies of its own"},
	{"testdata/", "", "it needs other compilers than Go's"},
	{".ci/run", "", "it runs the tests, as root"},
}

// checkoutModule is the shell's use_checkout: it makes the module in the current folder use the checkout.
const checkoutModule = `
use_checkout() {
	sed "s,^module .*,$(head -n 1 go.mod)," "$CHECKOUT/go.mod" >go.mod.new
	mv go.mod.new go.mod
	go mod edit -require=github.com/whowasm/whowasm@v0.0.0 -replace=github.com/whowasm/whowasm="$CHECKOUT"
	cp "$CHECKOUT/go.sum" .
}
`

// serveShortly is the shell's serve_shortly: it serves on a free port until it is ready, and ends the server.
const serveShortly = `
serve_shortly() {
	case " $* " in *" --stdio "*)
		whowasm serve "$@" </dev/null
		return
	esac
	: >"$BLOCKS/serve.log" # here and now: what another server said is not this one's
	whowasm serve "$@" --addr 127.0.0.1:0 2>"$BLOCKS/serve.log" &
	local server=$!
	until grep -q '^serving until interrupted' "$BLOCKS/serve.log"; do
		kill -0 "$server" || { cat "$BLOCKS/serve.log" >&2; return 1; }
		sleep 0.05
	done
	kill "$server"
	wait "$server"
}
`

// TestDocumentsCommands runs the commands of each document as one terminal session. It begins in a folder that looks
// like a checkout, with the files of the document where they stand.
func TestDocumentsCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("modules in Go are built and compiled")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("needs bash")
	}
	for _, d := range documents(t) {
		if !d.has("sh") {
			continue
		}
		t.Run(d.path, func(t *testing.T) {
			t.Parallel()
			d.run(t)
		})
	}
}

func (d document) has(kind string) bool {
	for _, b := range d.blocks {
		if b.kind == kind {
			return true
		}
	}
	return false
}

// run runs the document's commands.
func (d document) run(t *testing.T) {
	dir, blocks := likeACheckout(t), t.TempDir()
	script := fmt.Sprintf("BLOCKS=%q\n", blocks) + checkoutModule + serveShortly
	for i, b := range d.blocks {
		file := filepath.Join(blocks, fmt.Sprint(i))
		if err := os.WriteFile(file, []byte(b.text), 0o600); err != nil {
			t.Fatal(err)
		}
		switch {
		case b.kind == "sh":
			script += fmt.Sprintf("at='%s:%d'\n{\n%s\n} >%q.out\n", d.path, b.line, runnable(b.text), file)
		case b.kind != "text" && b.name != "":
			script += fmt.Sprintf("cp %q %q\n", file, b.name)
		}
	}
	script = "trap 'echo \"$at: exit code $?\" >&2' ERR\n" + script
	if out, err := session(t, dir, script); err != nil {
		t.Fatalf("%s: %v\n%s", d.path, err, out)
	}
	for i, b := range d.blocks {
		if b.kind == "text" && b.name == prints {
			compare(t, fmt.Sprintf("%s:%d", d.path, b.line), b.text, filepath.Join(blocks, fmt.Sprint(i-1)+".out"))
		}
	}
}

// runnable replaces the commands that are not run as they stand.
func runnable(commands string) string {
	lines := strings.Split(commands, "\n")
	for i, line := range lines {
		for _, other := range notAsTheyStand {
			rest, ok := strings.CutPrefix(line, other.command)
			if !ok {
				continue
			}
			_, arguments, _ := strings.Cut(rest, " ")
			if lines[i] = other.instead + " " + arguments; other.instead == "" {
				lines[i] = ":"
			}
			break
		}
	}
	return strings.Join(lines, "\n") + "\n:"
}

// likeACheckout makes a folder with everything that the repository has at its top: files are copies, and folders are
// links, so that what commands write does not go there.
func likeACheckout(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(repository)
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, entry := range entries {
		from, to := filepath.Join(root, entry.Name()), filepath.Join(dir, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
		case entry.IsDir():
			if err := os.Symlink(from, to); err != nil {
				t.Skip("needs symbolic links")
			}
		default:
			text, err := os.ReadFile(from)
			if err == nil {
				err = os.WriteFile(to, text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// session runs a script of commands in a folder, without network. The command whowasm is the test binary.
func session(t *testing.T, dir, script string) ([]byte, error) {
	t.Helper()
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", "set -Eeuo pipefail\n"+script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CHECKOUT="+root, "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	return cmd.CombinedOutput()
}

var (
	duration = regexp.MustCompile(`\b[0-9.]+(ns|µs|ms|s)\b`)
	number   = regexp.MustCompile(`"(fuel|wall_ns|memory_bytes)":[0-9]+`)
)

// compare looks for the lines of a document, one after the other, in what was printed.
func compare(t *testing.T, where, want, file string) {
	t.Helper()
	printed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(masked(string(printed)), "\n")
	for _, line := range strings.Split(strings.TrimSuffix(masked(want), "\n"), "\n") {
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + "$")
		for len(got) > 0 && !pattern.MatchString(got[0]) {
			got = got[1:]
		}
		if len(got) == 0 {
			t.Errorf("%s: %q is not what is printed:\n%s", where, line, printed)
			return
		}
		if line != "…" {
			got = got[1:]
		}
	}
}

// masked makes times alike, and any white space within a line one blank.
func masked(text string) string {
	lines := strings.Split(number.ReplaceAllString(duration.ReplaceAllString(text, "TIME"), `"$1":N`), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

// TestBenchmarksHaveTheirPlaces looks whether BENCHMARKS.md has a place for each table that testdata/benchmarks makes,
// and nothing that it does not make.
func TestBenchmarksHaveTheirPlaces(t *testing.T) {
	names, err := exec.Command("go", "run", repository+"/testdata/benchmarks", "-list").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(repository + "/BENCHMARKS.md")
	if err != nil {
		t.Fatal(err)
	}
	var begun, ended strings.Builder
	for _, match := range regexp.MustCompile(`(?m)^<!-- (begin|end) (\w+) -->$`).FindAllSubmatch(text, -1) {
		if place := string(match[2]) + "\n"; string(match[1]) == "begin" {
			begun.WriteString(place)
		} else {
			ended.WriteString(place)
		}
	}
	if begun.String() != string(names) || ended.String() != string(names) {
		t.Errorf("BENCHMARKS.md has places for %q, which end at %q; want %q", begun.String(), ended.String(), names)
	}
}

// TestReadmeHasFiguresOfBenchmarks looks whether each time in README's tables is one of BENCHMARKS.md.
func TestReadmeHasFiguresOfBenchmarks(t *testing.T) {
	text, err := os.ReadFile(repository + "/BENCHMARKS.md")
	if err != nil {
		t.Fatal(err)
	}
	figures := 0
	for _, line := range readDocument(t, "README.md").prose {
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		for _, figure := range regexp.MustCompile(`[0-9.]+ (ns|µs|ms|s)\b`).FindAllString(line, -1) {
			figures++
			if !strings.Contains(string(text), " "+figure+" ") && !strings.Contains(string(text), "*"+figure+"*") {
				t.Errorf("README says %s, and BENCHMARKS.md does not: %s", figure, line)
			}
		}
	}
	if figures == 0 {
		t.Error("README has no figures; this test has nothing to do")
	}
}
