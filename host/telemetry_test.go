package host_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/whowasm/whowasm/host"
)

// An observed server keeps all that it tells of its callers.
type observed struct {
	spans  *tracetest.InMemoryExporter
	meter  *sdkmetric.ManualReader
	events lockedBuffer
	log    lockedBuffer
	tracer *sdktrace.TracerProvider
}

// A lockedBuffer is written to by several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func observe(options *host.Options) *observed {
	o := &observed{spans: tracetest.NewInMemoryExporter(), meter: sdkmetric.NewManualReader()}
	o.tracer = sdktrace.NewTracerProvider(sdktrace.WithSyncer(o.spans))
	log := host.NewEventLog(&o.events)
	options.Tracer, options.Meter = o.tracer, sdkmetric.NewMeterProvider(sdkmetric.WithReader(o.meter))
	options.OnIdentify, options.OnCall = log.Identified, log.Called
	options.Logger = slog.New(slog.NewTextHandler(&o.log, nil))
	return o
}

func (o *observed) metrics(t testing.TB) (found metricdata.ResourceMetrics) {
	t.Helper()
	if err := o.meter.Collect(context.Background(), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

// all is everything that was told, as text.
func (o *observed) all(t testing.TB) string {
	t.Helper()
	metrics, err := json.Marshal(o.metrics(t))
	if err != nil {
		t.Fatal(err)
	}
	var spans strings.Builder
	for _, span := range o.spans.GetSpans() {
		fmt.Fprintf(&spans, "%s %v %v %v\n", span.Name, span.Attributes, span.Status, span.Events)
	}
	return o.log.String() + o.events.String() + spans.String() + string(metrics)
}

func attributesOf(span tracetest.SpanStub) map[string]string {
	found := make(map[string]string)
	for _, a := range span.Attributes {
		found[string(a.Key)] = a.Value.String()
	}
	return found
}

func TestTelemetry(t *testing.T) {
	options := host.Options{CredentialPaths: []string{"request.params.arguments.token"}, TelemetryUser: true}
	o := observe(&options)
	server := newServer(t, echoToken(t), options)
	server.AddTool(&mcp.Tool{Name: "fail", InputSchema: map[string]any{"type": "object"}}, func(context.Context,
		*mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		return &mcp.CallToolResult{IsError: true}, nil
	})
	session, err := connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: serveHTTP(t, server, nil)}, "2025-11-25")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	const traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
	meta := mcp.Meta{"traceparent": "00-" + traceID + "-00f067aa0ba902b7-01"}
	call := func(tool string) {
		session.CallTool(t.Context(), &mcp.CallToolParams{Meta: meta, Name: tool,
			Arguments: map[string]any{"token": "alice-4711"}})
	}
	call("whoami")
	call("whoami")
	call("fail")
	for i := range 300 {
		call(fmt.Sprint("made-up-", i))
	}

	spans := o.spans.GetSpans()
	named := func(name string) (found []tracetest.SpanStub) {
		for _, span := range spans {
			if span.Name == name && span.SpanContext.TraceID().String() == traceID {
				found = append(found, span)
			}
		}
		return found
	}
	calls, runs, failures := named("tools/call whoami"), named("identify"), named("tools/call fail")
	if len(calls) != 2 || len(runs) != 1 || len(failures) != 1 || len(named("tools/call _OTHER")) != 300 {
		t.Fatalf("%d calls, %d runs, %d failures, %d of unknown tools", len(calls), len(runs), len(failures),
			len(named("tools/call _OTHER")))
	}
	if runs[0].Parent.SpanID() != calls[0].SpanContext.SpanID() ||
		calls[0].Parent.SpanID().String() != "00f067aa0ba902b7" {
		t.Error("the run is not a child of the call, or the call not one of the client's span")
	}
	first, second := attributesOf(calls[0]), attributesOf(calls[1])
	for key, want := range map[string]string{
		"mcp.method.name": "tools/call", "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "whoami",
		"mcp.protocol.version": "2025-11-25",
		"network.transport":    "tcp", "user.id": "alice-4711", "whowasm.identify.outcome": "identified",
		"whowasm.identify.cached": "false",
	} {
		if first[key] != want {
			t.Errorf("%s is %q, want %q", key, first[key], want)
		}
	}
	if first["mcp.session.id"] == "" || first["mcp.session.id"] == session.ID() ||
		second["whowasm.identify.cached"] != "true" || first["jsonrpc.request.id"] == "" {
		t.Errorf("got %v and %v", first, second)
	}
	if run := attributesOf(runs[0]); run["whowasm.identify.fuel"] == "" ||
		run["whowasm.identify.outcome"] != "identified" {
		t.Errorf("the run has %v", run)
	}
	if failed := attributesOf(failures[0]); failed["error.type"] != "tool_error" {
		t.Errorf("the failed call has %v", failed)
	}

	label := first["mcp.session.id"] // one for all that is told
	for line := range strings.Lines(o.events.String() + o.log.String()) {
		told := strings.Contains(line, `"session":"`+label) || strings.Contains(line, "session="+label)
		if !told || strings.Contains(line, session.ID()) {
			t.Errorf("the session is not %s in %s", label, line)
		}
	}

	counts := make(map[string]uint64)
	for _, m := range o.metrics(t).ScopeMetrics[0].Metrics {
		histogram, ok := m.Data.(metricdata.Histogram[float64])
		if !ok {
			continue
		}
		for _, point := range histogram.DataPoints {
			tool, _ := point.Attributes.Value("gen_ai.tool.name")
			counts[m.Name+" "+tool.AsString()] += point.Count
			if slices.ContainsFunc(point.Attributes.ToSlice(), func(a attribute.KeyValue) bool {
				return a.Key == "user.id" ||
					a.Key == "mcp.session.id"
			}) {
				t.Errorf("%s has a label without a bound: %v", m.Name, point.Attributes.ToSlice())
			}
		}
	}
	for name, want := range map[string]uint64{
		"mcp.server.operation.duration whoami": 2, "mcp.server.operation.duration fail": 1,
		"mcp.server.operation.duration _OTHER": 300,
		"whowasm.identify.duration ":           1,
	} {
		if counts[name] != want {
			t.Errorf("%s was counted %d times, want %d: %v", name, counts[name], want, counts)
		}
	}
}

