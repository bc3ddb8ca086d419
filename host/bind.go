package host

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/auth"

	"github.com/whowasm/whowasm/host/internal/credential"
)

// Where a session's id stands.
const (
	sessionIDHeader = "Mcp-Session-Id" // streamable HTTP
	sessionIDQuery  = "sessionid"      // the Go SDK's [mcp.SSEHandler]
)

// BindSessions wraps the handler of an HTTP server with sessions, such as [mcp.NewStreamableHTTPHandler] or
// [mcp.NewSSEHandler] returns, so that a session is of use only to the caller that opened it. Without it whoever knows
// the id of a session may listen to its events and end it: [Track] looks at messages alone.
//
// The caller is the user of the verified token, [auth.TokenInfo.UserID], where a verifier such as
// [auth.RequireBearerToken] runs in front of this handler and gives one: a user who refreshes a token keeps the
// session. Otherwise the caller is the Authorization header as it stands, also an absent one: a client whose token
// changes gets 404, as for a session that has ended, and begins another one. Whoever wants sessions to outlive such
// tokens needs a verifier that gives a UserID. A session without either is open to all who have neither.
//
// A request with another caller's session is answered 404. Nothing is kept of sessions or credentials: clients see ids
// with a signature of the id and the caller appended, made with a random key of this handler. The wrapped handler sees
// its own ids. A session therefore ends with the process, and lives in one process only.
//
// It belongs around the outermost handler that reads session ids, and behind verifiers.
func BindSessions(handler http.Handler) http.Handler {
	b := &binder{handler: handler}
	rand.Read(b.key[:])
	return b
}

type binder struct {
	handler http.Handler
	key     [32]byte
}

func (b *binder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	owner := ownerOf(req)
	claims := claimsSession(req)
	if claims {
		var ok bool
		if req, ok = b.unbind(req, owner); !ok {
			http.Error(w, "session not found", http.StatusNotFound)
			return
		}
	}
	opens := !claims && req.Method == http.MethodGet
	bound := &boundResponse{ResponseWriter: w, binder: b, owner: owner, opens: opens}
	b.handler.ServeHTTP(bound, req)
	bound.finish()
}

// ownerOf names the caller whose session it is. No two callers have one name.
func ownerOf(req *http.Request) []byte {
	if info := auth.TokenInfoFromContext(req.Context()); info != nil && info.UserID != "" {
		return append([]byte{'U'}, info.UserID...)
	}
	owner := []byte{'H'}
	for _, value := range req.Header["Authorization"] {
		owner = credential.AppendField(owner, value)
	}
	return owner
}

// claimsSession reports whether a request names a session, of either transport.
func claimsSession(req *http.Request) bool {
	return len(req.Header[sessionIDHeader]) > 0 || req.Method == http.MethodPost && req.URL.Query().Has(sessionIDQuery)
}

// unbind returns the request as the wrapped handler is to see it, or false if it is not for its owner.
func (b *binder) unbind(req *http.Request, owner []byte) (*http.Request, bool) {
	inner := *req
	if claimed := req.Header[sessionIDHeader]; len(claimed) > 0 {
		id, ok := b.verify(claimed, owner)
		if !ok {
			return nil, false
		}
		inner.Header = req.Header.Clone()
		inner.Header.Set(sessionIDHeader, id)
	}
	if query := req.URL.Query(); req.Method == http.MethodPost && query.Has(sessionIDQuery) {
		id, ok := b.verify(query[sessionIDQuery], owner)
		if !ok {
			return nil, false
		}
		query.Set(sessionIDQuery, id)
		address := *req.URL
		address.RawQuery = query.Encode()
		inner.URL, inner.RequestURI = &address, address.RequestURI()
	}
	return &inner, true
}

// sign returns the id that a client sees.
func (b *binder) sign(id string, owner []byte) string {
	return id + "." + base64.RawURLEncoding.EncodeToString(b.signature(id, owner))
}

