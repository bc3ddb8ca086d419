package host

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/sdk"
)

// newQuestion writes down a request for the identifier.
func (t *Tracker) newQuestion(
	ctx context.Context, method string, session *mcp.ServerSession, req mcp.Request,
) question {
	q := question{ctx: ctx, session: session, in: newInput(method, req, t.options.Lifespan), tool: toolOf(req)}
	if extra := req.GetExtra(); extra != nil && extra.TokenInfo != nil {
		q.expires = extra.TokenInfo.Expiration
	}
	return q
}

// marshalInput writes down a request as an identifier would be given it, but for the lifespan context.
func marshalInput(method string, req mcp.Request) ([]byte, error) {
	return json.Marshal(newInput(method, req, nil))
}

// newInput gathers what the protocol and the server's library give about a request. It shares nothing with the
// request that a handler may change while the identifier runs.
func newInput(method string, req mcp.Request, lifespan map[string]any) *Input {
	in := &Input{
		Request: sdk.Request{Method: method, Params: newParams(req)},
		Context: sdk.Context{Session: sdk.Session{ClientParams: newClientParams(req)}, Lifespan: lifespan},
	}
	in.Extra.Meta = in.Request.Params.Meta
	if session := req.GetSession(); session != nil {
		in.Extra.SessionID = session.ID()
	}
	extra := req.GetExtra()
	if extra == nil {
		return in
	}
	in.Extra.RequestID = requestID(extra.Header)
	if isHTTP(extra.Header) {
		in.Extra.RequestInfo = &sdk.RequestInfo{Headers: flatten(extra.Header), URL: requestURL(extra.Header)}
		if in.Extra.RequestInfo.URL != "" {
			in.Extra.RequestInfo.Method = http.MethodPost // no other request carries a call
		}
	}
	if info := extra.TokenInfo; info != nil {
		in.Extra.AuthInfo = &sdk.AuthInfo{
			Token:    bearer(extra.Header),
			ClientID: clientID(info.Extra),
			Scopes:   append([]string{}, info.Scopes...),
			Extra:    cloneObject(info.Extra),
		}
		if !info.Expiration.IsZero() {
			in.Extra.AuthInfo.ExpiresAt = info.Expiration.Unix()
		}
	}
	return in
}

// newParams takes the parameters of a request as the protocol names them.
func newParams(req mcp.Request) *sdk.Params {
	call, ok := req.(*mcp.CallToolRequest)
	if !ok {
		return decodeParams(req.GetParams())
	}
	if call.Params == nil {
		return new(sdk.Params)
	}
	params := &sdk.Params{
		Name: call.Params.Name, Arguments: bytes.Clone(call.Params.Arguments), Meta: cloneObject(call.Params.Meta),
		RequestState: call.Params.RequestState,
	}
	if len(call.Params.InputResponses) > 0 {
		params.InputResponses, _ = json.Marshal(call.Params.InputResponses) // it was JSON
	}
	return params
}

// decodeParams takes of the parameters of another method what a module gets to see.
func decodeParams(from mcp.Params) *sdk.Params {
	params := new(sdk.Params)
	if text, err := json.Marshal(from); err == nil {
		_ = json.Unmarshal(text, &params)
	}
	if params == nil { // null
		params = new(sdk.Params)
	}
	return params
}

// cloneObject copies a decoded JSON object.
func cloneObject(object map[string]any) map[string]any {
	if object == nil {
		return nil
	}
	clone := make(map[string]any, len(object))
	for name, value := range object {
		clone[name] = cloneValue(value)
	}
	return clone
}

func cloneValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		return cloneObject(value)
	case []any:
		clone := make([]any, len(value))
		for i, item := range value {
			clone[i] = cloneValue(item)
		}
		return clone
	default:
		return value
	}
}

// metaOf returns a request's _meta. The Go SDK's parameters are pointers, nil for a request without any.
func metaOf(req mcp.Request) map[string]any {
	if call, ok := req.(*mcp.CallToolRequest); ok { // the usual one, without reflection
		if call.Params == nil {
			return nil
		}
		return call.Params.Meta
	}
	params := req.GetParams()
	if value := reflect.ValueOf(params); !value.IsValid() || value.IsNil() {
		return nil
	}
	return params.GetMeta()
}

// newClientParams returns what the client says of itself, nil for nothing.
func newClientParams(req mcp.Request) *sdk.ClientParams {
	about, ok := req.(interface {
		ClientInfo() *mcp.Implementation
		ProtocolVersion() string
	})
	if !ok {
		return nil
	}
	params := &sdk.ClientParams{ProtocolVersion: about.ProtocolVersion()}
	if info := about.ClientInfo(); info != nil {
		params.ClientInfo = &sdk.ClientInfo{Name: info.Name, Version: info.Version}
	}
	if *params == (sdk.ClientParams{}) {
		return nil
	}
	return params
}

// flatten gives headers the form that a guest sees.
func flatten(header http.Header) map[string]string {
	flat := make(map[string]string, len(header))
	for name, values := range header {
		if name != requestIDHeader && name != requestURLHeader {
			flat[strings.ToLower(name)] = strings.Join(values, ", ")
		}
	}
	return flat
}

// bearer returns the access token of an Authorization header, "" if it has none. The scheme's case does not matter.
// Source: RFC 6750, section 2.1; RFC 9110, section 11.1; RFC 9449 (DPoP), section 7.1.
func bearer(header http.Header) string {
	scheme, token, ok := strings.Cut(header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") && !strings.EqualFold(scheme, "DPoP") {
		return ""
	}
	return strings.TrimSpace(token)
}

// clientID returns the client of a token where its verifier passed on the claim, under the name that either
// specification gives it. Source: RFC 7662, section 2.2; RFC 9068, section 2.2.
func clientID(claims map[string]any) string {
	for _, name := range []string{"client_id", "azp"} {
		if id, ok := claims[name].(string); ok {
			return id
		}
	}
	return ""
}
