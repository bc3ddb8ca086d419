//lint:file-ignore SA1019 the suite tests sampling and logging, which protocol 2026-07-28 deprecates

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A tool is what one scenario calls.
type tool struct {
	name        string
	description string
	schema      string // of its arguments; empty for none
	call        mcp.ToolHandler
}

const noArguments = `{"type": "object", "properties": {}}`

func addTool(server *mcp.Server, t tool) {
	schema := t.schema
	if schema == "" {
		schema = noArguments
	}
	server.AddTool(&mcp.Tool{Name: t.name, Description: t.description, InputSchema: json.RawMessage(schema)}, t.call)
}

// tools are those that answer in one round.
var tools = []tool{
	{name: "test_simple_text", description: "Answers with text",
		call: always(text("This is a simple text response for testing."))},
	{name: "test_image_content", description: "Answers with an image", call: always(image)},
	{name: "test_audio_content", description: "Answers with audio", call: always(audio)},
	{name: "test_embedded_resource", description: "Answers with a resource", call: always(
		resource("test://embedded-resource", "text/plain", "This is an embedded resource content."))},
	{name: "test_multiple_content_types", description: "Answers with text, an image and a resource", call: always(
		text("Multiple content types test:"), image,
		resource("test://mixed-content-resource", "application/json", `{"test":"data","value":123}`))},
	{name: "test_error_handling", description: "Always fails", call: alwaysFails},
	{name: "test_tool_with_logging", description: "Logs while it runs", call: callWithLogging},
	{name: "test_tool_with_progress", description: "Reports its progress", call: callWithProgress},
	{name: "test_sampling", description: "Asks the client's model", schema: promptSchema, call: callWithSampling},
	{name: "test_elicitation", description: "Asks the user", schema: messageSchema, call: callWithElicitation},
	{name: "test_elicitation_sep1034_defaults", description: "Asks the user, with defaults", call: elicits(defaultsForm)},
	{name: "test_elicitation_sep1330_enums", description: "Asks the user to choose", call: elicits(choicesForm)},
	{name: "json_schema_2020_12_tool", description: "Has a schema of many keywords", schema: draft2020Schema,
		call: always(text("The schema is what counts."))},
	{name: "test_reconnection", description: "Cuts its stream and answers later", call: callWithReconnection},
	{name: "test_x_mcp_header", description: "Has an argument that is mirrored in a header", schema: headerSchema,
		call: callWithHeader},
	{name: "test_missing_capability", description: "Needs the client to offer sampling", call: callNeedingSampling},
	{name: "test_streaming_elicitation", description: "Streams progress and its answer, and asks nothing",
		call: callWithProgress},
	{name: "test_logging_tool", description: "Logs, for clients that asked for a log", call: callWithLogging},
}

func addTools(server *mcp.Server) {
	for _, t := range tools {
		addTool(server, t)
	}
	addTool(server, tool{name: "test_trigger_tool_change", description: "Changes the list of tools",
		call: changesTools(server)})
	addTool(server, tool{name: "test_trigger_prompt_change", description: "Changes the list of prompts",
		call: changesPrompts(server)})
}

// Contents of answers.

//go:embed fixtures/dot.png
var png []byte

//go:embed fixtures/silence.wav
var wav []byte

var (
	image = &mcp.ImageContent{Data: png, MIMEType: "image/png"}
	audio = &mcp.AudioContent{Data: wav, MIMEType: "audio/wav"}
)

func text(format string, args ...any) *mcp.TextContent {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	return &mcp.TextContent{Text: format}
}

func resource(uri, mimeType, content string) *mcp.EmbeddedResource {
	return &mcp.EmbeddedResource{Resource: &mcp.ResourceContents{URI: uri, MIMEType: mimeType, Text: content}}
}

func answer(contents ...mcp.Content) (*mcp.CallToolResult, error) {
	return &mcp.CallToolResult{Content: contents}, nil
}

func failure(err error) (*mcp.CallToolResult, error) { return failed(err.Error()) }

func failed(message string) (*mcp.CallToolResult, error) {
	return &mcp.CallToolResult{IsError: true, Content: []mcp.Content{text(message)}}, nil
}

func always(contents ...mcp.Content) mcp.ToolHandler {
	return func(context.Context, *mcp.CallToolRequest) (*mcp.CallToolResult, error) { return answer(contents...) }
}

func alwaysFails(context.Context, *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	return failed("This tool intentionally returns an error for testing")
}

// Notifications during a call. The pauses are the suite's: its clients must see them arrive one by one.

const pause = 50 * time.Millisecond

func callWithLogging(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	for i, line := range []string{"Tool execution started", "Tool processing data", "Tool execution completed"} {
		if i > 0 {
			time.Sleep(pause)
		}
		if err := req.Session.Log(ctx, &mcp.LoggingMessageParams{Level: "info", Data: line}); err != nil {
			return failure(err)
		}
	}
	return answer(text("Logged three lines."))
}

func callWithProgress(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	token := req.Params.GetProgressToken()
	for i, progress := range []float64{0, 50, 100} {
		if i > 0 {
			time.Sleep(pause)
		}
		if token == nil {
			continue
		}
		params := &mcp.ProgressNotificationParams{ProgressToken: token, Progress: progress, Total: 100}
		if err := req.Session.NotifyProgress(ctx, params); err != nil {
			return failure(err)
		}
	}
	return answer(text("Done, with progress for the token %v.", token))
}

// callWithReconnection cuts the stream of its answer and gives the client time to come back for it.
func callWithReconnection(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if req.Extra != nil && req.Extra.CloseSSEStream != nil {
		req.Extra.CloseSSEStream(mcp.CloseSSEStreamArgs{RetryAfter: 10 * time.Millisecond})
		time.Sleep(2 * pause)
	}
	return answer(text("The client came back."))
}

