package credential

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/tidwall/gjson"

	"github.com/whowasm/whowasm/runtime/quote"
)

// A path is one of host.Options.CredentialPaths. Most name an argument or a header, which are read where
// they are; any other is looked up in the input that an Identifier would be given.
type path struct {
	argument []string // the members on the way to a tool's argument
	header   string   // a header's canonical name
	input    string   // a gjson path within the input
}

const (
	argumentsPrefix = "request.params.arguments."
	headersPrefix   = "extra.requestInfo.headers."
	pathSyntax      = `*?|#@\{}[]()=<>!%":,` // what makes a gjson path more than names with dots
)

func parsePath(text string) (path, error) {
	plain := !strings.ContainsAny(text, pathSyntax) && !strings.Contains(text, "..") && !strings.HasSuffix(text, ".")
	if name, ok := strings.CutPrefix(text, argumentsPrefix); ok && plain {
		return path{argument: strings.Split(name, ".")}, nil
	}
	if name, ok := strings.CutPrefix(text, headersPrefix); ok && plain && !strings.Contains(name, ".") {
		return path{header: http.CanonicalHeaderKey(name)}, nil
	}
	switch root, _, _ := strings.Cut(text, "."); root {
	case "request", "extra", "context":
		return path{input: text}, nil
	}
	return path{}, fmt.Errorf("host.Options.CredentialPaths: %s does not begin with "+
		"request., extra. or context.; for a tool's argument write %sNAME", quote.String(text), argumentsPrefix)
}

// find returns what a call has at the path, as it stands in the JSON text or the header.
func (p path) find(method string, req mcp.Request, input Input) (string, Presence) {
	switch {
	case p.header != "":
		return findHeader(req, p.header)
	case p.argument != nil:
		return FindMember(argumentsOf(req), p.argument)
	default:
		document, err := input(method, req)
		if err != nil {
			return "", Ambiguous
		}
		if repeats(gjson.ParseBytes(argumentsOf(req))) {
			return "", Ambiguous
		}
		value := gjson.GetBytes(document, p.input)
		return value.Raw, presenceOf(value)
	}
}

func findHeader(req mcp.Request, name string) (string, Presence) {
	extra := req.GetExtra()
	if extra == nil || len(extra.Header[name]) == 0 {
		return "", Absent
	}
	values := extra.Header[name]
	if len(values) > 1 {
		return strings.Join(values, ", "), Present
	}
	if values[0] == "" {
		return "", Empty
	}
	return values[0], Present
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
