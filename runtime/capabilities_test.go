package runtime_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
)

// capabilityGuest is a module that does what it is told with what a policy grants.
type capabilityGuest struct {
	*runtime.Module
	log fmt.Stringer
}

func newCapabilityGuest(t testing.TB, path string, granted capability.Policy) capabilityGuest {
	t.Helper()
	engine, log := newEngine(t)
	module, err := engine.LoadFile(t.Context(), path, runtime.Policy{Capabilities: granted})
	if err != nil {
		t.Fatal(err)
	}
	return capabilityGuest{module, log}
}

// do returns what came of it, as JSON.
func (g capabilityGuest) do(ctx context.Context, what, with string) (string, error) {
	arguments, err := json.Marshal(map[string]string{"do": what, "with": with})
	if err != nil {
		return "", err
	}
	in := toolCall(string(arguments))
	identity, err := g.Identify(ctx, in)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(identity.UserData)
	return string(text), err
}

var inside = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// A peer is a client that records what it is sent.
type peer struct{ sent []string }

func (p *peer) Notify(_ context.Context, method string, params json.RawMessage) error {
	p.sent = append(p.sent, method+string(params))
	if method == "notifications/unknown" {
		return capability.ErrNoPeer
	}
	return nil
}

func (p *peer) Request(_ context.Context, method string, _ json.RawMessage) (json.RawMessage, error) {
	if method == "elicitation/create" {
		return nil, errors.New("the user said a secret")
	}
	return json.RawMessage(`{"roots":[]}`), nil
}

func TestCapabilities(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a guest")
	}
	t.Parallel()
	path := buildGuest(t, "testdata/capabilities", "-buildmode=c-shared")
	t.Run("granted", func(t *testing.T) { testGranted(t, path) })
	t.Run("not granted", func(t *testing.T) { testNotGranted(t, path) })
	t.Run("end with the call", func(t *testing.T) { testEndWithTheCall(t, path) })
	t.Run("wait together", func(t *testing.T) { testWaitTogether(t, path) })
}

func testGranted(t *testing.T, path string) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "text/x-test")
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Accept"), body)
	}))
	defer service.Close()
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("s3cret-value"), 0o600); err != nil {
		t.Fatal(err)
	}
	guest := newCapabilityGuest(t, path, capability.Policy{
		Config: map[string]capability.Value{"region": {Text: "eu"}, "key": {File: key}},
		HTTP: &capability.HTTPPolicy{AllowPrivate: inside, Allow: []capability.HTTPRule{
			{Hosts: []string{strings.TrimPrefix(service.URL, "http://")}, Schemes: []string{"http"}, Methods: []string{"GET",
				"POST"}},
		}},
		KV: &capability.KVPolicy{},
		JWT: &capability.JWTPolicy{Issuers: []capability.Issuer{{Issuer: "i", Audience: []string{"a"},
			Secret: capability.Value{Text: strings.Repeat("s", 32)}}}},
		Notify:  []string{"notifications/message", "notifications/unknown"},
		Request: []string{"roots/list", "elicitation/create"},
	})
	client := new(peer)
	ctx := runtime.WithPeer(t.Context(), client)
	// HS256 over {"iss":"i","aud":"a","sub":"u-7","exp":9999999999} with the secret.
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJpIiwiYXVkIjoiYSIsInN1YiI6InUtNyIsImV4cCI6OTk5OTk5OTk5OX0."
	const sign = "v287CpChtzTF7Y0Uunj5ij9Ask0dQQ4yWtxWaRaum0g"
	for _, test := range []struct{ what, with, want string }{
		{"start", "", `{"value":"eu"}`},
		{"config", "region", `{"value":"eu"}`},
		{"config", "key", `{"value":"s3cret-value"}`},
		{"config", "other", `"kind":"not found"`},
		{"get", "user", `"kind":"not found"`},
		{"set", "user=alice", `{"value":null}`},
		{"get", "user", `{"value":"alice"}`}, // in another sandbox
		{"set", "user=", `{"value":null}`},
		{"get", "user", `"kind":"not found"`},
		{"set", "=x", `"error":"invalid: a key has 1 to 512 bytes"`},
		{"fetch", service.URL, `{"value":{"body":"GET text/plain ","status":200,"type":"text/x-test"}}`},
		{"fetch", "http://127.0.0.1:1/", `"error":"not permitted: no rule of the policy takes this request"`},
		{"fetch", "nonsense", `"kind":"invalid"`},
		{"net/http", service.URL, `{"value":{"length":14,"status":"200 OK","type":"text/x-test"}}`},
		{"net/http", "http://127.0.0.1:1/", `"kind":"not permitted"`},
		{"jwt", token + sign, `{"value":"u-7"}`},
		{"jwt", token + "AAAA", `"error":"rejected: the signature is not the issuer's"`},
		{"notify", "notifications/message", `{"value":null}`},
		{"notify", "notifications/unknown", `"kind":"unavailable"`},
		{"notify", "notifications/other", `"kind":"not permitted"`},
		{"request", "roots/list", `{"value":{"roots":[]}}`},
		{"request", "elicitation/create", `"error":"unavailable: the client answered with an error, or not at all"`},
		{"request", "ping", `"kind":"not permitted"`},
		{"log", "slow service s3cret-value", `{"value":null}`},
	} {
		got, err := guest.do(ctx, test.what, test.with)
		if err != nil || !strings.Contains(got, test.want) {
			t.Errorf("%s %s: got %s, %v, want %s", test.what, test.with, got, err, test.want)
		}
	}
	if got := strings.Join(client.sent,
		" "); got != `notifications/message{"data":"hello","level":"info"} `+
		`notifications/unknown{"data":"hello","level":"info"}` {
		t.Errorf("the client got %s", got)
	}
	if got, err := guest.do(t.Context(), "request", "roots/list"); err != nil || !strings.Contains(got,
		`"kind":"unavailable"`) {
		t.Errorf("without a client: %s, %v", got, err)
	}
	if log := guest.log.String(); !strings.Contains(log, `level=WARN msg="guest: [redacted] user=u-1 look-up.tries=3"`) {
		t.Error("the log lacks the guest's record: ", log)
	}
	if strings.Contains(guest.log.String(), "s3cret") {
		t.Error("the log has a secret")
	}
}

