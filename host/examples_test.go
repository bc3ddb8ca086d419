package host_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/policy"
	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/sdk/build"
)

// A world is the services that the examples ask: an issuer of tokens, and services of accounts and users.
type world struct {
	*httptest.Server
	mode  atomic.Value // "up", "down", "hang", "garbage"
	asked atomic.Int64
	now   atomic.Int64 // requests being served
	most  atomic.Int64
	hold  chan struct{} // closed at the end

	mu   sync.Mutex
	key  jwk.Key
	keys []byte
}

const introspectionClient = "aW50cm9zcGVjdGlvbi1jbGllbnQ6c2VjcmV0"

func newWorld(t testing.TB) *world {
	w := &world{hold: make(chan struct{})}
	w.mode.Store("up")
	w.rotate(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /jwks.json", func(rw http.ResponseWriter, _ *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		rw.Write(w.keys)
	})
	mux.HandleFunc("POST /introspect", func(rw http.ResponseWriter, req *http.Request) {
		user, ok := strings.CutPrefix(req.FormValue("token"), "opaque-")
		if req.Header.Get("Authorization") != "Basic "+introspectionClient {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Fprintf(rw, `{"active":%v,"sub":"u-%s","email":"%s@example.com","role":"admin","org":"acme"}`, ok, user, user)
	})
	mux.HandleFunc("GET /userinfo", func(rw http.ResponseWriter, req *http.Request) {
		token, err := w.verify(strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer "))
		if err != nil {
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		subject, _ := token.Subject()
		fmt.Fprintf(rw, `{"sub":%q,"email":"%s@example.com"}`, subject, subject)
	})
	mux.HandleFunc("GET /account", func(rw http.ResponseWriter, req *http.Request) {
		id, ok := strings.CutPrefix(req.Header.Get("X-Api-Key"), "key-secret-")
		if !ok {
			rw.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprintf(rw, `{"id":"acct-%s","organizationName":"Acme","tier":"free","currentUsage":3,"region":"eu"}`, id)
	})
	mux.HandleFunc("GET /users/{id}", func(rw http.ResponseWriter, req *http.Request) {
		fmt.Fprintf(rw, `{"id":%q,"name":"Alice"}`, req.PathValue("id"))
	})
	w.Server = httptest.NewServer(w.moody(mux))
	t.Cleanup(w.Close)
	t.Cleanup(func() { close(w.hold) })
	t.Setenv("INTROSPECTION_CLIENT", introspectionClient)
	return w
}

// moody serves as the world's mode is.
func (w *world) moody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		w.asked.Add(1)
		if w.mode.Load() == "hang" { // not counted: the caller may have given up, and asked again, before this end notices
			select {
			case <-w.hold:
			case <-req.Context().Done():
			}
			return
		}
		n := w.now.Add(1)
		defer w.now.Add(-1)
		for most := w.most.Load(); n > most && !w.most.CompareAndSwap(most, n); most = w.most.Load() {
		}
		switch w.mode.Load() {
		case "down":
			rw.WriteHeader(http.StatusServiceUnavailable)
		case "garbage":
			rw.Write([]byte(`<html>{"id":"acct-0","sub":"u-0"}`))
		default:
			next.ServeHTTP(rw, req)
		}
	})
}

// rotate makes the issuer sign with a new key, and forget the old one.
func (w *world) rotate(t testing.TB) {
	raw, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := jwk.Import(raw)
	if err != nil {
		t.Fatal(err)
	}
	key.Set(jwk.KeyIDKey, fmt.Sprint("key-", time.Now().UnixNano()))
	key.Set(jwk.AlgorithmKey, jwa.RS256())
	public, err := key.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"keys": []jwk.Key{public}})
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.key, w.keys = key, text
}

