package capability

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/textproto"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"code.dny.dev/ssrf"

	"github.com/whowasm/whowasm/sdk"
)

// An HTTPPolicy says which requests a module may send. The zero value of a field is its default.
type HTTPPolicy struct {
	// Allow are the requests that are allowed: those that one of the rules takes. None means that none is.
	Allow []HTTPRule
	// AllowPrivate are addresses that may be dialled though they are not public: loopback, private networks, link-local
	// addresses such as those of a cloud's metadata, and others that are reserved. Nil means none. What counts is
	// the address that is dialled, whatever a name resolved to before.
	AllowPrivate []netip.Prefix
	// Timeout bounds one request, redirects and the response's body included. Default 5 s. The call's own time bounds it
	// too.
	Timeout time.Duration
	// Requests is how many requests one call may send. Default 8.
	Requests int
	// Concurrent is how many requests the module's calls have on their way at once; more wait. Default 16.
	Concurrent int
	// RequestBytes and ResponseBytes bound a body, as it is after decompressing. Defaults 64 KiB and 1 MiB.
	RequestBytes, ResponseBytes int64
	// Redirects is how many redirects are followed, each of which a rule has to take. Default 0: a redirect is the
	// response.
	Redirects int
}

// An httpClient sends the requests of a module.
type httpClient struct {
	policy HTTPPolicy
	rules  []rule
	slots  chan struct{}
	client *http.Client
}

// connectionHeaders are those that a guest may not set: they decide how the request is read.
// Source: RFC 9110, section 7.6.1, and the headers that net/http writes itself.
var connectionHeaders = []string{
	"Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authenticate",
	"Proxy-Authorization", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Via", "Forwarded",
	"X-Forwarded-For", "X-Forwarded-Host",
	"X-Http-Method", "X-Http-Method-Override", "X-Method-Override", // would get round the rules
}

// maxHeaderBytes bounds the headers of a response.
const maxHeaderBytes = 64 << 10

func (s *Set) newHTTPClient(policy HTTPPolicy) (*httpClient, error) {
	if err := cmp.Or(
		defaulted(&policy.Timeout, 5*time.Second, "timeout"),
		defaulted(&policy.Requests, 8, "requests"),
		defaulted(&policy.Concurrent, 16, "concurrent"),
		defaulted(&policy.RequestBytes, 64<<10, "request bytes"),
		defaulted(&policy.ResponseBytes, 1<<20, "response bytes"),
		defaulted(&policy.Redirects, 0, "redirects"),
	); err != nil {
		return nil, err
	}
	h := &httpClient{policy: policy, slots: make(chan struct{}, policy.Concurrent)}
	for i, allowed := range policy.Allow {
		r, err := s.newRule(allowed)
		if err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		h.rules = append(h.rules, r)
	}
	h.client = &http.Client{
		Transport:     &ruled{h, newTransport(policy)},
		CheckRedirect: h.checkRedirect,
	}
	return h, nil
}

// newTransport dials public addresses, and those others that the policy names. It asks no proxy.
func newTransport(policy HTTPPolicy) *http.Transport {
	var inside4, inside6 []netip.Prefix
	for _, prefix := range policy.AllowPrivate {
		if prefix.Addr().Is4() {
			inside4 = append(inside4, prefix)
		} else {
			inside6 = append(inside6, prefix)
		}
	}
	guardian := ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(inside4...),
		ssrf.WithAllowedV6Prefixes(inside6...))
	dialer := &net.Dialer{Timeout: policy.Timeout, Control: guardian.Safe}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxConnsPerHost:        policy.Concurrent,
		MaxIdleConns:           policy.Concurrent,
		MaxIdleConnsPerHost:    policy.Concurrent,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    policy.Timeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
}

// checkRedirect follows as many redirects as are allowed. What the guest wrote into headers goes to the host that it
// was written for.
func (h *httpClient) checkRedirect(req *http.Request, via []*http.Request) error {
	if h.policy.Redirects == 0 {
		return http.ErrUseLastResponse
	}
	if len(via) > h.policy.Redirects {
		return &Error{sdk.CodeLimit, fmt.Sprintf("more than %d redirects", h.policy.Redirects)}
	}
	if req.URL.User != nil {
		return errNoRule
	}
	if first := via[0].URL; req.URL.Host != first.Host || req.URL.Scheme != first.Scheme {
		req.Header = make(http.Header)
	}
	return nil
}

