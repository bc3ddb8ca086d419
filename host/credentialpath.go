package host

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/tidwall/gjson"

	"github.com/whowasm/whowasm/runtime/quote"
)

// A credentialPath is one of Options.CredentialPaths. Most name an argument or a header, which are read where
// they are; any other is looked up in the input that an Identifier would be given.
type credentialPath struct {
	argument []string // the members on the way to a tool's argument
	header   string   // a header's canonical name
	input    string   // a gjson path within the input
}

const (
	argumentsPrefix = "request.params.arguments."
	headersPrefix   = "extra.requestInfo.headers."
	pathSyntax      = `*?|#@\{}[]()=<>!%":,` // what makes a gjson path more than names with dots
)

func parseCredentialPath(path string) (credentialPath, error) {
	plain := !strings.ContainsAny(path, pathSyntax) && !strings.Contains(path, "..") && !strings.HasSuffix(path, ".")
	if name, ok := strings.CutPrefix(path, argumentsPrefix); ok && plain {
		return credentialPath{argument: strings.Split(name, ".")}, nil
	}
	if name, ok := strings.CutPrefix(path, headersPrefix); ok && plain && !strings.Contains(name, ".") {
		return credentialPath{header: http.CanonicalHeaderKey(name)}, nil
	}
	switch root, _, _ := strings.Cut(path, "."); root {
	case "request", "extra", "context":
		return credentialPath{input: path}, nil
	}
	return credentialPath{}, fmt.Errorf("host.Options.CredentialPaths: %s does not begin with "+
		"request., extra. or context.; for a tool's argument write %sNAME", quote.String(path), argumentsPrefix)
}

// find returns what a call has at the path, as it stands in the JSON text or the header.
func (p credentialPath) find(method string, req mcp.Request) (string, presence) {
	switch {
	case p.header != "":
		return findHeader(req, p.header)
	case p.argument != nil:
		return findMember(argumentsOf(req), p.argument)
	default:
		document, err := json.Marshal(newInput(method, req, nil))
		if err != nil {
			return "", ambiguous
		}
		if repeats(gjson.ParseBytes(argumentsOf(req))) {
			return "", ambiguous
		}
		value := gjson.GetBytes(document, p.input)
		return value.Raw, presenceOf(value)
	}
}

func findHeader(req mcp.Request, name string) (string, presence) {
	extra := req.GetExtra()
	if extra == nil || len(extra.Header[name]) == 0 {
		return "", absent
	}
	values := extra.Header[name]
	if len(values) > 1 {
		return strings.Join(values, ", "), present
	}
	if values[0] == "" {
		return "", empty
	}
	return values[0], present
}

// argumentsOf returns the arguments of a request that has any, as JSON.
func argumentsOf(req mcp.Request) json.RawMessage {
	switch req := req.(type) {
	case *mcp.CallToolRequest:
		if req.Params != nil {
			return req.Params.Arguments
		}
	case *mcp.GetPromptRequest:
		if req.Params != nil {
			arguments, _ := json.Marshal(req.Params.Arguments)
			return arguments
		}
	}
	return nil
}
