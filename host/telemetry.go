package host

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
)

// A telemetry writes a span and a measurement for each request, and for each identification. Nil writes none.
//
// The names are those of OpenTelemetry's semantic conventions for MCP (open-telemetry/semantic-conventions-genai,
// docs/gen-ai/mcp.md, in development). Two differ: mcp.session.id is a keyed hash of the id, which is a credential, and
// user.id is there only if the operator wants it.
type telemetry struct {
	tracer   trace.Tracer
	requests metric.Float64Histogram
	runs     metric.Float64Histogram
	fuel     metric.Int64Histogram
	user     bool
	tools    bounded
}

// Attributes of an identification, which the conventions do not have.
const (
	keyOutcome = attribute.Key("whowasm.identify.outcome") // "identified", "anonymous" or "failed"
	keyFuel    = attribute.Key("whowasm.identify.fuel")
	keyCached  = attribute.Key("whowasm.identify.cached")
)

// scope names what makes the telemetry.
const scope = "github.com/whowasm/whowasm/host"

func newTelemetry(o Options) (*telemetry, error) {
	if o.Tracer == nil && o.Meter == nil {
		return nil, nil
	}
	if o.Tracer == nil {
		o.Tracer = tracenoop.NewTracerProvider()
	}
	if o.Meter == nil {
		o.Meter = metricnoop.NewMeterProvider()
	}
	t := &telemetry{tracer: o.Tracer.Tracer(scope), user: o.TelemetryUser}
	meter := o.Meter.Meter(scope)
	// The boundaries are the conventions'.
	seconds := metric.WithExplicitBucketBoundaries(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
	var errs [3]error
	t.requests, errs[0] = meter.Float64Histogram("mcp.server.operation.duration", metric.WithUnit("s"), seconds,
		metric.WithDescription("How long an MCP request or notification took, from its receipt to its answer."))
	t.runs, errs[1] = meter.Float64Histogram("whowasm.identify.duration", metric.WithUnit("s"),
		metric.WithExplicitBucketBoundaries(1e-5, 1e-4, 1e-3, 5e-3, 0.01, 0.05, 0.1, 0.5, 1, 5, 10),
		metric.WithDescription("How long an identification took."))
	t.fuel, errs[2] = meter.Int64Histogram("whowasm.identify.fuel", metric.WithExplicitBucketBoundaries(
		1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9), metric.WithDescription("The work of an identification, in fuel."))
	return t, errors.Join(errs[:]...)
}

// observe serves a request and tells what came of it.
func (t *Tracker) observe(ctx context.Context, method string, req mcp.Request, next mcp.MethodHandler) (
	mcp.Result, error,
) {
	began := time.Now()
	called := Called{Method: method, Tool: toolOf(req)}
	called.Session, _ = req.GetSession().(*mcp.ServerSession)
	called.SessionLabel = t.label(called.Session)
	ctx, span := t.telemetry.begin(ctx, called.SessionLabel, method, req)
	outcome, result, err := t.serve(ctx, method, req, next)
	called.Duration, called.Err, called.ToolError = time.Since(began), err, isToolError(result)
	if outcome != nil {
		called.Outcome = *outcome
	}
	t.telemetry.end(ctx, span, method, called)
	if t.options.OnCall != nil && t.identifies(method) {
		_ = panics.Try(t.options.Logger, "announcing a call", func() error {
			t.options.OnCall(ctx, called)
			return nil
		})
	}
	return result, err
}

// toolOf returns the tool that a request calls, "" for none.
func toolOf(req mcp.Request) string {
	if call, ok := req.(*mcp.CallToolRequest); ok && call.Params != nil {
		return call.Params.Name
	}
	return ""
}

func isToolError(result mcp.Result) bool {
	answer, ok := result.(*mcp.CallToolResult)
	return ok && answer != nil && answer.IsError
}

// begin starts the span of a request. The trace that the client is in comes in _meta, beside that of the HTTP request,
// if any.
func (t *telemetry) begin(ctx context.Context, label, method string, req mcp.Request) (context.Context, trace.Span) {
	if t == nil {
		return ctx, nil
	}
	ctx = propagation.TraceContext{}.Extract(ctx, metaCarrier(metaOf(req)))
	name, attributes := method, []attribute.KeyValue{attribute.String("mcp.method.name", method)}
	if method == methodCallTool {
		name += " " + t.tools.name(toolOf(req), false)
		attributes = append(attributes, attribute.String("gen_ai.operation.name", "execute_tool"))
	}
	if label != "" {
		attributes = append(attributes, attribute.String("mcp.session.id", label))
	}
	if about, ok := req.(interface{ ProtocolVersion() string }); ok && knownVersion(about.ProtocolVersion()) {
		attributes = append(attributes, attribute.String("mcp.protocol.version", about.ProtocolVersion()))
	}
	if extra := req.GetExtra(); extra != nil {
		if id := requestID(extra.Header); id != nil {
			attributes = append(attributes, attribute.String("jsonrpc.request.id", string(id)))
		}
		transport := "pipe"
		if isHTTP(extra.Header) {
			transport = "tcp"
		}
		attributes = append(attributes, attribute.String("network.transport", transport))
	}
	return t.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(attributes...))
}

