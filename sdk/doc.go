// Package sdk is the contract between whowasm and an identify module: the types that travel between them
// as JSON, and the names that a module exports and imports. ABI.md beside this file is the contract in words.
//
// Write a module in Go with package identify (github.com/whowasm/whowasm/sdk/go), which hands these types
// to a function of yours. Attach a module to a server with package host, which hands them to handlers.
//
// The package imports the standard library alone, so that a guest stays small.
package sdk

// ABIVersion is the version of the guest contract that this package describes. A change that an existing
// module could notice raises it.
const ABIVersion = 1

// The names of the guest contract. See ABI.md, "The conventions".
const (
	// ExportMemory is the linear memory that every module exports.
	ExportMemory = "memory"
	// ExportInitialize runs once, before anything else, where a reactor exports it.
	ExportInitialize = "_initialize"
	// ExportAlloc makes room in a reactor for the input.
	ExportAlloc = "whowasm_alloc"
	// ExportIdentify is a reactor's entry point.
	ExportIdentify = "identify"
	// ExportStart is a command's entry point.
	ExportStart = "_start"

	// HostModule is the import module of the host functions.
	HostModule = "whowasm"
)

// Levels of the host function `log`.
const (
	LevelDebug = 0
	LevelInfo  = 1
	LevelWarn  = 2
	LevelError = 3
)

// Error codes of the host functions. Every negative result is one of them.
const (
	// CodeNotPermitted answers a capability that the module's policy does not grant.
	CodeNotPermitted = -1
	// CodeInvalid answers what is not as the contract has it: JSON of another form, an address outside of memory.
	CodeInvalid = -2
	// CodeLimit answers more than the module's policy allows: requests, bytes.
	CodeLimit = -3
	// CodeNotFound answers a key or a name that has no value.
	CodeNotFound = -4
	// CodeUnavailable answers that somebody else did not do what was asked: a service that is down or slow, a client
	// that does not take a method.
	CodeUnavailable = -5
	// CodeRejected answers a token that is not good.
	CodeRejected = -6
)
