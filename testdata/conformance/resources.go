package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func addResources(server *mcp.Server) {
	for _, r := range []struct {
		uri, description string
		contents         mcp.ResourceContents
	}{
		{"test://static-text", "A text", mcp.ResourceContents{MIMEType: "text/plain",
			Text: "This is the content of the static text resource."}},
		{"test://static-binary", "An image", mcp.ResourceContents{MIMEType: "image/png", Blob: png}},
		{"test://watched-resource", "A text to subscribe to", mcp.ResourceContents{MIMEType: "text/plain",
			Text: "Nothing new."}},
	} {
		name := strings.TrimPrefix(r.uri, "test://")
		server.AddResource(&mcp.Resource{URI: r.uri, Name: name, Description: r.description, MIMEType: r.contents.MIMEType},
			reads(r.contents))
	}
	server.AddResourceTemplate(&mcp.ResourceTemplate{
		URITemplate: templatePrefix + "{id}" + templateSuffix,
		Name:        "template",
		Description: "Data by its id",
		MIMEType:    "application/json",
	}, readTemplate)
}

func reads(contents mcp.ResourceContents) mcp.ResourceHandler {
	return func(_ context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
		found := contents
		found.URI = req.Params.URI
		return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{&found}}, nil
	}
}

const (
	templatePrefix = "test://template/"
	templateSuffix = "/data"
)

func readTemplate(ctx context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
	id := strings.TrimSuffix(strings.TrimPrefix(req.Params.URI, templatePrefix), templateSuffix)
	data := fmt.Sprintf(`{"id":%q,"templateTest":true,"data":%q}`, id, "Data for ID: "+id)
	return reads(mcp.ResourceContents{MIMEType: "application/json", Text: data})(ctx, req)
}

// A prompt is what one scenario gets.
type prompt struct {
	name        string
	description string
	arguments   []string // all required
	get         mcp.PromptHandler
}

func addPrompt(server *mcp.Server, p prompt) {
	described := &mcp.Prompt{Name: p.name, Description: p.description}
	for _, name := range p.arguments {
		described.Arguments = append(described.Arguments, &mcp.PromptArgument{Name: name, Description: "The argument " + name,
			Required: true})
	}
	server.AddPrompt(described, p.get)
}

func addPrompts(server *mcp.Server) {
	for _, p := range []prompt{
		{name: "test_simple_prompt", description: "Says one sentence",
			get: says(text("This is a simple prompt for testing."))},
		{name: "test_prompt_with_arguments", description: "Says its arguments", arguments: []string{"arg1", "arg2"},
			get: getPromptWithArguments},
		{name: "test_prompt_with_embedded_resource", description: "Shows a resource", arguments: []string{"resourceUri"},
			get: getPromptWithResource},
		{name: "test_prompt_with_image", description: "Shows an image", get: says(image,
			text("Please analyze the image above."))},
		{name: "test_input_required_result_prompt", description: "Asks for its context", get: getPromptWithContext},
	} {
		addPrompt(server, p)
	}
}

func userMessages(contents ...mcp.Content) []*mcp.PromptMessage {
	var messages []*mcp.PromptMessage
	for _, content := range contents {
		messages = append(messages, &mcp.PromptMessage{Role: "user", Content: content})
	}
	return messages
}

func says(contents ...mcp.Content) mcp.PromptHandler {
	return func(context.Context, *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
		return &mcp.GetPromptResult{Messages: userMessages(contents...)}, nil
	}
}

func getPromptWithArguments(ctx context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
	given := req.Params.Arguments
	return says(text("Prompt with arguments: arg1='%s', arg2='%s'", given["arg1"], given["arg2"]))(ctx, req)
}

func getPromptWithResource(ctx context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
	return says(
		resource(req.Params.Arguments["resourceUri"], "text/plain", "Embedded resource content for testing."),
		text("Please process the embedded resource above."),
	)(ctx, req)
}

// complete suggests the words that begin like the argument.
func complete(_ context.Context, req *mcp.CompleteRequest) (*mcp.CompleteResult, error) {
	values := []string{}
	for _, word := range []string{"paris", "park", "party"} {
		if strings.HasPrefix(word, req.Params.Argument.Value) {
			values = append(values, word)
		}
	}
	return &mcp.CompleteResult{Completion: mcp.CompletionResultDetails{Values: values, Total: len(values)}}, nil
}
