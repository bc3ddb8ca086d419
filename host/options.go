package host

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/whowasm/whowasm/host/internal/telemetry"
	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/quote"
)

// A FailurePolicy decides about a call whose caller is not known.
type FailurePolicy int

const (
	// Anonymous lets the call go on without an identity.
	Anonymous FailurePolicy = iota
	// Deny answers the call with an MCP error of the code [CodeDenied].
	Deny
)

// A ChangePolicy decides about a session whose identity becomes another user's, or nobody's.
type ChangePolicy int

const (
	// AllowChange gives the session the new identity.
	AllowChange ChangePolicy = iota
	// RefuseChange answers the call with an MCP error of the code [CodeDenied], and leaves the session its
	// identity for calls with the credential that it was established with. Logging in, from anonymous to
	// somebody, is no change.
	RefuseChange
)

// Options configure [Track]. The zero value is usable; a negative number is an error.
type Options struct {
	// CredentialPaths are places in the input that hold a credential, in gjson syntax, such as
	// "request.params.arguments.apiKey" or "extra.requestInfo.headers.x-api-key". A call whose value there
	// differs from those that the session was identified with, or is absent, is identified again. The
	// Authorization header and the verified token always count. Nil adds none: the session is what is trusted,
	// and without one a verified token. A call whose arguments have the member twice is identified on
	// its own, and not remembered.
	CredentialPaths []string
	// Claims are the members of a verified token's claims (auth.TokenInfo.Extra) that count as a part of the credential.
	// Nil means all of them, an empty slice none. Name them where a verifier adds some that differ from call to call, such
	// as the time at which it was asked.
	Claims []string
	// Methods are those whose requests identify their caller and are denied, such as "tools/call", "resources/read",
	// "prompts/get" and "completion/complete". Nil means tools/call alone.
	Methods []string
	// ConnectionIsCaller makes a stdio or in-memory connection one caller's with protocol 2026-07-28, too, as earlier
	// versions have it. It is true of a server that runs as a process of its user, as most on stdio do. It is not where
	// the other side of the pipe passes on the requests of several users: without a credential they would all be the first
	// one. HTTP connections are never a caller.
	ConnectionIsCaller bool

	// OnFailure decides about calls whose caller could not be identified. Default [Anonymous].
	OnFailure FailurePolicy
	// OnAnonymous decides about calls whose caller is nobody, by the identifier's answer. Default [Anonymous]. Under
	// [Deny] an identity is required: calls whose caller could not be identified are denied, too.
	OnAnonymous FailurePolicy
	// OnChange decides about a session whose identity changes. Default [AllowChange].
	OnChange ChangePolicy
	// TrackOnly lets calls go on at once, while the session is being identified: for tracking only,
	// since a handler may not see the identity. Nobody can be denied then: with a policy that denies it is an error.
	TrackOnly bool

	// Timeout bounds one identification. A call that waits for it goes on as after a failure. Default 10 s.
	Timeout time.Duration
	// RetryMin and RetryMax are the first and the longest pause after a failure; each failure in a row
	// doubles it. Calls of the same caller within the pause fail without asking again; a caller who cannot be
	// known again is asked about on every call. Defaults 500 ms and 1 min.
	RetryMin, RetryMax time.Duration

	// MaxAge is how old an identity may become before a call asks again, counted from the end of its identification. Zero
	// means that it lasts as long as its session. What is known through a verified token ends when that
	// expires, whatever is set here.
	MaxAge time.Duration
	// StaleWhileRefresh is how much older than MaxAge, or CacheTTL, an identity may become while a call has asked again
	// and does not wait for the answer. Zero means that it waits. It does not prolong a verified token.
	StaleWhileRefresh time.Duration
	// SessionCredentials is how many credentials of one session are remembered, and of how many it is remembered that they
	// failed. With more, the one that was used least recently is forgotten, and asked about again. Default 16.
	SessionCredentials int
	// CacheSize is how many callers are remembered that have a credential and no session, as over stateless
	// HTTP. Default 10,000.
	CacheSize int
	// CacheTTL is how long they are remembered, counted from their identification. Default 5 min.
	CacheTTL time.Duration

	// Key is the secret from which session labels and sealed states are made: see [Identified] and [Seal]. Processes that
	// share it label a session alike and open each other's states. At least [MinKeyBytes] random bytes; the zero value
	// means a random key that all trackers of the process share.
	Key capability.Value
	// StateTTL is how long a sealed state can be opened. Default 1 h.
	StateTTL time.Duration

	// Lifespan is given to every identification as context.lifespan_context. It must not change. Nil is
	// absent.
	Lifespan map[string]any

	// OnIdentify is called after each identification, before its callers go on: they wait for it, so it must
	// return soon. Nil is not called. Several calls may run at once.
	OnIdentify func(context.Context, Identified)
	// OnCall is called after each request of one of the Methods, before its answer goes out, and must return soon. Nil is
	// not called. Several calls may run at once. See [EventLog].
	OnCall func(context.Context, Called)

	// Tracer gives spans to requests and to identifications, and Meter counts them, after OpenTelemetry's conventions
	// for MCP. Nil means none; nothing is taken from the process's global providers.
	Tracer trace.TracerProvider
	Meter  metric.MeterProvider
	// TelemetryUser puts the user's id into spans, as user.id. It never goes into metrics.
	TelemetryUser bool

	// Logger receives a record for each identification, without credentials. Nil means no records.
	Logger *slog.Logger
}

