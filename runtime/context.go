package runtime

import (
	"context"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/internal/guest"
)

// WithPeer returns a context for [Module.Identify] with the client of the call, for modules that may speak with it
// (capability.Policy.Notify and Request). Without one they are told that the client does not take the method.
func WithPeer(ctx context.Context, peer capability.Peer) context.Context {
	return guest.WithPeer(ctx, peer)
}

// WithLogAttributes returns a context for [Module.Identify] whose attributes, given as for [slog.Logger.With], stand in
// every record that the guest writes.
func WithLogAttributes(ctx context.Context, attributes ...any) context.Context {
	return guest.WithLogAttributes(ctx, attributes...)
}
