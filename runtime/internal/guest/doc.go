// Package guest says how a module is spoken to: how it takes its input and gives its answer, which functions of the
// host it may call, and what the host keeps of one call. It knows nothing of how instances are made and kept, nor of
// who asks.
//
// To read the package, begin with call.go: one call from its sandbox to its answer. A guest calls the host through
// hostcall.go, whatever it calls: the tables are in hostmodules.go and wasi.go.
package guest
