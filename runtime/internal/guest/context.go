package guest

import (
	"context"

	"github.com/whowasm/whowasm/runtime/capability"
)

// peerKey is the context key of a capability.Peer.
type peerKey struct{}

// WithPeer returns a context with the client of a call.
func WithPeer(ctx context.Context, peer capability.Peer) context.Context {
	return context.WithValue(ctx, peerKey{}, peer)
}

func peerFrom(ctx context.Context) capability.Peer {
	peer, _ := ctx.Value(peerKey{}).(capability.Peer)
	return peer
}

// logKey is the context key of attributes for the log.
type logKey struct{}

// WithLogAttributes returns a context whose attributes stand in every record that a guest writes.
func WithLogAttributes(ctx context.Context, attributes ...any) context.Context {
	return context.WithValue(ctx, logKey{}, attributes)
}

// callKey is the context key of the call that a guest runs in.
type callKey struct{}

// callOf returns the call that a function of the host is called in.
func callOf(ctx context.Context) *Call { return ctx.Value(callKey{}).(*Call) }
