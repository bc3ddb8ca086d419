package capability

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/whowasm/whowasm/sdk"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// begin makes a call with a policy.
func begin(t testing.TB, policy Policy) *Call {
	t.Helper()
	set, err := New(policy, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(set.Close)
	call := set.Begin(nil)
	return &call
}

// anywhere takes requests of every kind to every host that a name of a public network could be, or an address.
func anywhere(inside ...netip.Prefix) *HTTPPolicy {
	return &HTTPPolicy{
		Allow: []HTTPRule{
			{Hosts: []string{"*:*"}, Schemes: []string{"http", "https"}, Methods: []string{"GET", "POST"}},
		},
		AllowPrivate: inside,
		Timeout:      time.Second,
		Requests:     1000,
	}
}

func send(t testing.TB, call *Call, asked request) (got response, err error) {
	t.Helper()
	text, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := call.HTTPSend(t.Context(), text)
	if err == nil {
		err = json.Unmarshal(answer, &got)
	}
	return got, err
}

func codeOf(err error) int64 {
	var known *Error
	if errors.As(err, &known) {
		return known.Code
	}
	return 0
}

func TestHTTP(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", r.Method+" "+r.URL.String()+" "+r.Header.Get("X-Guest")+" "+r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusTeapot)
		w.Write(body)
	}))
	defer server.Close()
	t.Setenv("WHOWASM_TEST_KEY", "s3cret-key")
	host := strings.TrimPrefix(server.URL, "http://")
	set, err := New(Policy{HTTP: &HTTPPolicy{AllowPrivate: loopback, Requests: 3, Allow: []HTTPRule{{
		Hosts: []string{host}, Schemes: []string{"http"}, Methods: []string{"POST"}, Headers: []string{"x-guest"},
		Set: map[string]Value{"authorization": {Env: "WHOWASM_TEST_KEY", Prefix: "Bearer "}},
	}}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	call := set.Begin(nil)
	got, err := send(t, &call, request{Method: "POST", URL: server.URL + "/users?id=1", Body: "hello",
		Headers: map[string]string{"x-guest": "g", "authorization": "the guest's", "x-other": "o"}})
	if err != nil || got.Status != http.StatusTeapot || got.Body != "hello" {
		t.Errorf("got %+v, %v", got, err)
	}
	if seen := got.Headers["x-seen"]; seen != "POST /users?id=1 g Bearer s3cret-key" {
		t.Errorf("the service saw %q", seen)
	}
	if got, err := send(t, &call, request{Method: "POST", URL: server.URL, Base64: "//4="}); err != nil ||
		string(got.Base64) != "\xff\xfe" {
		t.Errorf("bytes: got %+v, %v", got, err)
	}
	if secrets := set.Secrets(); len(secrets) != 1 || secrets[0] != "s3cret-key" {
		t.Errorf("secrets are %q", secrets)
	}
	if _, err := send(t, &call, request{URL: server.URL}); codeOf(err) != sdk.CodeNotPermitted {
		t.Errorf("another method: %v", err)
	}
	if _, err := send(t, &call, request{Method: "POST", URL: server.URL}); codeOf(err) != sdk.CodeLimit {
		t.Errorf("a fourth request: %v", err)
	}
}

// TestHTTPInside sends requests to addresses inside, in every form in which one can be written.
func TestHTTPInside(t *testing.T) {
	var reached atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	call := begin(t, Policy{HTTP: anywhere()})
	for _, host := range []string{
		"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "localhost",
		"LOCALHOST", "localhost.",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[64:ff9b::7f00:1]",
		"[2002:7f00:1::]",
		"[fe80::1%25lo]", "[fc00::1]", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
		"198.18.0.1", "192.0.0.1",
		"224.0.0.1", "255.255.255.255", "[ff02::1]", "[fd00:ec2::254]",
	} {
		got, err := send(t, call, request{URL: "http://" + host + port + "/latest/meta-data"})
		if err == nil {
			t.Errorf("%s: got %+v", host, got)
		}
	}
	for _, url := range []string{
		"http://public.example@127.0.0.1" + port, "http://127.0.0.1" + port +
			"@public.example/", "file:///etc/passwd", "gopher://127.0.0.1" + port,
		"unix:/run/x.sock", "//127.0.0.1" + port, "http:127.0.0.1", "127.0.0.1" +
			port, "", "http://", "http://\x00", "http://127。0。0。1" + port,
		"HTTP+unix://%2Frun%2Fx.sock/",
	} {
		if got, err := send(t, call, request{URL: url}); err == nil {
			t.Errorf("%q: got %+v", url, got)
		}
	}
	if n := reached.Load(); n > 0 {
		t.Errorf("%d requests came through", n)
	}
	if _, err := send(t, begin(t, Policy{HTTP: anywhere(loopback...)}), request{URL: server.URL}); err != nil ||
		reached.Load() != 1 {
		t.Errorf("with the address in the policy: %v", err)
	}
}

// TestHTTPRebinding resolves a name to a public address when it is looked at, and to loopback when it is dialled: the
// address that is dialled is what counts.
func TestHTTPRebinding(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	defer server.Close()
	set, err := New(Policy{HTTP: anywhere()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := set.http.client.Transport.(*ruled).next
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if _, err := net.ResolveTCPAddr(network, "93.184.216.34:80"); err != nil {
			return nil, err
		}
		return dial(ctx, network, strings.TrimPrefix(server.URL, "http://"))
	}
	call := set.Begin(nil)
	if _, err := send(t, &call, request{URL: "http://rebinding.example/"}); codeOf(err) != sdk.CodeNotPermitted {
		t.Errorf("got %v", err)
	}
}

func TestHTTPRedirects(t *testing.T) {
	var other *httptest.Server
	leaked := make(chan string, 1)
	other = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leaked <- r.Header.Get("X-Guest") + r.Header.Get("X-Key") + r.Header.Get("Referer")
	}))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/other":
			http.Redirect(w, r, other.URL, http.StatusFound)
		case "/inside":
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		case "/user":
			http.Redirect(w, r, strings.Replace(other.URL, "http://", "http://u:p@", 1), http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/ever":
			http.Redirect(w, r, "/ever", http.StatusFound)
		}
	}))
	defer server.Close()
	host := func(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }
	policy := func(redirects int, hosts ...string) Policy {
		p := HTTPPolicy{AllowPrivate: loopback, Redirects: redirects, Requests: 100, Timeout: time.Second}
		for _, h := range hosts {
			rule := HTTPRule{Hosts: []string{h}, Schemes: []string{"http"}}
			if h == host(server) {
				rule.Set = map[string]Value{"X-Key": {Text: "only for the first"}}
			}
			p.Allow = append(p.Allow, rule)
		}
		return Policy{HTTP: &p}
	}
	guest := map[string]string{"x-guest": "mine"}
	if got, err := send(t, begin(t, policy(0, host(server), host(other))), request{URL: server.URL +
		"/other"}); err != nil || got.Status != http.StatusFound {
		t.Errorf("not followed: %+v, %v", got, err)
	}
	if _, err := send(t, begin(t, policy(1, host(server))), request{URL: server.URL +
		"/other"}); codeOf(err) != sdk.CodeNotPermitted {
		t.Errorf("to a host without a rule: %v", err)
	}
	if got, err := send(t, begin(t, policy(1, host(server), host(other))), request{URL: server.URL + "/other?token=t",
		Headers: guest}); err != nil || got.Status != http.StatusOK {
		t.Errorf("followed: %+v, %v", got, err)
	}
	if seen := <-leaked; seen != "" {
		t.Errorf("the other host saw %q", seen)
	}
	call := begin(t, policy(3, host(server), host(other), "10.0.0.1"))
	for path, want := range map[string]int64{"/inside": sdk.CodeNotPermitted, "/file": sdk.CodeNotPermitted,
		"/user": sdk.CodeNotPermitted, "/ever": sdk.CodeLimit} {
		if got, err := send(t, call, request{URL: server.URL + path}); codeOf(err) != want {
			t.Errorf("%s: got %+v, %v", path, got, err)
		}
	}
}

