package guest

import (
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/sdk"
)

// A Convention is one of the ways in which a module takes its input and gives its answer (ABI.md, "The
// conventions").
type Convention struct {
	name string
	// entry is the export that tells this convention from the others.
	entry string
	// exports are the functions it needs, with their signatures.
	exports map[string]string
	// optional are those among them that may be absent.
	optional []string
	// invoke runs the guest once. The answer may lie in the guest's memory.
	invoke func(c *Call, input []byte) ([]byte, error)
}

// Name is "reactor" or "command".
func (c *Convention) Name() string { return c.name }

// hostCalls are the names of what the host calls, or finds, in the module.
func (c *Convention) hostCalls() sandbox.Exports {
	calls := sandbox.Exports{Memory: sdk.ExportMemory, Entry: c.entry}
	if c == reactor {
		calls.Alloc, calls.Initialize = sdk.ExportAlloc, sdk.ExportInitialize
	}
	return calls
}

var reactor = &Convention{
	name:  "reactor",
	entry: sdk.ExportIdentify,
	exports: map[string]string{
		sdk.ExportIdentify:   "(i32, i32) -> (i64)",
		sdk.ExportAlloc:      "(i32) -> (i32)",
		sdk.ExportInitialize: "() -> ()",
	},
	optional: []string{sdk.ExportInitialize},
	invoke:   invokeReactor,
}

var command = &Convention{
	name:    "command",
	entry:   sdk.ExportStart,
	exports: map[string]string{sdk.ExportStart: "() -> ()"},
	invoke:  invokeCommand,
}

// invokeReactor writes the input into the guest's memory and calls identify.
func invokeReactor(c *Call, input []byte) ([]byte, error) {
	i, ctx := c.Instance(), c.Context()
	ptr, err := i.CallAlloc(ctx, len(input))
	if err != nil {
		return nil, err
	}
	if !i.Memory().Write(ptr, input) {
		return nil, outside("%s gave room at %#x for %d bytes", i.Memory(), sdk.ExportAlloc, ptr, len(input))
	}
	at, err := i.CallEntry(ctx, uint64(ptr), uint64(len(input)))
	if err != nil {
		return nil, err
	}
	return answerAt(i.Memory(), uint32(at>>32), uint32(at), c.stdout.limit)
}

// answerAt returns the answer that identify points to.
func answerAt(memory api.Memory, ptr, size uint32, limit int64) ([]byte, error) {
	if ptr == 0 && size == 0 {
		return []byte("null"), nil
	}
	if int64(size) > limit {
		return nil, &fault.LimitError{Limit: "output", Allowed: limit, Unit: "bytes"}
	}
	answer, ok := memory.Read(ptr, size)
	if !ok {
		return nil, outside("identify points to %d bytes at %#x", memory, size, ptr)
	}
	return answer, nil
}

// outside is the error for what is not in memory, as the format says it.
func outside(format string, memory api.Memory, what ...any) error {
	where := fmt.Sprintf(", which is outside the memory of %d bytes", memory.Size())
	return &fault.AnswerError{Problem: fmt.Sprintf(format, what...) + where}
}

// invokeCommand gives the input on standard input and takes the answer from standard output.
func invokeCommand(c *Call, input []byte) ([]byte, error) {
	c.stdin.Reset(input)
	_, err := c.Instance().CallEntry(c.Context(), 0, 0)
	var exit *sys.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 0 {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return c.stdout.Bytes(), nil
}
