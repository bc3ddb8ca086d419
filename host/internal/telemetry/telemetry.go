// Package telemetry writes spans and measurements of requests and identifications. It knows no tracker: it is given
// plain values.
//
// The names are those of OpenTelemetry's semantic conventions for MCP (open-telemetry/semantic-conventions-genai,
// docs/gen-ai/mcp.md, in development). Two differ: mcp.session.id is a label of the session, since the id is a
// credential, and user.id is there only if the operator wants it.
package telemetry

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/whowasm/whowasm/runtime/quote"
)

// A Recorder writes a span and a measurement for each request, and for each identification. Nil writes none. It is safe
// for use by several goroutines.
type Recorder struct {
	tracer   trace.Tracer
	requests metric.Float64Histogram
	runs     metric.Float64Histogram
	fuel     metric.Int64Histogram
	user     bool
	tools    bounded
}

// Attributes of an identification, which the conventions do not have.
const (
	keyOutcome = attribute.Key("whowasm.identify.outcome") // an [Outcome.Name]
	keyFuel    = attribute.Key("whowasm.identify.fuel")
	keyCached  = attribute.Key("whowasm.identify.cached")
)

// MethodCallTool is the method that calls a tool.
const MethodCallTool = "tools/call"

// scope names what makes the telemetry.
const scope = "github.com/whowasm/whowasm/host"

// New returns a recorder that writes to the providers. Without either it returns nil. user puts the user's id into
// spans.
func New(tracer trace.TracerProvider, meter metric.MeterProvider, user bool) (*Recorder, error) {
	if tracer == nil && meter == nil {
		return nil, nil
	}
	if tracer == nil {
		tracer = tracenoop.NewTracerProvider()
	}
	if meter == nil {
		meter = metricnoop.NewMeterProvider()
	}
	r := &Recorder{tracer: tracer.Tracer(scope), user: user}
	return r, r.instruments(meter.Meter(scope))
}

// instruments makes the instruments. The boundaries of durations are the conventions'.
func (r *Recorder) instruments(meter metric.Meter) error {
	var errs [3]error
	r.requests, errs[0] = meter.Float64Histogram("mcp.server.operation.duration", metric.WithUnit("s"),
		metric.WithExplicitBucketBoundaries(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300),
		metric.WithDescription("How long an MCP request or notification took, from its receipt to its answer."))
	r.runs, errs[1] = meter.Float64Histogram("whowasm.identify.duration", metric.WithUnit("s"),
		metric.WithExplicitBucketBoundaries(1e-5, 1e-4, 1e-3, 5e-3, 0.01, 0.05, 0.1, 0.5, 1, 5, 10),
		metric.WithDescription("How long an identification took."))
	r.fuel, errs[2] = meter.Int64Histogram("whowasm.identify.fuel", metric.WithExplicitBucketBoundaries(
		1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9), metric.WithDescription("The work of an identification, in fuel."))
	return errors.Join(errs[:]...)
}

// A Request is what is told of a request. What is not known is left at its zero value.
type Request struct {
	Method  string
	Tool    string         // as the client wrote it
	Session string         // its label
	Version string         // of the protocol, as the client wrote it
	ID      string         // in JSON
	HTTP    bool           // it came over that
	Meta    map[string]any // may name the trace that the client is in
}

// An Outcome is how an identification ended. The zero value is none.
type Outcome struct {
	Name   string // "identified", "anonymous" or "failed"
	UserID string
	Cached bool
}

// An Answer is what came of a request.
type Answer struct {
	Outcome   Outcome
	Duration  time.Duration
	Err       error
	ToolError bool // the tool answered that it failed
}

// Begin starts the span of a request. The trace that the client is in comes in _meta, beside that of the HTTP request,
// if any.
func (r *Recorder) Begin(ctx context.Context, req Request) (context.Context, trace.Span) {
	if r == nil {
		return ctx, nil
	}
	ctx = propagation.TraceContext{}.Extract(ctx, metaCarrier(req.Meta))
	name, attributes := req.Method, make([]attribute.KeyValue, 0, 6)
	attributes = append(attributes, attribute.String("mcp.method.name", req.Method))
	if req.Method == MethodCallTool {
		name += " " + r.tools.name(req.Tool, false)
		attributes = append(attributes, attribute.String("gen_ai.operation.name", "execute_tool"))
	}
	if req.Session != "" {
		attributes = append(attributes, attribute.String("mcp.session.id", req.Session))
	}
	if isVersion(req.Version) {
		attributes = append(attributes, attribute.String("mcp.protocol.version", req.Version))
	}
	if req.ID != "" {
		attributes = append(attributes, attribute.String("jsonrpc.request.id", req.ID))
	}
	transport := "pipe"
	if req.HTTP {
		transport = "tcp"
	}
	attributes = append(attributes, attribute.String("network.transport", transport))
	return r.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(attributes...))
}