// verify returns the id within the one that a client claims.
func (b *binder) verify(claimed []string, owner []byte) (string, bool) {
	end := strings.LastIndexByte(claimed[0], '.')
	if len(claimed) != 1 || end < 0 {
		return "", false
	}
	id := claimed[0][:end]
	signature, err := base64.RawURLEncoding.Strict().DecodeString(claimed[0][end+1:])
	return id, err == nil && hmac.Equal(signature, b.signature(id, owner))
}

func (b *binder) signature(id string, owner []byte) []byte {
	mac := hmac.New(sha256.New, b.key[:])
	mac.Write(binary.AppendUvarint(nil, uint64(len(id))))
	mac.Write([]byte(id))
	mac.Write(owner)
	return mac.Sum(nil)[:16]
}

// A boundResponse signs the id of a session that is opened: in the header that goes out, or in the first event of a
// stream.
type boundResponse struct {
	http.ResponseWriter
	binder *binder
	owner  []byte
	opens  bool   // an SSE transport's stream may begin with the id
	begun  bool   // the header has gone out
	held   []byte // of the first event, until it is whole
}

// maxEndpointEvent bounds an SSE transport's first event. Longer ones go out as they are, and so do those with other
// line ends than the Go SDK's. A client that uses the id in one gets 404.
const maxEndpointEvent = 8 << 10

func (w *boundResponse) WriteHeader(status int) {
	if status >= http.StatusOK {
		w.begin()
	}
	w.ResponseWriter.WriteHeader(status)
}

// begin signs the id in the header, once.
func (w *boundResponse) begin() {
	if w.begun {
		return
	}
	w.begun = true
	header := w.Header()
	if ids := header[sessionIDHeader]; len(ids) == 1 && ids[0] != "" {
		header.Set(sessionIDHeader, w.binder.sign(ids[0], w.owner))
	}
	w.opens = w.opens && strings.HasPrefix(header.Get("Content-Type"), "text/event-stream")
}

func (w *boundResponse) Write(p []byte) (int, error) {
	w.begin()
	if !w.opens {
		return w.ResponseWriter.Write(p)
	}
	w.held = append(w.held, p...)
	if w.isPart() {
		return len(p), nil
	}
	if err := w.release(); err != nil {
		return 0, err
	}
	return len(p), nil
}

// isPart reports whether what is held is a part of an event.
func (w *boundResponse) isPart() bool {
	return len(w.held) <= maxEndpointEvent && !bytes.Contains(w.held, []byte("\n\n")) && !bytes.ContainsRune(w.held, '\r')
}

// release sends what was held.
func (w *boundResponse) release() error {
	w.opens = false
	event := w.binder.signEndpoint(w.held, w.owner)
	w.held = nil
	_, err := w.ResponseWriter.Write(event)
	return err
}

// signEndpoint signs the id in an "endpoint" event. Other text comes back as it is.
// Source: MCP 2024-11-05, HTTP with SSE.
func (b *binder) signEndpoint(stream, owner []byte) []byte {
	event, rest, whole := bytes.Cut(stream, []byte("\n\n"))
	lines := strings.Split(string(event), "\n")
	if !whole || !slices.Contains(lines, "event: endpoint") {
		return stream
	}
	for i, line := range lines {
		data, ok := strings.CutPrefix(line, "data: ")
		address, err := url.Parse(data)
		if !ok || err != nil || !address.Query().Has(sessionIDQuery) {
			continue
		}
		query := address.Query()
		query.Set(sessionIDQuery, b.sign(query.Get(sessionIDQuery), owner))
		address.RawQuery = query.Encode()
		lines[i] = "data: " + address.String()
	}
	return slices.Concat([]byte(strings.Join(lines, "\n")), []byte("\n\n"), rest)
}

// finish sends what is left when the handler has returned.
func (w *boundResponse) finish() {
	w.begin()
	if len(w.held) > 0 {
		_ = w.release() // the handler is gone that could be told
	}
}

// FlushError implements what [http.ResponseController] looks for.
func (w *boundResponse) FlushError() error {
	w.begin()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Flush implements [http.Flusher].
func (w *boundResponse) Flush() { _ = w.FlushError() }

// Unwrap gives [http.ResponseController] the rest.
func (w *boundResponse) Unwrap() http.ResponseWriter { return w.ResponseWriter }
