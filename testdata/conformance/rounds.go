//lint:file-ignore SA1019 the suite tests sampling and roots, which protocol 2026-07-28 deprecates

package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Tools that answer in rounds, as protocol 2026-07-28 has it: they ask for what they need in their result, and
// the client calls again with the responses.

const (
	nameForm    = `{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}`
	colorForm   = `{"type": "object", "properties": {"color": {"type": "string"}}, "required": ["color"]}`
	okForm      = `{"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}`
	contextForm = `{"type": "object", "properties": {"context": {"type": "string"}}, "required": ["context"]}`
)

var (
	askName     = elicitation("What is your name?", nameForm)
	askConfirm  = elicitation("Please confirm", okForm)
	askContext  = elicitation("What context should the prompt use?", contextForm)
	askCapital  = sampling("What is the capital of France?", 100)
	askGreeting = sampling("Generate a greeting", 50)
	askRoots    = &mcp.ListRootsParams{}
)

func addInputTools(server *mcp.Server) {
	for _, t := range []tool{
		{name: "elicitation", description: "Asks for a name", call: greet},
		{name: "sampling", description: "Asks the client's model", call: callWithCapital},
		{name: "list_roots", description: "Asks for the roots", call: countRoots},
		{name: "request_state", description: "Keeps its state with the client", call: confirm},
		{name: "tampered_state", description: "Refuses a state that is not its own", call: confirm},
		{name: "multiple_inputs", description: "Asks for three things at once", call: askAll},
		{name: "multi_round", description: "Asks twice", call: askTwice},
		{name: "capabilities", description: "Asks only for what the client offers", call: askWhatIsOffered},
	} {
		t.name = "test_input_required_result_" + t.name
		addTool(server, t)
	}
}

func ask(requests mcp.InputRequestMap, state string) (*mcp.CallToolResult, error) {
	return &mcp.CallToolResult{InputRequests: requests, RequestState: state}, nil
}

func greet(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if name, ok := field[string](req.Params.InputResponses, "user_name", "name"); ok {
		return answer(text("Hello, %s!", name))
	}
	return ask(mcp.InputRequestMap{"user_name": askName}, "")
}

func callWithCapital(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if said, ok := sampled(req.Params.InputResponses, "capital_question"); ok {
		return answer(text("The model says: %s", said))
	}
	return ask(mcp.InputRequestMap{"capital_question": askCapital}, "")
}

func countRoots(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if roots, ok := req.Params.InputResponses["client_roots"].(*mcp.ListRootsResult); ok {
		return answer(text("The client's roots: %s", list(roots)))
	}
	return ask(mcp.InputRequestMap{"client_roots": askRoots}, "")
}

func list(roots *mcp.ListRootsResult) string {
	var uris []string
	for _, root := range roots.Roots {
		uris = append(uris, root.URI)
	}
	return strings.Join(uris, ", ")
}

func confirm(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if req.Params.RequestState != "" {
		if _, err := unseal(req.Params.RequestState); err != nil {
			return nil, err
		}
		if _, ok := field[bool](req.Params.InputResponses, "confirm", "ok"); ok {
			return answer(text("state-ok"))
		}
	}
	return ask(mcp.InputRequestMap{"confirm": askConfirm}, seal("confirm"))
}

func askAll(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	responses := req.Params.InputResponses
	name, named := field[string](responses, "user_name", "name")
	greeting, greeted := sampled(responses, "greeting")
	roots, rooted := responses["client_roots"].(*mcp.ListRootsResult)
	if named && greeted && rooted {
		return answer(text("%s, %s. Your roots: %s", greeting, name, list(roots)))
	}
	return ask(mcp.InputRequestMap{"user_name": askName, "greeting": askGreeting, "client_roots": askRoots}, seal("all"))
}

// askTwice keeps the name that the first round brought in the state of the second.
func askTwice(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if req.Params.RequestState == "" {
		return ask(mcp.InputRequestMap{"step1": elicitation("Step 1: What is your name?", nameForm)}, seal("step1"))
	}
	state, err := unseal(req.Params.RequestState)
	if err != nil {
		return nil, err
	}
	if name, ok := strings.CutPrefix(state, "step2 "); ok {
		color, _ := field[string](req.Params.InputResponses, "step2", "color")
		return answer(text("%s likes %s.", name, color))
	}
	name, _ := field[string](req.Params.InputResponses, "step1", "name")
	return ask(mcp.InputRequestMap{"step2": elicitation("Step 2: What is your favorite color?", colorForm)},
		seal("step2 "+name))
}

func askWhatIsOffered(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if len(req.Params.InputResponses) > 0 {
		return answer(text("The client answered."))
	}
	requests := mcp.InputRequestMap{}
	if offered := req.ClientCapabilities(); offered != nil {
		if offered.Elicitation != nil {
			requests["user_name"] = askName
		}
		if offered.Sampling != nil {
			requests["greeting"] = askGreeting
		}
		if offered.RootsV2 != nil {
			requests["client_roots"] = askRoots
		}
	}
	if len(requests) == 0 {
		return answer(text("The client offers nothing that could be asked for."))
	}
	return ask(requests, "")
}

// getPromptWithContext asks for its context before it answers.
func getPromptWithContext(_ context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
	if given, ok := field[string](req.Params.InputResponses, "user_context", "context"); ok {
		return &mcp.GetPromptResult{Messages: userMessages(text("Use this context: %s", given))}, nil
	}
	return &mcp.GetPromptResult{InputRequests: mcp.InputRequestMap{"user_context": askContext}}, nil
}

// field returns a field of the form that the user filled in.
func field[T any](responses mcp.InputResponseMap, request, name string) (value T, ok bool) {
	result, ok := responses[request].(*mcp.ElicitResult)
	if !ok || result.Action != "accept" {
		return value, false
	}
	value, ok = result.Content[name].(T)
	return value, ok
}

// sampled returns what the client's model said.
func sampled(responses mcp.InputResponseMap, request string) (string, bool) {
	result, ok := responses[request].(*mcp.CreateMessageWithToolsResult)
	if !ok || len(result.Content) == 0 {
		return "", false
	}
	said, ok := result.Content[0].(*mcp.TextContent)
	if !ok {
		return "", false
	}
	return said.Text, true
}

// The state that a client keeps between rounds is signed: a client must not be able to change it.

var stateKey = []byte(rand.Text())

func signature(state string) []byte {
	mac := hmac.New(sha256.New, stateKey)
	mac.Write([]byte(state))
	return mac.Sum(nil)
}

func seal(state string) string {
	return base64.RawURLEncoding.EncodeToString(signature(state)) + "." + state
}

func unseal(sealed string) (string, error) {
	encoded, state, _ := strings.Cut(sealed, ".")
	mac, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || !hmac.Equal(mac, signature(state)) {
		return "", &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams,
			Message: "requestState is not one that this server gave out"}
	}
	return state, nil
}
