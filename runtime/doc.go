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
// To read the package, begin with module.go: one call from top to bottom. Package wasm, below this one, reads
// a module, checks it and meters it; contract.go finds out how it wants to be called; pool.go and instance.go
// keep sandboxes in their first state; guard.go decides whether a guest may go on; answer.go reads what it said.
package runtime