// isVersion reports whether a text has the form of a version of the protocol: clients may send any.
func isVersion(version string) bool {
	_, err := time.Parse(time.DateOnly, version)
	return err == nil
}

// End ends the span of a request and measures it.
func (r *Recorder) End(ctx context.Context, span trace.Span, req Request, a Answer) {
	if r == nil {
		return
	}
	labels := []attribute.KeyValue{attribute.String("mcp.method.name", req.Method)}
	if req.Method == MethodCallTool {
		tool := r.tools.name(req.Tool, a.Err == nil)
		labels = append(labels, attribute.String("gen_ai.operation.name", "execute_tool"),
			attribute.String("gen_ai.tool.name", tool))
		span.SetName(req.Method + " " + tool)
		span.SetAttributes(attribute.String("gen_ai.tool.name", tool))
	}
	if a.Outcome != (Outcome{}) {
		span.SetAttributes(keyOutcome.String(a.Outcome.Name), keyCached.Bool(a.Outcome.Cached))
	}
	r.setUser(span, a.Outcome)
	if problem := errorType(a); problem != "" {
		labels = append(labels, attribute.String("error.type", problem))
		span.SetAttributes(attribute.String("error.type", problem))
		span.SetStatus(codes.Error, "") // the message is the tool's, and may hold anything
	}
	var wire *jsonrpc.Error
	if errors.As(a.Err, &wire) {
		labels = append(labels, attribute.String("rpc.response.status_code", strconv.FormatInt(wire.Code, 10)))
		span.SetAttributes(attribute.String("rpc.response.status_code", strconv.FormatInt(wire.Code, 10)))
	}
	span.End()
	r.requests.Record(ctx, a.Duration.Seconds(), metric.WithAttributes(labels...))
}

func (r *Recorder) setUser(span trace.Span, o Outcome) {
	if r.user && o.UserID != "" {
		span.SetAttributes(attribute.String("user.id", o.UserID))
	}
}

// errorType names the kind of failure of a request, "" for none.
func errorType(a Answer) string {
	var wire *jsonrpc.Error
	switch {
	case errors.As(a.Err, &wire):
		return strconv.FormatInt(wire.Code, 10)
	case errors.Is(a.Err, context.Canceled):
		return "cancelled"
	case errors.Is(a.Err, context.DeadlineExceeded):
		return "timeout"
	case a.Err != nil:
		return "_OTHER"
	case a.ToolError:
		return "tool_error"
	}
	return ""
}

// Identify runs an identification within a span, a child of the request's that began it. run returns how it ended, the
// fuel it took, 0 for none, and why it failed.
func (r *Recorder) Identify(ctx context.Context, run func(context.Context) (Outcome, int64, error)) {
	if r == nil {
		run(ctx)
		return
	}
	began := time.Now()
	ctx, span := r.tracer.Start(ctx, "identify")
	o, fuel, err := run(ctx)
	outcome := keyOutcome.String(o.Name)
	span.SetAttributes(outcome)
	if fuel > 0 {
		span.SetAttributes(keyFuel.Int64(fuel))
		r.fuel.Record(ctx, fuel, metric.WithAttributes(outcome))
	}
	r.setUser(span, o)
	if err != nil {
		span.SetStatus(codes.Error, quote.Line(err.Error()))
	}
	span.End()
	r.runs.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(outcome))
}

// metaCarrier reads the trace context from a request's _meta.
type metaCarrier map[string]any

// Get implements propagation.TextMapCarrier.
func (c metaCarrier) Get(key string) string {
	value, _ := c[key].(string)
	return value
}

// Set implements propagation.TextMapCarrier. Nothing is written.
func (metaCarrier) Set(string, string) {}

// Keys implements propagation.TextMapCarrier.
func (c metaCarrier) Keys() []string {
	keys := make([]string, 0, len(c))
	for key := range c {
		keys = append(keys, key)
	}
	return keys
}
