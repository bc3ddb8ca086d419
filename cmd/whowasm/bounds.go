package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host/front"
)

// boundFlags are the flags that become the bounds of an HTTP server.
type boundFlags struct{ front.Bounds }

func (b *boundFlags) register(cmd *cobra.Command) {
	b.Bounds = front.Default
	flags := cmd.Flags()
	flags.IntVar(&b.Sessions, "max-sessions", b.Sessions,
		"sessions at once; for one more an idle one ends, that of an unknown caller first")
	flags.DurationVar(&b.SessionIdle, "session-idle", b.SessionIdle, "end a session this long after its last message")
	flags.IntVar(&b.Connections, "max-connections", b.Connections,
		"connections at once; half of them may be event streams, of which the oldest ends for one more")
	flags.DurationVar(&b.Transfer, "transfer-timeout", b.Transfer,
		"time for a request's body, and for a client to take a piece of an answer")
	flags.DurationVar(&b.Drain, "drain", b.Drain, "time for running calls to end when the server is told to")
}

// check says which flag is wrong. A bound of zero would be the default's.
func (b *boundFlags) check() error {
	return cmp.Or(
		atLeast("--max-sessions", b.Sessions, 1),
		atLeast("--session-idle", b.SessionIdle, time.Millisecond),
		atLeast("--max-connections", b.Connections, 2),
		atLeast("--transfer-timeout", b.Transfer, time.Millisecond),
		atLeast("--drain", b.Drain, time.Millisecond),
	)
}

func atLeast[T int | time.Duration](flag string, value, least T) error {
	if value < least {
		return fmt.Errorf("%s %v: want at least %v", flag, value, least)
	}
	return nil
}
