package host_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/whowasm/whowasm/host"
)

var native = host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
	return &host.Identity{UserID: "alice"}, nil
})

// identifiers are the servers to compare: bare, with a native callback, with a module.
func identifiers(b *testing.B) []struct {
	name       string
	identifier host.Identifier
} {
	return []struct {
		name       string
		identifier host.Identifier
	}{{"bare", nil}, {"native", native}, {"module", echoToken(b)}}
}

// BenchmarkToolCall measures whole tool calls of an identified session: a client and a server of the Go SDK,
// in memory and over HTTP. Compare each with bare.
func BenchmarkToolCall(b *testing.B) {
	for _, kind := range []struct {
		name      string
		connector func(*mcp.Server) connector
	}{
		{"in-memory", inMemory},
		{"http", func(s *mcp.Server) connector {
			return overHTTP(b, s, &mcp.StreamableHTTPOptions{JSONResponse: true}, "")
		}},
	} {
		for _, tracked := range identifiers(b) {
			b.Run(kind.name+"/"+tracked.name, func(b *testing.B) {
				session, err := kind.connector(newServer(b, tracked.identifier, host.Options{}))(b.Context(), "alice")
				if err != nil {
					b.Fatal(err)
				}
				defer session.Close()
				if _, err := callWhoami(b.Context(), session, "alice"); err != nil {
					b.Fatal(err)
				}
				params := &mcp.CallToolParams{Name: "whoami", Arguments: map[string]any{"token": "alice"}}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := session.CallTool(b.Context(), params); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkCached measures what the middleware alone adds to a call of an identified session. The difference
// to bare is the whole cost.
func BenchmarkCached(b *testing.B) {
	bearer := func(claims map[string]any) *mcp.RequestExtra {
		return &mcp.RequestExtra{
			// a JWT's length
			Header: http.Header{"Accept": {"application/json"}, "Authorization": {"Bearer " + strings.Repeat("x", 800)}},
			TokenInfo: &auth.TokenInfo{
				UserID: "alice", Scopes: []string{"read", "write"}, Extra: claims, Expiration: time.Now().Add(time.Hour),
			},
		}
	}
	for _, call := range []struct {
		name    string
		extra   *mcp.RequestExtra
		options host.Options
		users   int // of the session, who call in turns; 0 for one
	}{
		{name: "session"},
		{name: "session and argument", options: tokenArgument},
		{name: "session and eight arguments", options: tokenArgument, users: 8},
		{name: "bearer token", extra: bearer(nil)},
		{name: "bearer token with claims", extra: bearer(map[string]any{"client_id": "cli", "tier": "gold"})},
	} {
		for _, tracked := range identifiers(b) {
			b.Run(call.name+"/"+tracked.name, func(b *testing.B) {
				handler := func(ctx context.Context, _ string, _ mcp.Request) (mcp.Result, error) {
					host.IdentityFrom(ctx)
					return nil, nil
				}
				if tracked.identifier != nil {
					middleware, stop := host.Middleware(b, tracked.identifier, call.options)
					defer stop()
					handler = middleware(handler)
				}
				session := new(mcp.ServerSession)
				ctx := b.Context()
				var requests []mcp.Request
				for user := range max(call.users, 1) {
					requests = append(requests, &mcp.CallToolRequest{
						Session: session,
						Extra:   call.extra,
						Params:  &mcp.CallToolParamsRaw{Name: "whoami", Arguments: fmt.Appendf(nil, `{"token":"alice%d"}`, user)},
					})
					if _, err := handler(ctx, "tools/call", requests[user]); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					handler(ctx, "tools/call", requests[i%len(requests)])
				}
			})
		}
	}
}

// BenchmarkTelemetry measures a call of an identified session with what tells of it: nothing, events, and the spans and
// metrics of OpenTelemetry's SDK, of which the spans go nowhere.
func BenchmarkTelemetry(b *testing.B) {
	log := host.NewEventLog(io.Discard)
	for _, telling := range []struct {
		name    string
		options host.Options
	}{
		{name: "off"},
		{"events", host.Options{OnIdentify: log.Identified, OnCall: log.Called}},
		{"metrics", host.Options{Meter: sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader()))}},
		{"spans that are not sampled",
			host.Options{Tracer: sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.NeverSample()))}},
		{"spans", host.Options{Tracer: sdktrace.NewTracerProvider(sdktrace.WithSyncer(tracetest.NewNoopExporter()))}},
	} {
		b.Run(telling.name, func(b *testing.B) {
			middleware, stop := host.Middleware(b, native, telling.options)
			defer stop()
			handler := middleware(func(context.Context, string, mcp.Request) (mcp.Result, error) { return nil, nil })
			req := &mcp.CallToolRequest{Session: new(mcp.ServerSession), Params: &mcp.CallToolParamsRaw{Name: "whoami"}}
			b.ReportAllocs()
			for b.Loop() {
				handler(b.Context(), "tools/call", req)
			}
		})
	}
}

// BenchmarkIdleSession measures the memory of an identified session beside the identity itself.
func BenchmarkIdleSession(b *testing.B) {
	shared := &host.Identity{UserID: "alice"}
	middleware, stop := host.Middleware(b, host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
		return shared, nil
	}), host.Options{})
	defer stop()
	handler := middleware(func(context.Context, string, mcp.Request) (mcp.Result, error) { return nil, nil })
	const sessions = 20_000
	for b.Loop() {
		open := make([]*mcp.ServerSession, sessions)
		for i := range open {
			open[i] = new(mcp.ServerSession)
		}
		before := heap()
		for _, session := range open {
			handler(b.Context(), "tools/call", &mcp.CallToolRequest{Session: session,
				Params: &mcp.CallToolParamsRaw{Name: "whoami"}})
		}
		b.ReportMetric(float64(heap()-before)/sessions, "B/session")
		runtime.KeepAlive(open)
	}
}