func TestEvents(t *testing.T) {
	options := host.Options{CredentialPaths: []string{"request.params.arguments.token"}, OnChange: host.RefuseChange}
	o := observe(&options)
	server := newServer(t, host.IdentifierFunc(func(_ context.Context, in *host.Input) (*host.Identity, error) {
		switch token := in.Request.Argument("token"); token {
		case "down":
			return nil, errors.New("user service: 503")
		case "":
			return nil, nil
		default:
			return &host.Identity{UserID: "u-" + token, UserName: "Name"}, nil
		}
	}), options)
	session, err := connect(t.Context(), inMemoryTransport(t, server)(), "2025-11-25")
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	for _, token := range []string{"", "down", "alice", "alice", "bob"} {
		callWhoami(t.Context(), session, token)
	}
	session.CallTool(t.Context(), &mcp.CallToolParams{Name: strings.Repeat("x", 1000)})
	var got []string
	for line := range strings.Lines(o.events.String()) {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(line, err)
		}
		if e["time"] == nil || e["duration_ms"] == nil {
			t.Error("incomplete:", line)
		}
		got = append(got, fmt.Sprint(e["event"], " ", e["outcome"], " ", e["user_id"], " ", e["cached"], " ", e["error"]))
		if len(line) > 500 {
			t.Error("a long line:", line)
		}
	}
	want := []string{
		"identify anonymous <nil> <nil> <nil>", "call anonymous <nil> <nil> <nil>",
		"identify failed <nil> <nil> user service: 503", "call failed <nil> <nil> <nil>",
		"identify identified u-alice <nil> <nil>", "call identified u-alice <nil> <nil>",
		"call identified u-alice true <nil>",
		"identify failed <nil> <nil> the caller is not the user that the session was established for", "call denied <nil> " +
			"<nil> <nil>",
	}
	if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if log := host.NewEventLog(failing{}); true {
		log.Called(t.Context(), host.Called{})
		if log.Err() == nil {
			t.Error("an event that could not be written")
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }
