package host_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"regexp"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/runtime"
)

// A server whose handlers know who calls, because a module says so.
func ExampleTrack() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "example"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "greet"}, func(ctx context.Context, _ *mcp.CallToolRequest,
		_ map[string]any) (*mcp.CallToolResult, any, error) {
		who, ok := host.IdentityFrom(ctx)
		if !ok {
			return text("Hello, whoever you are."), nil, nil
		}
		return text("Hello, " + who.UserName + "."), nil, nil
	})

	engine, err := runtime.New(ctx, runtime.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close(ctx)
	module, err := engine.LoadFile(ctx, "../testdata/guests/identity.wasm", runtime.Policy{})
	if err != nil {
		log.Fatal(err)
	}
	stop, err := host.Track(server, module, host.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer stop()

	fmt.Println(call(ctx, server, "greet"))
	// Output: Hello, One.
}

// A program that makes a server for each session has one tracker for all of them.
func ExampleNewTracker() {
	ctx := context.Background()
	tracker, err := host.NewTracker(host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
		return &host.Identity{UserID: "u-1"}, nil
	}), host.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer tracker.Close()

	for range 2 {
		server := mcp.NewServer(&mcp.Implementation{Name: "example"}, nil)
		mcp.AddTool(server, &mcp.Tool{Name: "greet"}, func(ctx context.Context, _ *mcp.CallToolRequest, _ map[string]any) (
			*mcp.CallToolResult, any, error,
		) {
			who, _ := host.IdentityFrom(ctx)
			return text("Hello, " + who.UserID + "."), nil, nil
		})
		if err := tracker.Attach(server); err != nil {
			log.Fatal(err)
		}
		fmt.Println(call(ctx, server, "greet"))
	}
	// Output:
	// Hello, u-1.
	// Hello, u-1.
}

// A tool that asks a question gets its state back from the caller for whom it was sealed, and from nobody else.
func ExampleSeal() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "example"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "pay"}, func(ctx context.Context, req *mcp.CallToolRequest, _ map[string]any) (
		*mcp.CallToolResult, any, error,
	) {
		if req.Params.RequestState == "" {
			state, err := host.Seal(ctx, []byte("order 4711"))
			if err != nil {
				return nil, nil, err
			}
			ask := &mcp.ElicitParams{Message: "Pay order 4711?", RequestedSchema: map[string]any{"type": "object"}}
			return &mcp.CallToolResult{RequestState: state, InputRequests: mcp.InputRequestMap{"sure": ask}}, nil, nil
		}
		order, err := host.Open(ctx, req.Params.RequestState)
		if err != nil {
			return nil, nil, err
		}
		return text("Paid " + string(order) + "."), nil, nil
	})
	stop, err := host.Track(server, host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
		return &host.Identity{UserID: "u-1"}, nil
	}), host.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer stop()

	fmt.Println(call(ctx, server, "pay"))
	// Output: Paid order 4711.
}

// Identify logic that is a Go function of the server's own.
func ExampleIdentifierFunc() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "example"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "greet"}, func(ctx context.Context, _ *mcp.CallToolRequest,
		_ map[string]any) (*mcp.CallToolResult, any, error) {
		who, _ := host.IdentityFrom(ctx)
		return text("Hello, " + who.UserID + "."), nil, nil
	})
	stop, err := host.Track(server, host.IdentifierFunc(func(_ context.Context, in *host.Input) (*host.Identity, error) {
		return &host.Identity{UserID: in.Context.Session.ClientParams.ClientInfo.Name}, nil
	}), host.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer stop()

	fmt.Println(call(ctx, server, "greet"))
	// Output: Hello, example-client.
}

// ExampleEventLog writes down who calls which tool. Here the times are left out.
func ExampleEventLog() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "example"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "greet"}, func(context.Context, *mcp.CallToolRequest,
		map[string]any) (*mcp.CallToolResult, any, error) {
		return text("Hello."), nil, nil
	})
	var lines bytes.Buffer // a file, in a server
	events := host.NewEventLog(&lines)
	stop, err := host.Track(server, host.IdentifierFunc(func(context.Context, *host.Input) (*host.Identity, error) {
		return &host.Identity{UserID: "u-1"}, nil
	}), host.Options{OnIdentify: events.Identified, OnCall: events.Called})
	if err != nil {
		log.Fatal(err)
	}
	defer stop()

	call(ctx, server, "greet")
	fmt.Print(regexp.MustCompile(`"(time":"[^"]*|duration_ms":[^,}]*)"?,?`).ReplaceAllString(lines.String(), ""))
	// Output:
	// {"event":"identify","tool":"greet","outcome":"identified","user_id":"u-1",}
	// {"event":"call","tool":"greet","outcome":"identified","user_id":"u-1",}
}

func text(s string) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: s}}}
}

// call connects a client, calls a tool without arguments and returns its text.
func call(ctx context.Context, server *mcp.Server, tool string) string {
	here, there := mcp.NewInMemoryTransports()
	if _, err := server.Connect(ctx, there, nil); err != nil {
		log.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "example-client"}, &mcp.ClientOptions{
		ElicitationHandler: func(context.Context, *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
			return &mcp.ElicitResult{Action: "accept"}, nil
		},
	}).Connect(ctx, here, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: tool})
	if err != nil {
		log.Fatal(err)
	}
	return result.Content[0].(*mcp.TextContent).Text
}
