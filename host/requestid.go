package host

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/tidwall/gjson"
)

// requestIDHeader carries the JSON-RPC id of a request, as JSON, from the wrappers in this file to the
// middleware, to which the Go SDK does not show it.
const requestIDHeader = "Whowasm-Request-Id"

// maxRequestIDBytes is the length of the longest id that is passed on.
const maxRequestIDBytes = 256

// maxPeekBytes is the size of the largest HTTP body in which an id is looked for. It is the Go SDK's own
// default for the largest request.
const maxPeekBytes = mcp.DefaultMaxRequestBodyBytes

// RequestIDHandler wraps the handler of a streamable HTTP server, such as [mcp.NewStreamableHTTPHandler]
// returns, so that identify functions see extra.requestId. It reads the body of each POST ahead, up to 4 MiB.
// A batch has no id of its own. Without the wrapper the id is absent.
func RequestIDHandler(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		req.Header.Del(requestIDHeader)
		if req.Method == http.MethodPost && req.Body != nil {
			body, err := io.ReadAll(io.LimitReader(req.Body, maxPeekBytes))
			req.Body = &readAhead{Reader: io.MultiReader(bytes.NewReader(body), failing{err}, req.Body), Closer: req.Body}
			if id := gjson.GetBytes(body, "id"); gjson.ValidBytes(body) && validRequestID(id) {
				req.Header.Set(requestIDHeader, id.Raw)
			}
		}
		handler.ServeHTTP(w, req)
	})
}

// readAhead is a body of which a part has been read and given back.
type readAhead struct {
	io.Reader
	io.Closer
}

// failing gives the error that ended reading ahead, and ends at once if there was none.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// RequestIDTransport wraps a stdio, in-memory or other persistent transport of a server, so that identify
// functions see extra.requestId. Without the wrapper the id is absent. It must not wrap the transport of a
// streamable HTTP server: see [RequestIDHandler].
func RequestIDTransport(transport mcp.Transport) mcp.Transport { return &requestIDTransport{transport} }

type requestIDTransport struct{ mcp.Transport }

func (t *requestIDTransport) Connect(ctx context.Context) (mcp.Connection, error) {
	connection, err := t.Transport.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &requestIDConnection{connection}, nil
}

type requestIDConnection struct{ mcp.Connection }

func (c *requestIDConnection) Read(ctx context.Context) (jsonrpc.Message, error) {
	message, err := c.Connection.Read(ctx)
	if req, ok := message.(*jsonrpc.Request); ok && req.IsCall() && req.Extra == nil {
		if id, err := json.Marshal(req.ID.Raw()); err == nil && len(id) <= maxRequestIDBytes {
			req.Extra = &mcp.RequestExtra{Header: http.Header{requestIDHeader: {string(id)}}}
		}
	}
	return message, err
}

// requestID returns the id that a wrapper left, nil for none.
func requestID(header http.Header) json.RawMessage {
	values := header[requestIDHeader]
	if len(values) != 1 || !gjson.Valid(values[0]) || !validRequestID(gjson.Parse(values[0])) {
		return nil
	}
	return json.RawMessage(values[0])
}

func validRequestID(id gjson.Result) bool {
	return (id.Type == gjson.String || id.Type == gjson.Number) && len(id.Raw) <= maxRequestIDBytes
}

// isHTTP reports whether a call came with the headers of an HTTP request.
func isHTTP(header http.Header) bool {
	if _, ok := header[requestIDHeader]; ok {
		return len(header) > 1
	}
	return len(header) > 0
}
