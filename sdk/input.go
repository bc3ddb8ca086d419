package sdk

import "encoding/json"

// An Input is what an identify function is given: the request, and what is known about where it came from.
// Its JSON form is the input of a module (ABI.md, "The input"). What the protocol or the server's library
// does not give is absent.
type Input struct {
	Request Request `json:"request"`
	Extra   Extra   `json:"extra"`
	Context Context `json:"context"`
}

// A Request is the MCP request that made identify run.
type Request struct {
	// Method is the protocol's method, "tools/call" for a tool call.
	Method string `json:"method"`
	// Params is nil when the request has none.
	Params *Params `json:"params,omitempty"`
}

// Params are the parameters of a tool call, or of another request that the operator has callers identified for. What a
// method does not have is zero.
type Params struct {
	// Name is the tool that is called, or the prompt that is asked for.
	Name string `json:"name,omitempty"`
	// Arguments are the tool's arguments as the client sent them: a JSON object, or nil. See
	// [Request.Argument] for the usual way to read one.
	Arguments json.RawMessage `json:"arguments,omitempty"`
	// Meta is the request's _meta.
	Meta map[string]any `json:"_meta,omitempty"`
	// RequestState is what an earlier answer to this request asked to have back, and InputResponses what the client's user
	// said to its questions, a JSON object by their names (protocol 2026-07-28). Both come from the client.
	RequestState   string          `json:"requestState,omitempty"`
	InputResponses json.RawMessage `json:"inputResponses,omitempty"`
	// URI is the resource of resources/read, and of subscriptions to it.
	URI string `json:"uri,omitempty"`
	// Ref and Argument are what completion/complete is asked about, JSON objects.
	Ref      json.RawMessage `json:"ref,omitempty"`
	Argument json.RawMessage `json:"argument,omitempty"`
}

// Argument returns the tool argument called name, or "" when there is none or when it is not a string.
func (r *Request) Argument(name string) string {
	var arguments map[string]json.RawMessage
	var value string
	if r.Params == nil || json.Unmarshal(r.Params.Arguments, &arguments) != nil {
		return ""
	}
	if json.Unmarshal(arguments[name], &value) != nil {
		return ""
	}
	return value
}

// Extra is what the server knows about a request beside the request itself.
type Extra struct {
	// AuthInfo is the access token that the server has verified, nil where it verified none.
	AuthInfo *AuthInfo `json:"authInfo,omitempty"`
	// SessionID is the transport's session id, "" where it has none (stdio, stateless HTTP).
	SessionID string `json:"sessionId,omitempty"`
	// RequestID is the JSON-RPC id of the request, a JSON string or number. Nil where it is not known.
	RequestID json.RawMessage `json:"requestId,omitempty"`
	// Meta is the request's _meta, as in Params.
	Meta map[string]any `json:"_meta,omitempty"`
	// RequestInfo is the HTTP request that carried the call, nil on other transports.
	RequestInfo *RequestInfo `json:"requestInfo,omitempty"`
	// Signal tells whether the caller has given up.
	Signal Signal `json:"signal"`
}

// AuthInfo is a verified access token.
type AuthInfo struct {
	// Token is the raw token.
	Token string `json:"token,omitempty"`
	// ClientID is the OAuth client that the token was issued to, "" where the verifier does not say.
	ClientID string `json:"clientId,omitempty"`
	// Scopes are the scopes of the token. Nil and empty mean none.
	Scopes []string `json:"scopes"`
	// ExpiresAt is when the token expires, in seconds since the Unix epoch; 0 means that it is not known.
	ExpiresAt int64 `json:"expiresAt,omitempty"`
	// Extra is what else the verifier said of the token.
	Extra map[string]any `json:"extra,omitempty"`
}

// RequestInfo is the HTTP request behind a call.
type RequestInfo struct {
	// Headers has the names in lower case. Several values of a name are joined by ", ".
	Headers map[string]string `json:"headers"`
	// Method is the HTTP method, and URL the whole URL that was asked for, as far as the server knows it: behind a proxy
	// the host may be another. Both are "" where the host does not give them.
	Method string `json:"method,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Signal is the state of the call at the moment when the input was written.
type Signal struct {
	// Aborted is true when the caller has given up.
	Aborted bool `json:"aborted"`
}

// Context is what the server knows about the connection.
type Context struct {
	Session Session `json:"session"`
	// Lifespan is storage of the application that the host hands to every call, nil where it set none.
	Lifespan map[string]any `json:"lifespan_context,omitempty"`
}

// Session is the client's side of the connection.
type Session struct {
	// ClientParams is what the client said of itself, nil where it said nothing.
	ClientParams *ClientParams `json:"client_params,omitempty"`
}

// ClientParams is what a client says of itself when it connects, or with each request (protocol 2026-07-28).
type ClientParams struct {
	// ProtocolVersion is the version of MCP that the client speaks, such as "2025-11-25".
	ProtocolVersion string `json:"protocolVersion,omitempty"`
	// ClientInfo is the client program, nil where the client does not say.
	ClientInfo *ClientInfo `json:"clientInfo,omitempty"`
}

// ClientInfo names a client program.
type ClientInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}