// Identified is what is announced of an identification.
type Identified struct {
	// Session is the connection. Over stateless HTTP it lives as long as the request.
	Session *mcp.ServerSession
	// SessionLabel is the same for all that is told of one session: here, in [Called], in a module's log and in spans. It
	// is not the session's id, which whoever knows may take part in the session. "" for a connection without an id.
	SessionLabel string
	// Method is the method of the request that was the reason, Tool the tool that it calls, "" for other methods.
	Method, Tool string
	// Identity is nil for an anonymous caller and after a failure.
	Identity *Identity
	// Err is why identification failed, nil otherwise. Credentials are removed from its message.
	Err error
	// Changed is true when the last identification of the session, whatever its credential, gave another user, and
	// Previous is that one. A call with a credential that is remembered is not identified, and changes nothing.
	Changed  bool
	Previous *Identity
	// Duration is how long the Identifier took.
	Duration time.Duration
	// Usage is what the run of a module took, also one that failed. It is zero for an Identifier that is no [Measurer],
	// and for one that did not return in time.
	Usage runtime.Usage
}

func (o Options) withDefaults() (Options, error) {
	err := cmp.Or(
		defaulted(&o.Timeout, 10*time.Second, "Timeout"),
		defaulted(&o.RetryMin, 500*time.Millisecond, "RetryMin"),
		defaulted(&o.RetryMax, time.Minute, "RetryMax"),
		defaulted(&o.MaxAge, 0, "MaxAge"),
		defaulted(&o.StaleWhileRefresh, 0, "StaleWhileRefresh"),
		defaulted(&o.SessionCredentials, 16, "SessionCredentials"),
		defaulted(&o.CacheSize, 10_000, "CacheSize"),
		defaulted(&o.CacheTTL, 5*time.Minute, "CacheTTL"),
		defaulted(&o.StateTTL, time.Hour, "StateTTL"),
		o.checkMethods(),
	)
	if err == nil && o.TrackOnly && (o.OnFailure == Deny || o.OnAnonymous == Deny || o.OnChange == RefuseChange) {
		err = errors.New("host.Options.TrackOnly denies nobody; leave OnFailure, OnAnonymous and OnChange at their defaults")
	}
	if o.Methods == nil {
		o.Methods = []string{methodCallTool}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, err
}

// methodCallTool is the method that starts an identification unless the operator says otherwise.
const methodCallTool = telemetry.MethodCallTool

// identifiable are the methods that may identify: requests of a client for something that the server has.
var identifiable = []string{
	"completion/complete", "logging/setLevel", "prompts/get", "prompts/list", "resources/list", "resources/read",
	"resources/subscribe", "resources/templates/list", "resources/unsubscribe", "subscriptions/listen",
	methodCallTool, "tools/list",
}

func (o Options) checkMethods() error {
	for _, method := range o.Methods {
		if !slices.Contains(identifiable, method) {
			return fmt.Errorf("host.Options.Methods: %s is none of %s", quote.String(method), strings.Join(identifiable, ", "))
		}
	}
	return nil
}

// defaulted replaces a zero value by its default and refuses a negative one.
func defaulted[T ~int | ~int64](value *T, otherwise T, name string) error {
	if *value < 0 {
		return fmt.Errorf("host.Options.%s is negative; leave it at zero for the default", name)
	}
	if *value == 0 {
		*value = otherwise
	}
	return nil
}
