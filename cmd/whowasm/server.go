package main

import (
	"context"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/host/front"
)

// whoamiOutput is what the tool answers.
type whoamiOutput struct {
	UserID         string         `json:"userId,omitempty"`
	UserName       string         `json:"userName,omitempty"`
	UserData       map[string]any `json:"userData,omitempty"`
	Anonymous      bool           `json:"anonymous"`
	Cached         bool           `json:"cached"`
	DurationMicros int64          `json:"durationMicros"`
	Error          string         `json:"error,omitempty"`
}

// newServer makes an MCP server whose one tool says who is calling.
func newServer(identifier host.Identifier, options host.Options, bounds front.Bounds) (*front.Server, error) {
	server := mcp.NewServer(&mcp.Implementation{Name: "whowasm", Version: version()}, nil)
	mcp.AddTool(server, &mcp.Tool{
		Name:        "whoami",
		Description: "Says who is calling, as the server's identify module sees it.",
		InputSchema: whoamiSchema,
	}, whoami)
	tracker, err := host.NewTracker(identifier, options)
	if err != nil {
		return nil, err
	}
	return front.New(server, tracker, bounds)
}

// whoamiSchema names the arguments that the demo knows and lets any other through to the module.
var whoamiSchema = map[string]any{
	"type": "object",
	"properties": map[string]any{
		"token":  map[string]any{"type": "string", "description": "a token that says who you are"},
		"apiKey": map[string]any{"type": "string", "description": "an API key of your account"},
	},
}

func whoami(ctx context.Context, _ *mcp.CallToolRequest, _ map[string]any) (*mcp.CallToolResult, *whoamiOutput, error) {
	outcome, _ := host.OutcomeFrom(ctx)
	out := &whoamiOutput{
		Anonymous:      outcome.Identity == nil,
		Cached:         outcome.Cached,
		DurationMicros: outcome.Duration.Microseconds(),
	}
	text := "You are anonymous."
	if who := outcome.Identity; who != nil {
		out.UserID, out.UserName, out.UserData = who.UserID, who.UserName, who.UserData
		text = "You are " + who.UserID + "."
	}
	if outcome.Err != nil {
		out.Error = outcome.Err.Error()
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, out, nil
}

// demoCredentials are the arguments in which the demo's module looks for a credential.
var demoCredentials = []string{"request.params.arguments.token", "request.params.arguments.apiKey"}
