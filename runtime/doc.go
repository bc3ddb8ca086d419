// Package runtime loads identify modules and runs them: a module is given a request as JSON and answers who
// made it. The contract with the module is sdk/ABI.md. The package knows nothing of MCP; package host does.
//
//	eng, err := runtime.New(ctx, runtime.Options{})
//	mod, err := eng.LoadFile(ctx, "identify.wasm", runtime.Policy{})
//	identity, err := mod.Identify(ctx, &sdk.Input{Request: sdk.Request{Method: "tools/call"}})
//
// [New] and [Engine.LoadFile] are all that most programs need; what a module may use is in [Policy], and
// what can go wrong in the errors of errors.go.
//
// To read the package, begin with module.go: one call from top to bottom. prepare.go reads and changes a
// module before it is compiled, instance.go runs it and puts it back into its first state, answer.go reads
// what it said.
package runtime
