package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram makes the test binary be whowasm.
const asProgram = "TEST_AS_WHOWASM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"whowasm": main})
}

// TestScripts runs the terminal sessions in testdata. $GUESTS and $REQUESTS are the folders of the repository's
// testdata, $DEMO is the embedded module.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			for name, path := range map[string]string{
				"GUESTS": "../../testdata/guests", "REQUESTS": "../../testdata/requests", "DEMO": "demo.wasm",
			} {
				absolute, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				env.Setenv(name, absolute)
			}
			cache, err := os.UserCacheDir() // a script has no home
			env.Setenv("XDG_CACHE_HOME", cache)
			return err
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// exits runs a program that must end with an exit code and print nothing on standard output:
//
//	exits 2 whowasm run missing.wasm
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [arg...]")
	}
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); !errors.As(err, &exit) || strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("%s: %v, want exit code %s", strings.Join(args[1:], " "), err, args[0])
	}
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("unexpected standard output %q", out)
	}
}

// whowasm is a command that runs the program.
func whowasm(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stderr = t.Output()
	return cmd
}

// TestServe calls the tool of a serving process over each kind of connection.
func TestServe(t *testing.T) {
	stdio := func(t *testing.T) mcp.Transport {
		return &mcp.CommandTransport{Command: whowasm(t, "serve", "--stdio")}
	}
	web := func(t *testing.T) mcp.Transport { return &mcp.StreamableClientTransport{Endpoint: serving(t)} }
	stateless := func(t *testing.T) mcp.Transport {
		return &mcp.StreamableClientTransport{Endpoint: serving(t, "--stateless")}
	}
	for name, test := range map[string]struct {
		transport func(*testing.T) mcp.Transport
		protocol  string
	}{
		"stdio":                      {stdio, ""},
		"HTTP, 2025-11-25":           {web, "2025-11-25"},
		"HTTP, 2026-07-28":           {web, "2026-07-28"},
		"stateless HTTP, 2025-11-25": {stateless, "2025-11-25"},
		"stateless HTTP, the newest": {stateless, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			session, err := connectClient(t.Context(), test.transport(t), test.protocol)
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			for call, want := range []string{
				`{"token":"tok-alice-5f2c"} u-alice false`,
				`{"token":"tok-alice-5f2c"} u-alice true`,
				`{"apiKey":"key-acme-77aa"} acct-acme false`,
				`{}  false`,
			} {
				arguments, _, _ := strings.Cut(want, " ")
				result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami",
					Arguments: json.RawMessage(arguments)})
				if err != nil {
					t.Fatal(err)
				}
				var who whoamiOutput
				if err := remarshal(result.StructuredContent, &who); err != nil {
					t.Fatal(err)
				}
				if got := fmt.Sprintf("%s %s %v", arguments, who.UserID, who.Cached); got != want {
					t.Errorf("call %d: got %s, want %s", call, got, want)
				}
			}
		})
	}
}

// TestServeEvents serves with a policy file, and reads what is written of its callers.
func TestServeEvents(t *testing.T) {
	dir := t.TempDir()
	events, policy := filepath.Join(dir, "events.jsonl"), filepath.Join(dir, "policy.yaml")
	if err := os.WriteFile(policy, []byte("on_failure: deny\ncredentials: [request.params.arguments.token]\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	session, err := connectClient(t.Context(), &mcp.StreamableClientTransport{Endpoint: serving(t, "--events", events,
		"--policy", policy)}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	for _, token := range []string{"tok-alice-5f2c", "wrong-4711"} {
		session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami", Arguments: map[string]string{"token": token}})
	}
	text, err := os.ReadFile(events)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, want := range []string{`"event":"identify"`, `"event":"call"`, `"outcome":"failed"`, `"outcome":"denied"`} {
		if i >= len(lines) || !strings.Contains(lines[i], want) {
			t.Errorf("line %d lacks %s:\n%s", i+1, want, text)
		}
	}
	if strings.Contains(string(text), "5f2c") || strings.Contains(string(text), "4711") {
		t.Error("a token was written:", string(text))
	}
}

// serving starts a server on a free port, which is interrupted when the test ends, and returns its URL.
func serving(t *testing.T, args ...string) string {
	t.Helper()
	return servingTo(t, t.Output(), nil, args...)
}

// servingTo is serving with a log, which is whole when the test has ended, and standard input.
func servingTo(t *testing.T, log io.Writer, stdin io.Reader, args ...string) string {
	t.Helper()
	cmd := whowasm(t, append([]string{"serve", "--json", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Stdin, cmd.Stderr = stdin, log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("after an interrupt: %v", err)
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil && err != io.EOF {
		t.Fatal(err)
	}
	var served struct{ URL string }
	if err := json.Unmarshal([]byte(line), &served); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return served.URL
}
