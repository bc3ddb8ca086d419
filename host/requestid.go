package host

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/credential"
)

// Headers that carry what the Go SDK does not show to middleware from the wrappers in this file to it: the JSON-RPC id
// of a request, as JSON, and the URL of the HTTP request. Their names are made up anew by each process, so that no
// client can send them.
var (
	requestIDHeader  = http.CanonicalHeaderKey("Whowasm-Request-Id-" + rand.Text())
	requestURLHeader = http.CanonicalHeaderKey("Whowasm-Request-Url-" + rand.Text())
)

// maxRequestIDBytes is the length of the longest id that is passed on.
const maxRequestIDBytes = 256

// maxPeekBytes is the size of the largest HTTP body in which an id is looked for. It is the Go SDK's own
// default for the largest request.
const maxPeekBytes = mcp.DefaultMaxRequestBodyBytes

// RequestIDHandler wraps the handler of a streamable HTTP server, such as [mcp.NewStreamableHTTPHandler] returns, so
// that identify functions see extra.requestId and extra.requestInfo.url. It reads the body of each POST ahead, up to 4
// MiB. A batch has no id of its own, and a message has none in which another reader could find another id, such as
// {"id":1,"ID":2}. Without the wrapper the id is absent.
func RequestIDHandler(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method == http.MethodPost && req.Body != nil {
			req = withRequestID(req)
		}
		handler.ServeHTTP(w, req)
	})
}

// withRequestID reads the body ahead and returns a request with the id and the URL in its header.
func withRequestID(req *http.Request) *http.Request {
	with, body := peek(req)
	with.Header = req.Header.Clone()
	with.Header.Set(requestURLHeader, absoluteURL(req))
	if id, ok := messageID(body); ok {
		with.Header.Set(requestIDHeader, id)
	}
	return with
}

// absoluteURL is what a client asked for, as far as the server can tell.
func absoluteURL(req *http.Request) string {
	scheme := "http"
	if req.TLS != nil {
		scheme = "https"
	}
	path := req.RequestURI
	if path == "" {
		path = req.URL.RequestURI()
	}
	return scheme + "://" + req.Host + path
}

// peek reads the body ahead, and returns a request that still has it.
func peek(req *http.Request) (*http.Request, []byte) {
	body, err := io.ReadAll(io.LimitReader(req.Body, maxPeekBytes))
	with := *req
	with.Body = &readAhead{Reader: io.MultiReader(bytes.NewReader(body), failing{err}, req.Body), Closer: req.Body}
	return &with, body
}

// messageID returns the id of a JSON-RPC message as it stands there, false for none. The Go SDK tells the case of names
// and takes the last of two. A message that other readers would read differently has no id.
func messageID(body []byte) (string, bool) {
	if !json.Valid(body) { // encoding/json bounds the depth, and gjson does not recurse to find a member
		return "", false
	}
	id, found := credential.FindMember(body, []string{"id"})
	return id, found == credential.Present && validRequestID(id)
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
// streamable HTTP server: see [RequestIDHandler]. The Go SDK does not tell a wrapped connection which protocol
// was negotiated, so that a stdio server goes on to accept batches, which only protocol 2025-03-26 has.
func RequestIDTransport(transport mcp.Transport) mcp.Transport { return &requestIDTransport{transport} }

type requestIDTransport struct{ mcp.Transport }

func (t *requestIDTransport) Connect(ctx context.Context) (mcp.Connection, error) {
	connection, err := t.Transport.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &requestIDConnection{connection}, nil
}

// SupportsProtocolVersion implements mcp.ProtocolVersionSupporter as the wrapped transport does.
func (t *requestIDTransport) SupportsProtocolVersion(version string) bool {
	supporter, ok := t.Transport.(mcp.ProtocolVersionSupporter)
	return !ok || supporter.SupportsProtocolVersion(version)
}

type requestIDConnection struct{ mcp.Connection }

func (c *requestIDConnection) Read(ctx context.Context) (jsonrpc.Message, error) {
	message, err := c.Connection.Read(ctx)
	if req, ok := message.(*jsonrpc.Request); ok && req.IsCall() && req.Extra == nil {
		if id, err := json.Marshal(req.ID.Raw()); err == nil && validRequestID(string(id)) {
			req.Extra = &mcp.RequestExtra{Header: http.Header{requestIDHeader: {string(id)}}}
		}
	}
	return message, err
}

// requestID returns the id that a wrapper left, nil for none.
func requestID(header http.Header) json.RawMessage {
	if values := header[requestIDHeader]; len(values) == 1 {
		return json.RawMessage(values[0])
	}
	return nil
}

// validRequestID reports whether a JSON value is a string or a number, and short.
func validRequestID(id string) bool {
	return len(id) > 0 && len(id) <= maxRequestIDBytes && (id[0] == '"' || id[0] == '-' || id[0] >= '0' && id[0] <= '9')
}

// requestURL returns the URL that a wrapper left, "" for none.
func requestURL(header http.Header) string {
	if values := header[requestURLHeader]; len(values) == 1 {
		return values[0]
	}
	return ""
}

// isHTTP reports whether a call came with the headers of an HTTP request.
func isHTTP(header http.Header) bool {
	if _, ok := header[requestIDHeader]; ok {
		return len(header) > 1
	}
	return len(header) > 0
}
