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
// A program that uses the package is its own compiler: it is started once more, under another name, to compile a
// module where its memory and time are bounded. That process ends before the program's main function.
//
// To read the package, begin with module.go: one call from top to bottom. image.go is how a module gets there: package
// wasm, below this one, reads it, checks it and meters it; contract.go finds out how it wants to be called; package native
// makes its native code; pool.go and instance.go keep sandboxes in their first state, into which snapshot.go and watch.go put them
// back, within the room that budget.go gives; guard.go decides whether a guest may go on, turns.go, places.go and ready.go whose turn it is,
// stack.go whether it went too deep; answer.go reads what it said.
package runtime