// A request is what a guest sends: ABI.md, "HTTP".
type request struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Base64  string            `json:"bodyBase64"`
}

// A response is what it gets.
type response struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body,omitempty"`
	Base64  []byte            `json:"bodyBase64,omitempty"`
}

// send sends a guest's request.
func (h *httpClient) send(ctx context.Context, text []byte) ([]byte, error) {
	asked, err := readRequest(text, h.policy.RequestBytes)
	if err != nil {
		return nil, err
	}
	if h.rule(asked.Method, asked.URL) == nil {
		return nil, &Error{sdk.CodeNotPermitted, errNoRule.Error()}
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, h.policy.Timeout)
	defer cancel()
	got, err := h.exchange(asked.WithContext(limited))
	switch {
	case err == nil:
		return json.Marshal(got)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, failure(err, limited)
}

// exchange sends a request and reads the response whole.
func (h *httpClient) exchange(req *http.Request) (*response, error) {
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	defer context.AfterFunc(req.Context(), func() { resp.Body.Close() })() // however it is read
	body, err := io.ReadAll(io.LimitReader(resp.Body, h.policy.ResponseBytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > h.policy.ResponseBytes {
		return nil, &Error{sdk.CodeLimit, fmt.Sprintf("a response of more than %d bytes", h.policy.ResponseBytes)}
	}
	got := &response{Status: resp.StatusCode, Headers: make(map[string]string, len(resp.Header))}
	for name, values := range resp.Header {
		got.Headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	if utf8.Valid(body) {
		got.Body = string(body)
	} else {
		got.Base64 = body
	}
	return got, nil
}

// failure says why there is no response, in words that tell nothing of the host's network.
func failure(err error, limited context.Context) error {
	var known *Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, errNoRule):
		return &Error{sdk.CodeNotPermitted, "it was redirected, and " + errNoRule.Error()}
	case errors.Is(err, ssrf.ErrProhibitedIP):
		return &Error{sdk.CodeNotPermitted, "the host's address is not a public one, and the policy does not name it"}
	case limited.Err() != nil:
		return &Error{sdk.CodeUnavailable, "no response in time"}
	}
	return &Error{sdk.CodeUnavailable, "no response: the service cannot be reached, or does not answer as HTTP has it"}
}

// requestLimit bounds the JSON of a request whose body has a limit: in JSON it may take twice as much.
func requestLimit(body int64) int64 { return 2*body + maxHeaderBytes }

// readRequest reads what a guest wants to be sent.
func readRequest(text []byte, limit int64) (*http.Request, error) {
	var asked request
	if err := readStrictly(text, requestLimit(limit), &asked); err != nil {
		return nil, err
	}
	body := []byte(asked.Body)
	if asked.Base64 != "" {
		var err error
		if body, err = base64.StdEncoding.DecodeString(asked.Base64); err != nil || asked.Body != "" {
			return nil, invalid("want body, or bodyBase64 with base64 in it")
		}
	}
	if int64(len(body)) > limit {
		return nil, &Error{sdk.CodeLimit, fmt.Sprintf("a request of more than %d bytes", limit)}
	}
	if asked.Method == "" {
		asked.Method = http.MethodGet
	}
	req, err := http.NewRequest(asked.Method, asked.URL, bytes.NewReader(body))
	if err != nil || req.URL.Host == "" || req.URL.Opaque != "" || req.URL.User != nil || !isASCII(req.URL.Host) ||
		strings.ContainsAny(asked.URL, " \t") {
		return nil, invalid("want a method and a URL such as https://host/path, without a user, " +
			"and with a name in another script as punycode")
	}
	for name, value := range asked.Headers {
		name = textproto.CanonicalMIMEHeaderKey(name)
		if slices.Contains(connectionHeaders, name) {
			return nil, invalid("a header that only the host sets: %s", name)
		}
		req.Header.Set(name, value)
	}
	return req, nil
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// readStrictly reads one JSON object of at most so many bytes whose members are all known. A guest's memory is far
// larger than what it may send: to read that would take seconds.
func readStrictly(text []byte, limit int64, into any) error {
	if int64(len(text)) > limit {
		return &Error{sdk.CodeLimit, fmt.Sprintf("more than %d bytes of JSON", limit)}
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return invalid("want a JSON object with the members of ABI.md")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return invalid("want one JSON object")
	}
	return nil
}
