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
// To read the package, begin with [Module.Measure]: one call from top to bottom. It goes on in the rooms behind this
// door, below internal/, each of which says in its first lines what it does and what it does not know. guest speaks
// with the module; sandbox keeps its instances, and gives a call one; schedule says when it may compute; budget, what
// all may hold; lifetime, when it is over. load.go is the way of a module's bytes: package wasm reads, checks and
// meters them, guest finds out how the module wants to be called, native makes its code, and sandbox an image of it.
package runtime