// token signs a user's token.
func (w *world) token(t testing.TB, user string) string {
	t.Helper()
	token, err := jwt.NewBuilder().
		Issuer("https://login.example.com").Audience([]string{"https://mcp.example.com"}).Subject(user).
		Expiration(time.Now().Add(time.Hour)).
		Claim("email", user+"@example.com").Claim("role", "admin").Claim("org", "acme").Build()
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.RS256(), w.key))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func (w *world) verify(token string) (jwt.Token, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	public, err := w.key.PublicKey()
	if err != nil {
		return nil, err
	}
	return jwt.Parse([]byte(token), jwt.WithKey(jwa.RS256(), public))
}

// policy reads an example's policy, and makes it one for this world.
func (w *world) policy(t testing.TB, example string) *policy.File {
	t.Helper()
	f, err := policy.Read(filepath.Join("../guest-examples", example, "policy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	inside := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	granted := &f.Module.Capabilities
	origins := strings.NewReplacer("https://login.example.com", w.URL, "https://accounts.example.com", w.URL,
		"https://users.example.com", w.URL)
	for name, value := range granted.Config {
		granted.Config[name] = capability.Value{Text: origins.Replace(value.Text)}
	}
	granted.HTTP.AllowPrivate = inside
	for i := range granted.HTTP.Allow {
		granted.HTTP.Allow[i].Hosts, granted.HTTP.Allow[i].Schemes = []string{strings.TrimPrefix(w.URL,
			"http://")}, []string{"http"}
	}
	if granted.JWT != nil {
		granted.JWT.AllowPrivate = inside
		granted.JWT.Issuers[0].JWKS = origins.Replace(granted.JWT.Issuers[0].JWKS)
	}
	return f
}

// An example is a guest behind a real MCP server over HTTP that verifies the issuer's tokens.
type example struct {
	*observed
	engineLog lockedBuffer
	answers   lockedBuffer // to clients, errors included
	began     time.Time
	url       string
}

func serveExample(t testing.TB, w *world, name, language string, change func(*policy.File)) *example {
	t.Helper()
	f := w.policy(t, name)
	if change != nil {
		change(f)
	}
	e := &example{observed: observe(&f.Host), began: time.Now()}
	engine, err := runtime.New(t.Context(), runtime.Options{Logger: slog.New(slog.NewTextHandler(&e.engineLog, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close(context.Background()) })
	module, err := engine.LoadFile(t.Context(), buildExample(t, name, language), f.Module)
	if err != nil {
		t.Fatal(err)
	}
	e.url = serveVerified(t, newServer(t, module, f.Host), nil, func(_ context.Context, token string,
		_ *http.Request) (*auth.TokenInfo, error) {
		parsed, err := w.verify(token)
		if err != nil {
			return nil, auth.ErrInvalidToken
		}
		expires, _ := parsed.Expiration()
		return &auth.TokenInfo{Scopes: []string{"read", "write"}, Expiration: expires}, nil
	})
	return e
}

// examples are built once.
var examples = struct {
	sync.Mutex
	dir   string
	built map[string]string
}{built: make(map[string]string)}

// buildExample builds a guest in a language. Its file has the example's name.
func buildExample(t testing.TB, name, language string) string {
	t.Helper()
	examples.Lock()
	defer examples.Unlock()
	folder := name + "/" + language
	if path := examples.built[folder]; path != "" {
		return path
	}
	path := filepath.Join(examples.dir, language, name+".wasm")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join("../guest-examples", folder)
	if err := languages[language](source, path); err != nil {
		t.Fatalf("building %s: %v", folder, err)
	}
	examples.built[folder] = path
	return path
}

// languages are those of the examples, and how they are built.
var languages = map[string]func(source, module string) error{"go": buildGo, "typescript": buildTypeScript}

// buildGo uses the toolchain that runs the test.
func buildGo(source, module string) error {
	cmd := exec.Command("go", "build", "-buildmode=c-shared", "-ldflags=-s -w", "-o", module, "./"+source)
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

func buildTypeScript(source, module string) error {
	code, _, err := build.JavaScript(source, build.JavaScriptOptions{})
	if err != nil {
		return err
	}
	return os.WriteFile(module, code, 0o600)
}

// inEachLanguage runs a test with the examples in each language.
func inEachLanguage(t *testing.T, test func(t *testing.T, language string)) {
	for language := range languages {
		t.Run(language, func(t *testing.T) { test(t, language) })
	}
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "whowasm-examples-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	examples.dir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// ask makes a session of its own and asks who calls.
func (e *example) ask(t testing.TB, bearer string, arguments map[string]any) (answer string) {
	defer func() { fmt.Fprintln(&e.answers, answer) }()
	session, err := connect(t.Context(), &mcp.StreamableClientTransport{
		Endpoint: e.url, HTTPClient: &http.Client{Transport: withBearer(bearer)}, DisableStandaloneSSE: true,
	}, "2025-11-25")
	if err != nil {
		return err.Error()
	}
	defer session.Close()
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami", Arguments: arguments})
	if err != nil {
		return err.Error()
	}
	return result.Content[0].(*mcp.TextContent).Text
}

// keepsQuiet searches all that was written for secrets, also into the cache of compiled code.
func (e *example) keepsQuiet(t testing.TB, secrets ...string) {
	t.Helper()
	written := e.all(t) + e.engineLog.String() + e.answers.String()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(filepath.Join(cache, "whowasm"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if info, err := entry.Info(); err == nil && info.ModTime().After(e.began) {
			text, _ := os.ReadFile(path) // another process may remove it
			written += string(text)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for _, secret := range append(secrets, introspectionClient) {
		if at := strings.Index(written, secret); at >= 0 {
			t.Errorf("a secret was written: …%.100q", written[max(0, at-60):])
		}
	}
}

func TestTokenExample(t *testing.T) { inEachLanguage(t, tokenExample) }

func tokenExample(t *testing.T, language string) {
	w := newWorld(t)
	e := serveExample(t, w, "token", language, nil)
	first := w.token(t, "u-alice")
	arguments := func(token string) map[string]any { return map[string]any{"token": token} }
	for token, want := range map[string]string{
		first: "u-alice", "opaque-bob-4711": "u-bob-4711", "wrong-4711": "nobody", first + "x": "nobody", "": "nobody",
	} {
		if got := e.ask(t, "", arguments(token)); got != want {
			t.Errorf("%.12s…: got %q, want %q", token, got, want)
		}
	}
	if got := e.ask(t, first, nil); got != "u-alice" {
		t.Errorf("as bearer: got %q", got)
	}
	w.rotate(t)
	second := w.token(t, "u-carol")
	deadline := time.Now().Add(time.Minute) // the keys were fetched a moment ago
	for e.ask(t, second, nil) != "u-carol" {
		if time.Now().After(deadline) {
			t.Fatal("a rotated key was not found")
		}
		time.Sleep(200 * time.Millisecond)
	}
	e.keepsQuiet(t, first, second, "opaque-bob-4711", "wrong-4711")
}

func TestMCPAuthExample(t *testing.T) { inEachLanguage(t, mcpAuthExample) }

func mcpAuthExample(t *testing.T, language string) {
	w := newWorld(t)
	e := serveExample(t, w, "mcp-auth", language, nil)
	token := w.token(t, "u-dave")
	if got := e.ask(t, token, nil); got != "u-dave" {
		t.Errorf("got %q", got)
	}
	if got := e.ask(t, "", nil); got != "nobody" {
		t.Errorf("without a token: got %q", got)
	}
	if got := e.ask(t, token+"x", nil); !strings.Contains(got, "Unauthorized") {
		t.Errorf("with a wrong token: got %q", got)
	}
	e.keepsQuiet(t, token)
}

func TestAPIKeyExample(t *testing.T) { inEachLanguage(t, apiKeyExample) }

func apiKeyExample(t *testing.T, language string) {
	w := newWorld(t)
	e := serveExample(t, w, "api-key", language, nil)
	for key, want := range map[string]string{"key-secret-1": "acct-1", "unknown-key": "nobody", "": "nobody"} {
		if got := e.ask(t, "", map[string]any{"apiKey": key}); got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	before := w.asked.Load()
	w.mode.Store("down")
	for range 3 {
		if got := e.ask(t, "", map[string]any{"apiKey": "key-secret-1"}); got != "acct-1" || w.asked.Load() != before {
			t.Errorf("remembered: got %q, asked %d times", got, w.asked.Load()-before)
		}
	}
	if got := e.ask(t, "", map[string]any{"apiKey": "key-secret-2"}); got != "nobody" {
		t.Errorf("the service is down: got %q", got)
	}
	e.keepsQuiet(t, "key-secret-1", "key-secret-2", "unknown-key")
}

func TestErrorHandlingExample(t *testing.T) { inEachLanguage(t, errorHandlingExample) }

func errorHandlingExample(t *testing.T, language string) {
	w := newWorld(t)
	e := serveExample(t, w, "error-handling", language, nil)
	if got := e.ask(t, "", map[string]any{"userId": "u-1"}); got != "u-1" {
		t.Errorf("got %q", got)
	}
	garbage := map[string]string{"go": "invalid character", "typescript": "unexpected token"}[language]
	for mode, want := range map[string]string{"down": "user service: status 503", "garbage": garbage,
		"hang": map[string]string{"go": "unavailable: "}[language] + "no response in time"} {
		w.mode.Store(mode)
		if got := e.ask(t, "", map[string]any{"userId": "u-2"}); got != "nobody" {
			t.Errorf("%s: got %q", mode, got)
		}
		if log := e.engineLog.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log,
			" module=error-handling.wasm session=") || !strings.Contains(log, "user identification failed: "+want) {
			t.Errorf("%s: the log is %s", mode, log)
		}
	}
}

// TestServiceBehindIdentify has the account service go away, hang, answer garbage and come back while many callers ask,
// each in a session of its own: nobody is taken for somebody else, calls go on by the failure policy, no more look-ups
// are on their way than allowed, and those who failed are known again after one pause.
func TestServiceBehindIdentify(t *testing.T) {
	const callers, pause = 12, 100 * time.Millisecond
	w := newWorld(t)
	serve := func(timeout time.Duration) *example {
		return serveExample(t, w, "api-key", "go", func(f *policy.File) {
			f.Module.Capabilities.HTTP.Timeout, f.Module.Timeout, f.Host.Timeout = timeout, time.Minute, time.Minute
			f.Host.RetryMin, f.Host.RetryMax = pause, pause
		})
	}
	patient, impatient := serve(time.Minute), serve(200*time.Millisecond) // with the service
	for round, mode := range []string{"up", "down", "hang", "garbage", "up"} {
		w.mode.Store(mode)
		e := patient
		if mode == "hang" {
			e = impatient
		}
		var wg sync.WaitGroup
		for caller := range callers {
			id := fmt.Sprint(round, "-", caller)
			wg.Go(func() {
				session, err := connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: e.url, DisableStandaloneSSE: true,
					HTTPClient: &http.Client{Transport: withBearer("")}}, "2025-11-25")
				if err != nil {
					t.Error(err)
					return
				}
				defer session.Close()
				who := func() string {
					result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "whoami",
						Arguments: map[string]any{"apiKey": "key-secret-" + id}})
					if err != nil {
						return err.Error()
					}
					return result.Content[0].(*mcp.TextContent).Text
				}
				for range 3 {
					want := "acct-" + id
					if mode != "up" {
						want = "nobody"
					}
					if got := who(); got != want {
						t.Errorf("%s: caller %s is %q, want %q", mode, id, got, want)
					}
				}
				if mode == "down" { // it comes back for this caller
					w.mode.Store("up")
					time.Sleep(pause)
					if got := who(); got != "acct-"+id {
						t.Errorf("after a pause caller %s is %q", id, got)
					}
				}
			})
			if mode == "down" {
				wg.Wait() // one after the other: each ends the outage
				w.mode.Store(mode)
			}
		}
		wg.Wait()
	}
	if most := w.most.Load(); most > 4 {
		t.Errorf("%d look-ups were on their way at once, 4 are allowed", most)
	}
	patient.keepsQuiet(t, "key-secret-0-1", "key-secret-3-2")
	impatient.keepsQuiet(t, "key-secret-2-1")
}