// knownVersion reports whether a text has the form of a version of the protocol: clients may send any.
func knownVersion(version string) bool {
	_, err := time.Parse(time.DateOnly, version)
	return err == nil
}

// end ends the span of a request and measures it.
func (t *telemetry) end(ctx context.Context, span trace.Span, method string, c Called) {
	if t == nil {
		return
	}
	labels := []attribute.KeyValue{attribute.String("mcp.method.name", method)}
	if method == methodCallTool {
		tool := t.tools.name(c.Tool, c.Err == nil)
		labels = append(labels, attribute.String("gen_ai.operation.name", "execute_tool"),
			attribute.String("gen_ai.tool.name", tool))
		span.SetName(method + " " + tool)
		span.SetAttributes(attribute.String("gen_ai.tool.name", tool))
	}
	if c.Outcome != (Outcome{}) {
		span.SetAttributes(keyOutcome.String(outcomeName(c.Outcome.Identity, c.Outcome.Err)),
			keyCached.Bool(c.Outcome.Cached))
	}
	if t.user && c.Outcome.Identity != nil {
		span.SetAttributes(attribute.String("user.id", c.Outcome.Identity.UserID))
	}
	if problem := errorType(c); problem != "" {
		labels = append(labels, attribute.String("error.type", problem))
		span.SetAttributes(attribute.String("error.type", problem))
		span.SetStatus(codes.Error, "") // the message is the tool's, and may hold anything
	}
	var wire *jsonrpc.Error
	if errors.As(c.Err, &wire) {
		labels = append(labels, attribute.String("rpc.response.status_code", strconv.FormatInt(wire.Code, 10)))
		span.SetAttributes(attribute.String("rpc.response.status_code", strconv.FormatInt(wire.Code, 10)))
	}
	span.End()
	t.requests.Record(ctx, c.Duration.Seconds(), metric.WithAttributes(labels...))
}

// errorType names the kind of failure of a request, "" for none.
func errorType(c Called) string {
	var wire *jsonrpc.Error
	switch {
	case errors.As(c.Err, &wire):
		return strconv.FormatInt(wire.Code, 10)
	case errors.Is(c.Err, context.Canceled):
		return "cancelled"
	case errors.Is(c.Err, context.DeadlineExceeded):
		return "timeout"
	case c.Err != nil:
		return "_OTHER"
	case c.ToolError:
		return "tool_error"
	}
	return ""
}

// ask is tracker.ask within a span, a child of the request's that began it.
func (t *telemetry) ask(ctx context.Context, tracker *Tracker, in *Input) answer {
	if t == nil {
		return tracker.ask(ctx, in)
	}
	began := time.Now()
	ctx, span := t.tracer.Start(ctx, "identify")
	a := tracker.ask(ctx, in)
	outcome := keyOutcome.String(outcomeName(a.identity, a.err))
	span.SetAttributes(outcome)
	if a.usage.Fuel > 0 {
		span.SetAttributes(keyFuel.Int64(a.usage.Fuel))
		t.fuel.Record(ctx, a.usage.Fuel, metric.WithAttributes(outcome))
	}
	if t.user && a.identity != nil {
		span.SetAttributes(attribute.String("user.id", a.identity.UserID))
	}
	if a.err != nil {
		span.SetStatus(codes.Error, quote.Line(a.err.Error()))
	}
	span.End()
	t.runs.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(outcome))
	return a
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

// A bounded set of names: a client may call tools of any name, and each would be a series of its own.
type bounded struct {
	mu    sync.RWMutex
	names map[string]bool
}

// maxTools is how many tools are told apart, and maxToolBytes how long their names may be.
const (
	maxTools     = 200
	maxToolBytes = 128
)

// name returns the name of a tool that is known, because it has answered before or does now, and "_OTHER" for others
// and where there are too many.
func (b *bounded) name(name string, answered bool) string {
	b.mu.RLock()
	known := b.names[name]
	b.mu.RUnlock()
	if !known && answered {
		known = b.add(name)
	}
	if !known {
		return "_OTHER"
	}
	return name
}

func (b *bounded) add(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.names) >= maxTools || len(name) > maxToolBytes {
		return false
	}
	if b.names == nil {
		b.names = make(map[string]bool)
	}
	b.names[name] = true
	return true
}
