package policy

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/whowasm/whowasm/host"
)

// TestExample reads the file that shows every key: each of them is read, and none is left at its zero value.
func TestExample(t *testing.T) {
	f, err := Read("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ACCOUNT_SALT", "ACCOUNTS_TOKEN", "LEGACY_SECRET", "HASH_KEY"} {
		t.Setenv(name, strings.Repeat("s", 32))
	}
	if err := f.Module.Check(); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	checkKeys(t, reflect.TypeFor[document](), string(text))

	m, h := f.Module, f.Host
	rule := m.Capabilities.HTTP.Allow[0]
	for name, right := range map[string]bool{
		"limits": m.Timeout == 2*time.Second && m.MemoryBytes == 32<<20 && m.Fuel == 500_000_000 &&
			m.StderrBytes == 8<<10 && m.Module.BodyBytes == 512<<10,
		"config": m.Capabilities.Config["region"].Text == "eu-west" &&
			m.Capabilities.Config["account_salt"].Env == "ACCOUNT_SALT",
		"http": rule.Hosts[1] == "*.accounts.example.com:8443" && rule.Set["authorization"].Prefix == "Bearer " &&
			m.Capabilities.HTTP.AllowPrivate[0].String() == "10.1.2.3/32",
		"kv": m.Capabilities.KV.TTL == 10*time.Minute && m.Capabilities.KV.Bytes == 512<<10,
		"jwt": m.Capabilities.JWT.Issuers[0].Leeway == 30*time.Second &&
			m.Capabilities.JWT.Issuers[1].Secret.Env == "LEGACY_SECRET",
		"client": m.Capabilities.Notify[0] == "notifications/message" && m.Capabilities.Request[0] == "roots/list",
		"disclosure": m.Disclosure.NoToken && m.Disclosure.Headers[1] == "x-tenant" && len(m.Disclosure.Drop) == 2 &&
			m.Disclosure.HashKey.Env == "HASH_KEY",
		"host": h.OnFailure == host.Deny && h.OnChange == host.RefuseChange && h.Timeout == 4*time.Second &&
			h.CredentialPaths[0] == "request.params.arguments.apiKey",
		"remembering": h.RetryMin == 200*time.Millisecond && h.RetryMax == 30*time.Second && h.CacheSize == 50_000 &&
			h.CacheTTL == 2*time.Minute && h.SessionCredentials == 8,
		"ages": h.MaxAge == time.Hour && h.StaleWhileRefresh == 30*time.Second && h.StateTTL == 10*time.Minute &&
			h.Key.Env == "WHOWASM_KEY",
		"callers": h.OnAnonymous == host.Deny && h.ConnectionIsCaller && len(h.Methods) == 3 && len(h.Claims) == 2,
	} {
		if !right {
			t.Errorf("%s: got %+v", name, f)
		}
	}
}

// checkKeys looks whether the text has every key of a type.
func checkKeys(t *testing.T, of reflect.Type, text string) {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		checkKeys(t, of.Elem(), text)
	case reflect.Struct:
		for i := range of.NumField() {
			if key := of.Field(i).Tag.Get("yaml"); key != "" {
				if !strings.Contains(text, key+":") {
					t.Errorf("the example lacks %s", key)
				}
				checkKeys(t, of.Field(i).Type, text)
			}
		}
	}
}

func TestEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "disclosure: {token: true}\n"} {
		f, err := parse([]byte(text), ".")
		if err != nil || f.Module.Capabilities.HTTP != nil || f.Module.Disclosure.NoToken ||
			f.Host.OnFailure != host.Anonymous {
			t.Errorf("%q: got %+v, %v", text, f, err)
		}
	}
	f, err := parse([]byte("disclosure: {headers: []}\ncapabilities: {http: {}, kv: {}}\n"), ".")
	if err != nil || f.Module.Disclosure.Headers == nil || f.Module.Capabilities.HTTP == nil ||
		f.Module.Capabilities.KV == nil {
		t.Errorf("empty is not absent: got %+v, %v", f, err)
	}
}

