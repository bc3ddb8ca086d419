// Package identify is the Go SDK for whowasm's identify modules. A module is a program whose init function
// says which function answers the question "who is calling?":
//
//	package main
//
//	import identify "github.com/whowasm/whowasm/sdk/go"
//
//	func init() { identify.Handle(whoIs) }
//
//	func main() {}
//
//	func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
//		user, ok := users[req.Argument("token")]
//		if !ok {
//			return nil, nil // an anonymous session
//		}
//		return &identify.Identity{UserID: user.ID, UserName: user.Email}, nil
//	}
//
// It is built with the Go toolchain alone:
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -ldflags='-s -w' -o identify.wasm .
//
// The types are those of package sdk, the same that the host works with. The package imports nothing but
// them and the standard library.
package identify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/whowasm/whowasm/sdk"
)

// Request is the MCP request that made identify run.
type Request = sdk.Request

// Identity is who the caller is. A nil *Identity is an anonymous caller.
type Identity = sdk.Identity

// Extra is what the server knows about a request beside the request itself.
type Extra struct {
	sdk.Extra
	// Context is what the server knows about the connection: the client program, the application's storage.
	Context sdk.Context
}

// A Func says who made a request. Nil and no error mean an anonymous caller; an error makes this
// identification a failure, which the host meets as its operator chose. The pointers are never nil. Calls
// never overlap.
type Func func(req *Request, extra *Extra) (*Identity, error)

var handler Func

// Handle makes f the module's identify function. Call it once, from an init function: a module built with
// -buildmode=c-shared never runs main. It panics if f is nil or if it was called before.
//
// Handle also prepares the state from which every call starts, since what initialisation leaves behind is
// kept: it uses encoding/json once on each type of the contract, for which that package builds tables on first use, and
// collects garbage.
func Handle(f Func) {
	if f == nil {
		panic("identify.Handle: nil function")
	}
	if handler != nil {
		panic("identify.Handle: called twice")
	}
	handler = func(*Request, *Extra) (*Identity, error) {
		return &Identity{UserID: "u", UserName: "n", UserData: map[string]any{"k": []any{"v", 1.5, true, nil}}}, nil
	}
	answer([]byte(warmInput))
	runtime.GC()
	answer([]byte(warmInput)) // allocates from the heap as the collector left it
	handler = f
}

// warmInput holds every field of the contract.
const warmInput = `{"request":{"method":"tools/call","params":{"name":"n","arguments":{"a":"b"},` +
	`"_meta":{"k":[1,true]}}},` +
	`"extra":{"authInfo":{"token":"t","clientId":"c","scopes":["s"],"expiresAt":1,"extra":{"k":"v"}},"sessionId":"s",` +
	`"requestId":1,"_meta":{"k":"v"},"requestInfo":{"headers":{"h":"v"}},"signal":{"aborted":false}},` +
	`"context":{"session":{"client_params":{"protocolVersion":"v","clientInfo":{"name":"n","version":"v"}}},` +
	`"lifespan_context":{"k":"v"}}}`

// answer runs the identify function on an input and returns the answer as JSON.
func answer(input []byte) []byte {
	identity, err := call(input)
	if err != nil {
		return failure(err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(identity); err != nil {
		return failure(fmt.Errorf("the identity cannot be written as JSON: %w", err))
	}
	return out.Bytes()
}

func call(input []byte) (*Identity, error) {
	if handler == nil {
		return nil, fmt.Errorf("the module never called identify.Handle; call it from an init function")
	}
	var in sdk.Input
	if err := json.Unmarshal(input, &in); err != nil {
		return nil, fmt.Errorf("the host's input is not what this SDK reads: %w", err)
	}
	return handler(&in.Request, &Extra{Extra: in.Extra, Context: in.Context})
}

// failure is the answer of an identify function that returned an error.
func failure(err error) []byte {
	out, _ := json.Marshal(map[string]string{"error": err.Error()})
	return out
}