// Questions to the client during a call.

const (
	promptSchema  = `{"type": "object", "properties": {"prompt": {"type": "string"}}, "required": ["prompt"]}`
	messageSchema = `{"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]}`
)

func callWithSampling(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	var arguments struct{ Prompt string }
	if err := json.Unmarshal(req.Params.Arguments, &arguments); err != nil {
		return failure(err)
	}
	result, err := req.Session.CreateMessage(ctx, sampling(arguments.Prompt, 100))
	if err != nil {
		return failure(err)
	}
	said, ok := result.Content.(*mcp.TextContent)
	if !ok {
		return failure(fmt.Errorf("the model answered with %T", result.Content))
	}
	return answer(text("LLM response: %s", said.Text))
}

func sampling(prompt string, maxTokens int64) *mcp.CreateMessageParams {
	return &mcp.CreateMessageParams{
		Messages:  []*mcp.SamplingMessage{{Role: "user", Content: text(prompt)}},
		MaxTokens: maxTokens,
	}
}

func callWithElicitation(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	var arguments struct{ Message string }
	if err := json.Unmarshal(req.Params.Arguments, &arguments); err != nil {
		return failure(err)
	}
	return elicit(ctx, req, "User response", arguments.Message, contactForm)
}

func elicits(form string) mcp.ToolHandler {
	return func(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		return elicit(ctx, req, "Elicitation completed", "Please fill in the form", form)
	}
}

func elicit(ctx context.Context, req *mcp.CallToolRequest, label, message, form string) (*mcp.CallToolResult, error) {
	result, err := req.Session.Elicit(ctx, elicitation(message, form))
	if err != nil {
		return failure(err)
	}
	content, err := json.Marshal(result.Content)
	if err != nil {
		return failure(err)
	}
	return answer(text("%s: action=%s, content=%s", label, result.Action, content))
}

func elicitation(message, form string) *mcp.ElicitParams {
	return &mcp.ElicitParams{Message: message, RequestedSchema: json.RawMessage(form)}
}

const contactForm = `{
	"type": "object",
	"properties": {
		"username": {"type": "string", "description": "User's response"},
		"email": {"type": "string", "description": "User's email address"}
	},
	"required": ["username", "email"]
}`

const defaultsForm = `{
	"type": "object",
	"properties": {
		"name": {"type": "string", "default": "John Doe"},
		"age": {"type": "integer", "default": 30},
		"score": {"type": "number", "default": 95.5},
		"status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
		"verified": {"type": "boolean", "default": true}
	}
}`

const choicesForm = `{
	"type": "object",
	"properties": {
		"untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
		"titledSingle": {"type": "string", "oneOf": [
			{"const": "value1", "title": "First Option"},
			{"const": "value2", "title": "Second Option"},
			{"const": "value3", "title": "Third Option"}
		]},
		"legacyEnum": {
			"type": "string",
			"enum": ["opt1", "opt2", "opt3"],
			"enumNames": ["Option One", "Option Two", "Option Three"]
		},
		"untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
		"titledMulti": {"type": "array", "items": {"anyOf": [
			{"const": "value1", "title": "First Choice"},
			{"const": "value2", "title": "Second Choice"},
			{"const": "value3", "title": "Third Choice"}
		]}}
	}
}`

// callNeedingSampling refuses clients that do not offer sampling, as protocol 2026-07-28 has it.
func callNeedingSampling(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if offered := req.ClientCapabilities(); offered != nil && offered.Sampling != nil {
		return answer(text("The client offers sampling."))
	}
	data, err := json.Marshal(mcp.MissingRequiredClientCapabilityData{
		RequiredCapabilities: &mcp.ClientCapabilities{Sampling: &mcp.SamplingCapabilities{}},
	})
	if err != nil {
		return nil, err
	}
	return nil, &jsonrpc.Error{Code: mcp.CodeMissingRequiredClientCapabilities,
		Message: "the client does not offer sampling", Data: data}
}

// Schemas that must reach the client as they are.

const draft2020Schema = `{
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"type": "object",
	"$defs": {
		"address": {
			"$anchor": "addressDef",
			"type": "object",
			"properties": {"street": {"type": "string"}, "city": {"type": "string"}}
		}
	},
	"properties": {
		"name": {"type": "string"},
		"address": {"$ref": "#/$defs/address"},
		"contactMethod": {"type": "string", "enum": ["phone", "email"]},
		"phone": {"type": "string"},
		"email": {"type": "string"}
	},
	"allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
	"if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
	"then": {"required": ["phone"]},
	"else": {"required": ["email"]},
	"additionalProperties": false
}`

const headerSchema = `{
	"type": "object",
	"properties": {"region": {"type": "string", "x-mcp-header": "Region"}}
}`

func callWithHeader(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	var arguments struct{ Region string }
	if err := json.Unmarshal(req.Params.Arguments, &arguments); err != nil {
		return failure(err)
	}
	return answer(text("The region is %s.", arguments.Region))
}

// Changes of lists. What is added goes again at once: clients are told, and the next scenario finds the lists
// as they were.

func changesTools(server *mcp.Server) mcp.ToolHandler {
	return func(context.Context, *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		addTool(server, tool{name: "test_passing_tool", description: "Comes and goes", call: always(text("gone"))})
		server.RemoveTools("test_passing_tool")
		return answer(text("The list of tools has changed."))
	}
}

func changesPrompts(server *mcp.Server) mcp.ToolHandler {
	return func(context.Context, *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		addPrompt(server, prompt{name: "test_passing_prompt", description: "Comes and goes", get: says(text("gone"))})
		server.RemovePrompts("test_passing_prompt")
		return answer(text("The list of prompts has changed."))
	}
}
