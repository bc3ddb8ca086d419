package runtime

import (
	"context"

	"github.com/whowasm/whowasm/runtime/capability"
)

// peerKey is the context key of a capability.Peer.
type peerKey struct{}

// WithPeer returns a context for [Module.Identify] with the client of the call, for modules that may speak with it
// (capability.Policy.Notify and Request). Without one they are told that the client does not take the method.
func WithPeer(ctx context.Context, peer capability.Peer) context.Context {
	return context.WithValue(ctx, peerKey{}, peer)
}

// logKey is the context key of attributes for the log.
type logKey struct{}

// WithLogAttributes returns a context for [Module.Identify] whose attributes, given as for [slog.Logger.With], stand in every record
// that the guest writes.
func WithLogAttributes(ctx context.Context, attributes ...any) context.Context {
	return context.WithValue(ctx, logKey{}, attributes)
}

func peerFrom(ctx context.Context) capability.Peer {
	peer, _ := ctx.Value(peerKey{}).(capability.Peer)
	return peer
}
