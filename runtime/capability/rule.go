package capability

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/whowasm/whowasm/runtime/quote"
)

// An HTTPRule takes requests.
type HTTPRule struct {
	// Hosts are names or addresses, with a port if it is not the scheme's: "accounts.example.com",
	// "*.example.com:8443" for every name below, "127.0.0.1:9000", "[::1]:*" for every port.
	Hosts []string
	// Methods default to GET and HEAD, Schemes to https.
	Methods, Schemes []string
	// Headers are the request headers that the guest may set, in any case. Nil means all but those that the
	// connection depends on.
	Headers []string
	// Set are headers that the host puts into the request, in place of the guest's. The guest does not see them.
	Set map[string]Value
}

// A rule is an HTTPRule with its values read.
type rule struct {
	HTTPRule
	set http.Header
}

func (s *Set) newRule(allowed HTTPRule) (r rule, err error) {
	if len(allowed.Hosts) == 0 {
		return r, errors.New("it names no hosts")
	}
	for _, host := range allowed.Hosts {
		if !hostPattern.MatchString(host) {
			return r, fmt.Errorf("%s is not a host; write accounts.example.com, *.example.com or 127.0.0.1:9000",
				quote.String(host))
		}
	}
	for _, method := range allowed.Methods {
		if !methodPattern.MatchString(method) {
			return r, fmt.Errorf("%s is not a method; write GET", quote.String(method))
		}
	}
	if allowed.Methods == nil {
		allowed.Methods = []string{http.MethodGet, http.MethodHead}
	}
	if allowed.Schemes == nil {
		allowed.Schemes = []string{"https"}
	}
	for _, scheme := range allowed.Schemes {
		if scheme != "https" && scheme != "http" {
			return r, fmt.Errorf("%s is not a scheme that requests can have; those are https and http", quote.String(scheme))
		}
	}
	allowed.Headers = slices.Clone(allowed.Headers)
	for i, name := range allowed.Headers {
		allowed.Headers[i] = textproto.CanonicalMIMEHeaderKey(name)
	}
	r = rule{HTTPRule: allowed, set: make(http.Header)}
	for name, value := range allowed.Set {
		text, err := s.resolve(value)
		if err != nil {
			return r, fmt.Errorf("header %s: %w", quote.String(name), err)
		}
		if !headerPattern.MatchString(name) || slices.Contains(connectionHeaders, textproto.CanonicalMIMEHeaderKey(name)) {
			return r, fmt.Errorf("header %s: not one that can be set", quote.String(name))
		}
		r.set.Set(name, text)
	}
	return r, nil
}

// What a rule may consist of: a name, any name, or any below one, or an address; with a port or any port.
var (
	hostPattern   = regexp.MustCompile(`^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:([0-9]{1,5}|\*))?$`)
	methodPattern = regexp.MustCompile(`^[A-Z]+$`)
	headerPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

// takes reports whether the rule takes a request.
func (r *rule) takes(method string, to *url.URL) bool {
	return slices.Contains(r.Methods, method) && slices.Contains(r.Schemes, to.Scheme) &&
		slices.ContainsFunc(r.Hosts, func(host string) bool { return matchesHost(host, to) })
}

// matchesHost reports whether a rule's host is that of a URL.
func matchesHost(pattern string, to *url.URL) bool {
	name, port := pattern, ""
	if host, given, err := net.SplitHostPort(pattern); err == nil {
		name, port = host, given
	}
	name = strings.Trim(name, "[]")
	asked := to.Port()
	if asked == "" {
		asked = map[string]string{"https": "443", "http": "80"}[to.Scheme]
	}
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[to.Scheme]
	}
	if port != "*" && port != asked {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(to.Hostname(), "."))
	if parent, ok := strings.CutPrefix(name, "*"); ok {
		return strings.HasSuffix(host, parent) && len(host) > len(parent)
	}
	return host == name
}

// rule returns the first rule that takes a request, nil for none.
func (h *httpClient) rule(method string, to *url.URL) *rule {
	for i := range h.rules {
		if h.rules[i].takes(method, to) {
			return &h.rules[i]
		}
	}
	return nil
}

// A ruled transport looks at every request that leaves, those of redirects too.
type ruled struct {
	h    *httpClient
	next *http.Transport
}

var errNoRule = errors.New("no rule of the policy takes this request")

// RoundTrip implements http.RoundTripper.
func (t *ruled) RoundTrip(req *http.Request) (*http.Response, error) {
	r := t.h.rule(req.Method, req.URL)
	if r == nil {
		return nil, errNoRule
	}
	req = req.Clone(req.Context())
	for name := range req.Header {
		if r.Headers != nil && !slices.Contains(r.Headers, name) {
			req.Header.Del(name)
		}
	}
	for name, values := range r.set {
		req.Header[name] = values
	}
	resp, err := t.next.RoundTrip(req)
	if err == nil && resp.StatusCode == http.StatusSwitchingProtocols {
		// The connection is nobody's then: no context ends it.
		return nil, errors.Join(errors.New("another protocol"), resp.Body.Close())
	}
	return resp, err
}

func (t *ruled) CloseIdleConnections() { t.next.CloseIdleConnections() }
