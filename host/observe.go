package host

import (
	"context"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/telemetry"
	"github.com/whowasm/whowasm/runtime/panics"
)

// observe serves a request and tells what came of it.
func (t *Tracker) observe(ctx context.Context, method string, req mcp.Request, next mcp.MethodHandler) (
	mcp.Result, error,
) {
	began := time.Now()
	called := Called{Method: method, Tool: toolOf(req)}
	called.Session, _ = req.GetSession().(*mcp.ServerSession)
	called.SessionLabel = t.label(called.Session)
	record := requestRecord(req, called)
	ctx, span := t.telemetry.Begin(ctx, record)
	outcome, result, err := t.serve(ctx, method, req, next)
	called.Duration, called.Err, called.ToolError = time.Since(began), err, isToolError(result)
	answer := telemetry.Answer{Duration: called.Duration, Err: err, ToolError: called.ToolError}
	if outcome != nil {
		called.Outcome, answer.Outcome = *outcome, outcomeRecord(*outcome)
	}
	t.telemetry.End(ctx, span, record, answer)
	if t.options.OnCall != nil && t.identifies(method) {
		_ = panics.Try(t.options.Logger, "announcing a call", func() error {
			t.options.OnCall(ctx, called)
			return nil
		})
	}
	return result, err
}

// requestRecord is what telemetry says of a request.
func requestRecord(req mcp.Request, c Called) telemetry.Request {
	record := telemetry.Request{Method: c.Method, Tool: c.Tool, Session: c.SessionLabel, Meta: metaOf(req)}
	if about, ok := req.(interface{ ProtocolVersion() string }); ok {
		record.Version = about.ProtocolVersion()
	}
	if extra := req.GetExtra(); extra != nil {
		record.ID, record.HTTP = string(requestID(extra.Header)), isHTTP(extra.Header)
	}
	return record
}

// outcomeRecord is what telemetry says of an outcome.
func outcomeRecord(o Outcome) telemetry.Outcome {
	record := telemetry.Outcome{Name: outcomeName(o.Identity, o.Err), Cached: o.Cached}
	if o.Identity != nil {
		record.UserID = o.Identity.UserID
	}
	return record
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
