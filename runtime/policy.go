package runtime

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/disclosure"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// A Policy says what a module may use. Every field's zero value means its default; a negative value is an
// error when the module is loaded. Sizes are bytes.
type Policy struct {
	// SHA256 pins the module: its digest in hexadecimal. Empty means that any module is accepted.
	SHA256 string

	// Timeout bounds one call of Identify, waiting for a free instance included, and the initialisation, from when the
	// module has its memory. Default 5 s.
	Timeout time.Duration
	// CompileTimeout bounds compiling the module, when it is loaded and its code is not in the cache, not counting the
	// time that it waits for others: an engine compiles one module at a time. Default 60 s.
	CompileTimeout time.Duration
	// CompileBytes bounds the memory that compiling the module takes, in a process of its own. Default 1 GiB. It has
	// no effect with Options.CompileInProcess, nor on systems that do not bound a process's memory, such as Windows.
	CompileBytes int64
	// Fuel bounds the work of one call, and that of the initialisation: one to two units for each instruction that is
	// executed, as a rule. The same call costs the same on every machine. Default 10,000,000,000: a second or so, more
	// or less by what the instructions are.
	Fuel int64
	// Concurrency is how many calls are in progress at once; more wait. No more of them compute than there are CPUs: the
	// others wait for what a capability gives them, or sleep. Each has an instance of its own, whose memory is kept for
	// the next call. One that would wait while those that do hold an eighth of Options.MemoryBytes counts as computing.
	// Default 16, as many as may wait for HTTP.
	Concurrency int

	// KeepState leaves an instance as a call left it, instead of putting it back into its first state. What one
	// caller sent may then show in another's answer. It is there to measure what the sandbox costs; no server has
	// a use for it.
	KeepState bool

	// ModuleBytes bounds the .wasm file. Default 64 MiB.
	ModuleBytes int64
	// MemoryBytes bounds the linear memory of one instance, in steps of 64 KiB. Default 64 MiB. Calls that have grown
	// theirs by an eighth of Options.MemoryBytes together wait with more until one of those that may, as many as CPUs, is
	// over.
	MemoryBytes int64
	// StackBytes bounds the stack of one instance, as a rule: the host looks at it when a slice of fuel is spent, and
	// a guest that needs more may have taken some megabytes by then. Default 1 MiB, as much as browsers give.
	StackBytes int64
	// Module bounds what the module may consist of.
	Module wasm.Limits
	// InputBytes bounds the JSON that is written into the module. Default 1 MiB.
	InputBytes int64
	// OutputBytes bounds the JSON that the module answers. Default 64 KiB.
	OutputBytes int64
	// StderrBytes bounds what one call may write to standard error and to the log; the rest is dropped.
	// Default 16 KiB.
	StderrBytes int64

	// LogRate bounds the records a second that all calls of the module write to the log, after as many at once; the rest
	// is dropped. Default 100.
	LogRate int

	// Capabilities are what the module may do beside computing. The zero value grants nothing but the log, the clock and
	// randomness.
	Capabilities capability.Policy
	// Disclosure says what of a request the module gets to see. The zero value: all of it.
	Disclosure disclosure.Policy

	// IDBytes bounds userId and userName. Default 1024.
	IDBytes int
	// Depth bounds the nesting of objects and arrays in an answer. Default 32.
	Depth int
}

// wasmPage is the unit of linear memory.
const wasmPage = 64 << 10

// maxMemoryBytes is the most memory whose size a 32-bit number holds.
const maxMemoryBytes = 4<<30 - wasmPage

func (p Policy) withDefaults() (Policy, error) {
	problem := cmp.Or(
		defaulted(&p.Timeout, 5*time.Second, "Timeout"),
		defaulted(&p.CompileTimeout, time.Minute, "CompileTimeout"),
		defaulted(&p.CompileBytes, 1<<30, "CompileBytes"),
		defaulted(&p.Fuel, 10_000_000_000, "Fuel"),
		defaulted(&p.Concurrency, 16, "Concurrency"),
		defaulted(&p.ModuleBytes, 64<<20, "ModuleBytes"),
		defaulted(&p.MemoryBytes, 64<<20, "MemoryBytes"),
		defaulted(&p.StackBytes, 1<<20, "StackBytes"),
		defaulted(&p.InputBytes, 1<<20, "InputBytes"),
		defaulted(&p.OutputBytes, 64<<10, "OutputBytes"),
		defaulted(&p.StderrBytes, 16<<10, "StderrBytes"),
		defaulted(&p.LogRate, 100, "LogRate"),
		defaulted(&p.IDBytes, 1024, "IDBytes"),
		defaulted(&p.Depth, 32, "Depth"),
	)
	if problem == nil && p.MemoryBytes > maxMemoryBytes {
		problem = fmt.Errorf("policy: MemoryBytes is %d; a module can use at most %d", p.MemoryBytes, int64(maxMemoryBytes))
	}
	return p, problem
}

// Check returns what Load would find wrong with the policy, whatever the module. It reads the values that the policy
// refers to.
func (p Policy) Check() error {
	if _, err := p.withDefaults(); err != nil {
		return err
	}
	if _, err := disclosure.New(p.Disclosure); err != nil {
		return err
	}
	set, err := capability.New(p.Capabilities, nil)
	set.Close()
	return err
}

// defaulted replaces a zero value by its default and refuses a negative one.
func defaulted[T ~int | ~int64](value *T, otherwise T, name string) error {
	if *value < 0 {
		return fmt.Errorf("policy: %s is negative; leave it at zero for the default", name)
	}
	if *value == 0 {
		*value = otherwise
	}
	return nil
}

// hashStep is how much of a module is hashed at a time, in bytes.
const hashStep = 1 << 20

// checkDigest returns the module's SHA-256 in hexadecimal, and an error if another one is pinned.
func checkDigest(wasm []byte, pinned string) (string, error) {
	hash := sha256.New()
	for step := range slices.Chunk(wasm, hashStep) { // the garbage collector cannot interrupt one
		hash.Write(step)
	}
	digest := hex.EncodeToString(hash.Sum(nil))
	if pinned != "" && !strings.EqualFold(pinned, digest) {
		return "", fmt.Errorf("the module's SHA-256 is %s, not the pinned %s: the file has changed, "+
			"or the pin is of another one", digest, quote.Name(pinned))
	}
	return digest, nil
}
