// Package capability is what a guest can do beside computing: look something up over HTTP, remember it, verify a
// token, read its configuration. Each is granted by a [Policy], and absent otherwise.
//
// It knows no WebAssembly. What a guest asks comes as JSON and goes back as JSON, as ABI.md, "Host functions", has it;
// package runtime carries it over. Users of the library need only the types of [Policy].
package capability

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// A Policy says which capabilities a module has. The zero value grants none.
type Policy struct {
	// Config are the values that the module can read by their names. Nil grants none.
	Config map[string]Value
	// HTTP lets the module send requests. Nil does not.
	HTTP *HTTPPolicy
	// KV lets the module store values that its later calls find. Nil does not.
	KV *KVPolicy
	// JWT lets the module have tokens verified. Nil does not.
	JWT *JWTPolicy
	// Notify and Request are the methods that the module may send to the client of the call: notifications, and requests
	// that the client answers. Nil allows none.
	Notify, Request []string
}

// Names are those of the capabilities that a policy can grant.
var Names = []string{"config", "http", "kv", "jwt", "notify", "request"}

// Grants reports whether the policy grants a capability. What no policy need grant is granted.
func (p Policy) Grants(name string) bool {
	switch name {
	case "config":
		return p.Config != nil
	case "http":
		return p.HTTP != nil
	case "kv":
		return p.KV != nil
	case "jwt":
		return p.JWT != nil
	case "notify":
		return len(p.Notify) > 0
	case "request":
		return len(p.Request) > 0
	}
	return !slices.Contains(Names, name)
}

// A Set is the capabilities of one module. It is safe for use by several goroutines. A nil Set grants nothing.
type Set struct {
	config  map[string][]byte // nil if there is none
	limits  Limits
	logger  *slog.Logger // nil for none
	secrets []string
	http    *httpClient
	kv      *store
	jwt     *verifier
	notify  []string
	request []string
}

// New makes the capabilities that a policy grants, and reads the values that it refers to. The error says what in
// the policy is wrong. The logger gets what no call is told, which is faults of the host; nil logs nothing.
func New(policy Policy, logger *slog.Logger) (*Set, error) {
	s := &Set{notify: policy.Notify, request: policy.Request, logger: logger}
	var err error
	if policy.Config != nil {
		s.config = make(map[string][]byte)
	}
	for _, name := range slices.Sorted(maps.Keys(policy.Config)) {
		value, err := s.resolve(policy.Config[name])
		if err != nil {
			return nil, fmt.Errorf("config %s: %w", quote.String(name), err)
		}
		s.config[name] = []byte(value)
	}
	if policy.HTTP != nil {
		if s.http, err = s.newHTTPClient(*policy.HTTP); err != nil {
			return nil, fmt.Errorf("http: %w", err)
		}
	}
	if policy.KV != nil {
		if s.kv, err = newStore(*policy.KV); err != nil {
			return nil, fmt.Errorf("kv: %w", err)
		}
	}
	if policy.JWT != nil {
		if s.jwt, err = s.newVerifier(*policy.JWT); err != nil {
			return nil, fmt.Errorf("jwt: %w", err)
		}
	}
	s.setLimits()
	return s, nil
}

// AtStart is what a module has while it is initialised: its configuration. What else it did then would be the same for
// every call.
func (s *Set) AtStart() *Set {
	if s == nil {
		return nil
	}
	start := &Set{config: s.config, logger: s.logger}
	start.setLimits()
	return start
}

// Secrets are the values that must not be seen in a log: those that came from the environment or a file.
func (s *Set) Secrets() []string {
	if s == nil {
		return nil
	}
	return s.secrets
}

// Close ends idle connections and drops what is stored. Running calls may end with an error.
func (s *Set) Close() {
	if s == nil {
		return
	}
	if s.http != nil {
		s.http.client.CloseIdleConnections()
	}
	if s.jwt != nil {
		s.jwt.close()
	}
	if s.kv != nil {
		s.kv.close()
	}
}

// A Call is what one call of a guest does with its module's capabilities, so that there is a bound on it. It is used by
// one goroutine.
type Call struct {
	set      *Set
	requests int // that were sent
	messages int // to the client
	peer     Peer
}

// Begin starts the bookkeeping of one call. The peer is the client of the call, nil if there is none.
func (s *Set) Begin(peer Peer) Call {
	if s == nil {
		s = &none
	}
	return Call{set: s, peer: peer}
}

var none Set

// ConfigGet answers a configured value, which is not to be changed.
func (c *Call) ConfigGet(name []byte) ([]byte, error) {
	if c.set.config == nil {
		return nil, notPermitted("config")
	}
	if len(name) <= c.set.limits.ConfigName {
		if value, ok := c.set.config[string(name)]; ok {
			return value, nil
		}
	}
	return nil, &Error{sdk.CodeNotFound, "no such value is configured"}
}

// KVGet answers a stored value, which is not to be changed.
func (c *Call) KVGet(key []byte) ([]byte, error) {
	if c.set.kv == nil {
		return nil, notPermitted("kv")
	}
	return c.set.kv.get(key)
}

// KVSet stores a value for so many milliseconds: 0 means as long as the policy allows, an empty value removes the key.
func (c *Call) KVSet(key, value []byte, milliseconds int64) error {
	if c.set.kv == nil {
		return notPermitted("kv")
	}
	return c.set.kv.set(key, value, milliseconds)
}

// HTTPSend sends a request and answers the response. It returns soon after the context ends.
func (c *Call) HTTPSend(ctx context.Context, request []byte) ([]byte, error) {
	if c.set.http == nil {
		return nil, notPermitted("http")
	}
	if c.requests >= c.set.http.policy.Requests {
		return nil, &Error{sdk.CodeLimit, fmt.Sprintf("more than %d requests in a call", c.set.http.policy.Requests)}
	}
	c.requests++
	return c.set.http.send(ctx, request)
}

// JWTVerify verifies a token and answers its claims. It returns soon after the context ends.
func (c *Call) JWTVerify(ctx context.Context, request []byte) ([]byte, error) {
	if c.set.jwt == nil {
		return nil, notPermitted("jwt")
	}
	return c.set.jwt.verify(ctx, request)
}

// An Error is why a capability did not do what it was asked for.
type Error struct {
	// Code is one of the negative numbers of package sdk, such as sdk.CodeNotPermitted.
	Code int64
	// Reason is a sentence for the author of the guest. It holds nothing of what was asked or answered.
	Reason string
}

func (e *Error) Error() string { return e.Reason }

func notPermitted(name string) error {
	return &Error{sdk.CodeNotPermitted, "the module's policy does not grant " + name}
}

func invalid(format string, args ...any) error {
	return &Error{sdk.CodeInvalid, fmt.Sprintf(format, args...)}
}
