package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero/sys"

	"github.com/whowasm/whowasm/sdk"
)

// A convention is one of the ways in which a module takes its input and gives its answer (ABI.md, "The
// conventions").
type convention struct {
	name string
	// entry is the export that tells this convention from the others.
	entry string
	// exports are the functions it needs, with their signatures.
	exports map[string]string
	// optional are those among them that may be absent.
	optional []string
	// invoke runs the guest once. The answer may lie in the guest's memory.
	invoke func(ctx context.Context, i *instance, c *call, input []byte) ([]byte, error)
}

var reactor = &convention{
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

var command = &convention{
	name:    "command",
	entry:   sdk.ExportStart,
	exports: map[string]string{sdk.ExportStart: "() -> ()"},
	invoke:  invokeCommand,
}

// invokeReactor writes the input into the guest's memory and calls identify.
func invokeReactor(ctx context.Context, i *instance, c *call, input []byte) ([]byte, error) {
	i.values[0] = uint64(len(input))
	if err := i.run(ctx, i.alloc, i.values[:]); err != nil {
		return nil, err
	}
	ptr := uint32(i.values[0])
	if !i.memory.Write(ptr, input) {
		return nil, &AnswerError{Problem: fmt.Sprintf("%s gave room at %#x for %d bytes, which is outside the memory of %d bytes",
			sdk.ExportAlloc, ptr, len(input), i.memory.Size())}
	}
	i.values[0], i.values[1] = uint64(ptr), uint64(len(input))
	if err := i.run(ctx, i.entry, i.values[:]); err != nil {
		return nil, err
	}
	return i.answerAt(uint32(i.values[0]>>32), uint32(i.values[0]), c.stdout.limit)
}

// answerAt returns the answer that identify points to.
func (i *instance) answerAt(ptr, size uint32, limit int64) ([]byte, error) {
	if ptr == 0 && size == 0 {
		return []byte("null"), nil
	}
	if int64(size) > limit {
		return nil, &LimitError{Limit: "output", Allowed: limit, Unit: "bytes"}
	}
	answer, ok := i.memory.Read(ptr, size)
	if !ok {
		return nil, &AnswerError{Problem: fmt.Sprintf("identify points to %d bytes at %#x, which is outside the memory of %d bytes",
			size, ptr, i.memory.Size())}
	}
	return answer, nil
}

// invokeCommand gives the input on standard input and takes the answer from standard output.
func invokeCommand(ctx context.Context, i *instance, c *call, input []byte) ([]byte, error) {
	c.stdin.Reset(input)
	err := i.run(ctx, i.entry, i.values[:])
	var exit *sys.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 0 {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return c.stdout.Bytes(), nil
}