func TestWrongFiles(t *testing.T) {
	for text, want := range map[string]string{
		"limits:\n  timeout: 2s\n  memroy: 1MiB\n":                 `[3:3] unknown field "memroy"`,
		"limits:\n  memory: big\n":                                 `[2:11] "big" is not a size; write one such as 64KiB`,
		"limits:\n  timeout: 5\n":                                  `[2:12] "5" is not a time`,
		"limits:\n  timeout: soon\n":                               `[2:12] "soon" is not a time`,
		"limits: [1]\n":                                            "[1:9]",
		"on_failure: maybe\n":                                      `[1:13] "maybe" is none of anonymous, deny`,
		"limits:\n  fuel: 1\nlimits:\n  fuel: 2\n":                 `mapping key "limits" already defined at [1:1]`,
		"capabilities:\n  http:\n    allow_private: [localhost]\n": `[3:21] "localhost" is not an address`,
		"capabilities:\n  http:\n    allow:\n      - host: x\n":    `[4:9] unknown field "host"`,
		"capabilities:\n  config:\n    a: {env: X, file: y}\n": "[3:8] want a text, in quotes if it looks like something " +
			"else, or one of {env: NAME} and {file: PATH}",
		"capabilities:\n  config:\n    a: {environment: X}\n": "[3:8] want a text, in quotes if it looks like something " +
			"else, or one of {env: NAME} and {file: PATH}",
		"capabilities:\n  config:\n    a: 7\n":       "[3:8] want a text, in quotes",
		"capabilities:\n  config:\n    a: [s3cret\n": "",
		"a: &a [*a]\n":                      "",
		"x: " + strings.Repeat("[", 20_000): "",
		"capabilities: {jwt: {issuers: [{issuer: i, secret: s3cret, x: 1}]}}": `unknown field "x"`,
		"limits: {fuel: 5}\n---\ndisclosure: {token: false}\n": "another document, or the end of one: a " +
			"policy is one",
		"---\n---\ndisclosure: {token: false}\n": "another document, or the end of one: a " +
			"policy is one",
		"disclosure:\n  headers:\n":              "[2:12] nothing stands here",
		"disclosure:\n  drop: [null]\n":          "[2:10] nothing stands here",
		"limits: {fuel: 1.9}\n":                  "[1:16] a number with a fraction",
		"capabilities: {config: {a: *s3cret}}\n": "[1:28] an anchor, an alias or a tag",
	} {
		f, err := parse([]byte(text), ".")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: got %+v, %v, want %q", text, f, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%.60q: the error shows the file: %v", text, err)
		}
	}
}

func TestFilesAreFoundBesideThePolicy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "policy.yaml")
	if err := os.WriteFile(path, []byte("capabilities: {config: {a: {file: secrets/a}, b: {file: /run/b}}}\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Read(path)
	if err != nil || f.Module.Capabilities.Config["a"].File != filepath.Join(dir, "secrets/a") ||
		f.Module.Capabilities.Config["b"].File != "/run/b" {
		t.Errorf("got %+v, %v", f, err)
	}
	if err := f.Module.Check(); err == nil || !strings.Contains(err.Error(), "secrets/a: no such file") {
		t.Error("a file that is not there:", err)
	}
	if _, err := Read(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "none: no such file") {
		t.Error("no policy:", err)
	}
}

// TestHostileTexts reads files whose keys and values are long, or would clear a screen.
func TestHostileTexts(t *testing.T) {
	long := strings.Repeat(`\x1b[2J\u202e`, 50_000)
	for _, text := range []string{
		`"` + long + `": 1`, `on_change: "` + long + `"`, `timeout: "` + long + `"`, `memory: "` + long + `"`,
		`http: {allow_private: ["` + long + `"]}`, "a: [" + strings.Repeat("x", 500_000), strings.Repeat("\x1b[2J", 100_000),
	} {
		_, err := parse([]byte(text), "")
		if err == nil {
			t.Errorf("%.40q was taken", text)
			continue
		}
		if message := err.Error(); len(message) > 4<<10 || strings.ContainsAny(message, "\x1b\n\u202e") {
			t.Errorf("%.40q: %d bytes, %.200q", text, len(message), message)
		}
	}
}