func testNotGranted(t *testing.T, path string) {
	guest := newCapabilityGuest(t, path, capability.Policy{})
	for _, what := range []string{"start", "config", "get", "set", "fetch", "net/http", "jwt", "notify", "request"} {
		with := map[string]string{"fetch": "http://127.0.0.1/", "net/http": "http://127.0.0.1/"}[what]
		if got, err := guest.do(t.Context(), what, with); err != nil || !strings.Contains(got, `"kind":"not permitted"`) {
			t.Errorf("%s: got %s, %v", what, got, err)
		}
	}
}

// testEndWithTheCall waits for a service that never answers, and for the call's end.
func testEndWithTheCall(t *testing.T, path string) {
	asked, gone := make(chan struct{}, 8), make(chan struct{}, 8)
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
	}))
	defer service.Close()
	guest := newCapabilityGuest(t, path, capability.Policy{HTTP: &capability.HTTPPolicy{AllowPrivate: inside,
		Timeout: time.Minute, Allow: []capability.HTTPRule{
			{Hosts: []string{strings.TrimPrefix(service.URL, "http://")}, Schemes: []string{"http"}},
		}}})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := guest.do(ctx, "fetch", service.URL); !errors.Is(err, runtime.ErrAborted) {
		t.Errorf("aborted: %v", err)
	}
	<-gone
	for timeout, reached := 50*time.Millisecond, false; !reached; timeout *= 2 { // it may end before the service is asked
		ctx, cancel = context.WithTimeout(t.Context(), timeout)
		defer cancel()
		if _, err := guest.do(ctx, "fetch", service.URL); !errors.Is(err, runtime.ErrTimeout) {
			t.Errorf("out of time: %v", err)
		}
		select {
		case <-asked:
			reached = true
			<-gone
		default:
		}
	}
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := guest.do(ctx, "wait", ""); !errors.Is(err, runtime.ErrTimeout) {
		t.Errorf("waiting for the end: %v", err)
	}
	ended := make(chan error)
	go func() {
		_, err := guest.do(context.Background(), "fetch", service.URL)
		ended <- err
	}()
	<-asked
	closed, cancel := context.WithCancel(t.Context())
	cancel()
	guest.Close(closed)
	if err := <-ended; !errors.Is(err, runtime.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// testWaitTogether asks a service that answers once everybody has asked.
func testWaitTogether(t *testing.T, path string) {
	const callers = 16
	var asked sync.WaitGroup
	asked.Add(callers)
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked.Done()
		asked.Wait()
	}))
	defer service.Close()
	guest := newCapabilityGuest(t, path, capability.Policy{HTTP: &capability.HTTPPolicy{AllowPrivate: inside,
		Allow: []capability.HTTPRule{
			{Hosts: []string{strings.TrimPrefix(service.URL, "http://")}, Schemes: []string{"http"}},
		}}})
	var calls sync.WaitGroup
	for range callers {
		calls.Go(func() {
			if _, err := guest.do(t.Context(), "fetch", service.URL); err != nil {
				t.Error(err)
			}
		})
	}
	calls.Wait()
}

