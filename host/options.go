package host

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/whowasm/whowasm/runtime"
)

// A FailurePolicy decides about a call whose caller could not be identified.
type FailurePolicy int

const (
	// Anonymous lets the call go on without an identity.
	Anonymous FailurePolicy = iota
	// Deny answers the tool call with an MCP error of the code [CodeDenied].
	Deny
)

// A ChangePolicy decides about a session whose identity becomes another user's, or nobody's.
type ChangePolicy int

const (
	// AllowChange gives the session the new identity.
	AllowChange ChangePolicy = iota
	// RefuseChange answers the tool call with an MCP error of the code [CodeDenied], and leaves the session its
	// identity for calls with the credential that it was established with. Logging in, from anonymous to
	// somebody, is no change.
	RefuseChange
)

// Options configure [Track]. The zero value is usable; a negative number is an error.
type Options struct {
	// CredentialPaths are places in the input that hold a credential, in gjson syntax, such as
	// "request.params.arguments.apiKey" or "extra.requestInfo.headers.x-api-key". A call whose value there
	// differs from the one that the session was identified with, or is absent, is identified again. The
	// Authorization header and the verified token always count. Nil adds none: the session is what is trusted,
	// and over stateless HTTP a verified token. A call whose arguments have the member twice is identified on
	// its own, and not remembered.
	CredentialPaths []string

	// OnFailure decides about calls whose caller could not be identified. Default [Anonymous].
	OnFailure FailurePolicy
	// OnChange decides about a session whose identity changes. Default [AllowChange].
	OnChange ChangePolicy
	// Concurrent lets tool calls go on at once, while the session is being identified: for tracking only,
	// since a handler may not see the identity. OnFailure and OnChange then deny nobody.
	Concurrent bool

	// Timeout bounds one identification. A call that waits for it goes on as after a failure. Default 10 s.
	Timeout time.Duration
	// RetryMin and RetryMax are the first and the longest pause after a failure; each failure in a row
	// doubles it. Calls of the same caller within the pause fail without asking again; a caller who cannot be
	// known again is asked about on every call. Defaults 500 ms and 1 min.
	RetryMin, RetryMax time.Duration

	// CacheSize is how many callers are remembered that have a credential and no session, as over stateless
	// HTTP. Default 10,000.
	CacheSize int
	// CacheTTL is how long they are remembered, counted from their first call. Default 5 min.
	CacheTTL time.Duration

	// Lifespan is given to every identification as context.lifespan_context. It must not change. Nil is
	// absent.
	Lifespan map[string]any

	// OnIdentify is called after each identification, before its callers go on: they wait for it, so it must
	// return soon. Nil is not called. Several calls may run at once.
	OnIdentify func(context.Context, Identified)
	// OnCall is called after each tool call, before its answer goes out, and must return soon. Nil is not called. Several calls
	// may run at once. See [EventLog].
	OnCall func(context.Context, Called)

	// Tracer gives spans to requests and to identifications, and Meter counts them, after OpenTelemetry's conventions for MCP:
	// see telemetry.go. Nil means none; nothing is taken from the process's global providers.
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
	// Tool is the tool whose call was the reason.
	Tool string
	// Identity is nil for an anonymous caller and after a failure.
	Identity *Identity
	// Err is why identification failed, nil otherwise. Credentials are removed from its message.
	Err error
	// Changed is true when the session was another user's before. Previous is that user.
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
		defaulted(&o.CacheSize, 10_000, "CacheSize"),
		defaulted(&o.CacheTTL, 5*time.Minute, "CacheTTL"),
	)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, err
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
