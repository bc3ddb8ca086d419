package host

import (
	"encoding/json"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/credential"
)

// ByProtocol returns a handler that serves every version of the protocol on one URL. Requests of version 2026-07-28 and
// later, which have no sessions, go to stateless; all others go to stateful. The Go SDK's handlers serve one of the two
// kinds each, and a client that speaks the newest version first is refused by a stateful one, which some take for the
// end of it.
//
//	get := func(*http.Request) *mcp.Server { return server }
//	handler := host.ByProtocol(
//		mcp.NewStreamableHTTPHandler(get, nil),
//		mcp.NewStreamableHTTPHandler(get, &mcp.StreamableHTTPOptions{Stateless: true}))
//
// The version is that of the MCP-Protocol-Version header. Without the header it is the one that _meta names, if any:
// the stateless handler then answers that the header is missing. ByProtocol reads a body ahead only where there is
// neither the header nor a session, up to 4 MiB. Both handlers check the version themselves.
func ByProtocol(stateful, stateless http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		version := req.Header.Get("Mcp-Protocol-Version")
		if version == "" && req.Method == http.MethodPost && req.Body != nil && len(req.Header[sessionIDHeader]) == 0 {
			var body []byte
			req, body = peek(req)
			version = metaVersion(body)
		}
		if version >= firstSessionless {
			stateless.ServeHTTP(w, req)
			return
		}
		stateful.ServeHTTP(w, req)
	})
}

// metaVersion returns the version that a message names in its _meta, "" for none.
func metaVersion(body []byte) (version string) {
	if !json.Valid(body) {
		return ""
	}
	text, found := credential.FindMember(body, []string{"params", "_meta", mcp.MetaKeyProtocolVersion})
	if found != credential.Present || json.Unmarshal([]byte(text), &version) != nil {
		return ""
	}
	return version
}