// BenchmarkSlowService makes calls that each ask a service which takes ten milliseconds, 32 at once.
func BenchmarkSlowService(b *testing.B) {
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		time.Sleep(10 * time.Millisecond)
	}))
	defer service.Close()
	guest := newCapabilityGuest(b, buildGuest(b, "testdata/capabilities", "-buildmode=c-shared"),
		capability.Policy{HTTP: &capability.HTTPPolicy{
			AllowPrivate: inside, Allow: []capability.HTTPRule{{Hosts: []string{strings.TrimPrefix(service.URL, "http://")},
				Schemes: []string{"http"}}},
		}})
	b.ResetTimer()
	b.SetParallelism(32 / goruntime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if got, err := guest.do(b.Context(), "fetch", service.URL); err != nil {
				b.Error(got, err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// BenchmarkHostFunctions measures what each function of the host costs a guest in Go: ns/call is one of them, with the
// SDK's part. Each call of the guest is followed by one that calls nothing, which is taken off. "jwt_here" is the check
// of jwt_verify done by the guest itself.
func BenchmarkHostFunctions(b *testing.B) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"id":"u-1"}`)
	}))
	defer service.Close()
	key, keys, signed := signedToken(b)
	guest := newCapabilityGuest(b, buildGuest(b, "testdata/capabilities", "-buildmode=c-shared"), capability.Policy{
		Config: map[string]capability.Value{"region": {Text: "eu"}},
		HTTP: &capability.HTTPPolicy{AllowPrivate: inside, Requests: 1000, Allow: []capability.HTTPRule{
			{Hosts: []string{strings.TrimPrefix(service.URL, "http://")}, Schemes: []string{"http"}},
		}},
		KV: &capability.KVPolicy{},
		JWT: &capability.JWTPolicy{Issuers: []capability.Issuer{
			{Issuer: "i", Audience: []string{"a"}, Keys: capability.Value{Text: keys}},
		}},
		Notify: []string{"notifications/message"},
	})
	ctx := runtime.WithPeer(b.Context(), new(peer))
	took := func(b *testing.B, what string) float64 {
		began := time.Now()
		if got, err := guest.do(ctx, "repeat", what); err != nil || strings.Contains(got, "error") {
			b.Fatal(got, err)
		}
		return float64(time.Since(began).Nanoseconds())
	}
	const repeats = 30 // the guest's
	for _, function := range []struct{ name, what string }{
		{"deadline_ms", "deadline "}, {"config_get", "config region"}, {"kv_set", "set k=v"}, {"kv_get", "get k"},
		{"log", "log text"}, {"notify", "notify notifications/message"}, {"http_send", "fetch " + service.URL},
		{"jwt_verify", "jwt " + signed},
		{"jwt_here", "jwt-here " + base64.RawURLEncoding.EncodeToString(key.N.Bytes()) + " " + signed},
	} {
		b.Run(function.name, func(b *testing.B) {
			var added []float64
			for b.Loop() {
				added = append(added, took(b, function.what)-took(b, "nothing "))
			}
			slices.Sort(added)
			b.ReportMetric(added[len(added)/2]/repeats, "ns/call")
		})
	}
}

// signedToken returns a new key, its public part as a key set, and a token that it signed.
func signedToken(b *testing.B) (key *rsa.PrivateKey, keys, signed string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	public, err := jwk.Import(key.Public())
	if err != nil {
		b.Fatal(err)
	}
	set, err := json.Marshal(map[string]any{"keys": []jwk.Key{public}})
	if err != nil {
		b.Fatal(err)
	}
	token, err := jws.Sign([]byte(`{"iss":"i","aud":"a","sub":"u-7","exp":9999999999}`), jws.WithKey(jwa.RS256(), key))
	if err != nil {
		b.Fatal(err)
	}
	return key, string(set), string(token)
}