// TestHTTPServices are services that do not answer as they should.
func TestHTTPServices(t *testing.T) {
	var small bytes.Buffer // 16 MiB, compressed
	zip := gzip.NewWriter(&small)
	for range 256 {
		zip.Write(make([]byte, 64<<10))
	}
	zip.Close()
	hold := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/huge":
			w.Write(make([]byte, 200<<10))
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 32<<10)); err != nil {
					return
				}
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(small.Bytes())
		case "/headers":
			w.Header().Set("X-Large", strings.Repeat("x", 100<<10))
		case "/slow-headers":
			select {
			case <-hold:
			case <-r.Context().Done():
			}
		case "/slow-body":
			for i := 0; r.Context().Err() == nil; i++ {
				fmt.Fprint(w, i)
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		case "/cut":
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("half"))
		case "/switch":
			connection, _, _ := w.(http.Hijacker).Hijack()
			defer connection.Close()
			connection.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"))
			<-hold
		case "/garbage":
			connection, _, _ := w.(http.Hijacker).Hijack()
			connection.Write([]byte("this is not HTTP\r\n\r\n"))
			connection.Close()
		}
	}))
	defer server.Close()
	defer close(hold)
	policy := anywhere(loopback...)
	policy.Timeout, policy.ResponseBytes, policy.RequestBytes = time.Minute, 64<<10, 1000
	call := begin(t, Policy{HTTP: policy})
	policy.Timeout = 200 * time.Millisecond
	impatient := begin(t, Policy{HTTP: policy})
	for path, want := range map[string]int64{
		"/huge": sdk.CodeLimit, "/endless": sdk.CodeLimit, "/bomb": sdk.CodeLimit, "/headers": sdk.CodeUnavailable,
		"/slow-headers": sdk.CodeUnavailable, "/slow-body": sdk.CodeUnavailable, "/cut": sdk.CodeUnavailable,
		"/garbage": sdk.CodeUnavailable, "/switch": sdk.CodeUnavailable,
	} {
		asking := call
		if strings.HasPrefix(path, "/slow") || path == "/switch" {
			asking = impatient
		}
		if got, err := send(t, asking, request{URL: server.URL + path}); codeOf(err) != want {
			t.Errorf("%s: got %+v, %v, want code %d", path, got, err, want)
		}
	}
	if _, err := send(t, call, request{Method: "POST", URL: server.URL, Body: strings.Repeat("x",
		1001)}); codeOf(err) != sdk.CodeLimit {
		t.Errorf("a request that is too large: %v", err)
	}
	if _, err := send(t, call, request{URL: server.URL,
		Headers: map[string]string{"host": "other"}}); codeOf(err) != sdk.CodeInvalid {
		t.Errorf("a header of the connection: %v", err)
	}
	if _, err := send(t, call, request{URL: server.URL,
		Headers: map[string]string{"x-http-method-override": "DELETE"}}); codeOf(err) != sdk.CodeInvalid {
		t.Errorf("a header that makes another request of it: %v", err)
	}
	var many strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&many, `"x-%d":"v",`, i)
	}
	if _, err := call.HTTPSend(t.Context(),
		[]byte(`{"url":"`+server.URL+`","headers":{`+many.String()+`"x":"y"}}`)); codeOf(err) != sdk.CodeLimit {
		t.Errorf("very many headers: %v", err)
	}
	if _, err := send(t, call, request{URL: server.URL + "/x?a HTTP/1.0"}); codeOf(err) != sdk.CodeInvalid {
		t.Errorf("a space in the URL: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := call.HTTPSend(ctx, []byte(`{"url":"`+server.URL+`/slow-headers"}`)); !errors.Is(err, context.Canceled) {
		t.Errorf("an aborted call: %v", err)
	}
	for _, text := range []string{``, `{`, `[]`, `{"url":"http://x","other":1}`, `{} {}`,
		`{"url":"http://x","body":"a","bodyBase64":"YQ=="}`, `{"url":"http://x","bodyBase64":"?"}`} {
		if _, err := call.HTTPSend(t.Context(), []byte(text)); codeOf(err) != sdk.CodeInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestHTTPConcurrent shows that no more requests are on their way than the policy allows, and that connections are used
// again. TestIdleConnections asks many services and keeps connections to few: each costs the process, and the service,
// a descriptor.
func TestIdleConnections(t *testing.T) {
	const services, kept = 8, 2
	closed := make(chan struct{}, services)
	policy := anywhere(loopback...)
	policy.Concurrent = kept
	call := begin(t, Policy{HTTP: policy})
	for range services {
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed {
				closed <- struct{}{}
			}
		}
		server.Start()
		t.Cleanup(server.Close)
		if _, err := send(t, call, request{URL: server.URL}); err != nil {
			t.Fatal(err)
		}
	}
	for n := range services - kept {
		select {
		case <-closed:
		case <-time.After(time.Minute):
			t.Fatalf("%d of %d connections were closed, want all but %d", n, services, kept)
		}
	}
}

func TestHTTPConcurrent(t *testing.T) {
	var now, most, connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		for most.Load() < n && !most.CompareAndSwap(most.Load(), n) {
		}
		time.Sleep(time.Millisecond)
		now.Add(-1)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	policy := anywhere(loopback...)
	policy.Concurrent = 3
	set, err := New(Policy{HTTP: policy}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	done := make(chan error)
	for range 30 {
		go func() {
			call := set.Begin(nil)
			_, err := send(t, &call, request{URL: server.URL})
			done <- err
		}()
	}
	for range 30 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 3 || connections.Load() > 4 {
		t.Errorf("%d requests at once on %d connections", most.Load(), connections.Load())
	}
}

func TestMatchesHost(t *testing.T) {
	for _, test := range []struct {
		pattern, url string
		want         bool
	}{
		{"a.example", "https://a.example/x", true}, {"a.example", "https://A.EXAMPLE./", true}, {"a.example",
			"https://a.example:443/", true},
		{"a.example", "https://a.example:8443/", false}, {"a.example:8443", "https://a.example:8443/", true}, {"a.example",
			"https://b.a.example/", false},
		{"*.a.example", "https://b.a.example/", true}, {"*.a.example", "https://a.example/", false}, {"*.a.example",
			"https://evila.example/", false},
		{"[::1]:*", "http://[::1]:99/", true}, {"127.0.0.1:9000", "http://127.0.0.1:9000/", true}, {"a.example",
			"https://a.example.evil/", false},
	} {
		req, err := http.NewRequest("GET", test.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := matchesHost(test.pattern, req.URL); got != test.want {
			t.Errorf("%s takes %s: %v", test.pattern, test.url, got)
		}
	}
}

func TestWrongHTTPPolicies(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(empty, []byte("\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, policy := range map[string]HTTPPolicy{
		"rule 1: it names no hosts":          {Allow: []HTTPRule{{}}},
		`rule 1: "https://x" is not a host`:  {Allow: []HTTPRule{{Hosts: []string{"https://x"}}}},
		`rule 1: "a*.example" is not a host`: {Allow: []HTTPRule{{Hosts: []string{"a*.example"}}}},
		`rule 1: "ftp" is not a scheme`: {Allow: []HTTPRule{{Hosts: []string{"x"},
			Schemes: []string{"ftp"}}}},
		"requests: a negative number": {Requests: -1},
		"the environment variable WHOWASM_NOT_SET is not set": {Allow: []HTTPRule{{Hosts: []string{"x"},
			Set: map[string]Value{"a": {Env: "WHOWASM_NOT_SET"}}}}},
		"give one of a text, env and file": {Allow: []HTTPRule{{Hosts: []string{"x"},
			Set: map[string]Value{"a": {Text: "t", File: "f"}}}}},
		`rule 1: "*example.com" is not a host`: {Allow: []HTTPRule{{Hosts: []string{"*example.com"}}}},
		`rule 1: "x.com:http" is not a host`:   {Allow: []HTTPRule{{Hosts: []string{"x.com:http"}}}},
		`rule 1: "get" is not a method`: {Allow: []HTTPRule{{Hosts: []string{"x"},
			Methods: []string{"get"}}}},
		`header "Host": not one that can be set`: {Allow: []HTTPRule{{Hosts: []string{"x"},
			Set: map[string]Value{"Host": {Text: "y"}}}}},
		"redirects: a negative number": {Redirects: -1},
		"a prefix without env or file": {Allow: []HTTPRule{{Hosts: []string{"x"},
			Set: map[string]Value{"a": {Prefix: "Bearer "}}}}},
		"secret: the file is empty": {Allow: []HTTPRule{{Hosts: []string{"x"},
			Set: map[string]Value{"a": {File: empty}}}}},
		"open": {Allow: []HTTPRule{{Hosts: []string{"x"},
			Set: map[string]Value{"a": {File: "/does/not/exist"}}}}},
	} {
		if _, err := New(Policy{HTTP: &policy}, nil); err == nil || want != "open" && !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
