package capability

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/whowasm/whowasm/sdk"
)

// A Peer is the client of a call, as far as a guest may speak with it.
type Peer interface {
	// Notify sends a notification. It returns ErrNoPeer where the connection or the protocol does not have it.
	Notify(ctx context.Context, method string, params json.RawMessage) error
	// Request sends a request and returns the client's result. It returns ErrNoPeer where the connection or the
	// protocol does not have it.
	Request(ctx context.Context, method string, params json.RawMessage) (json.RawMessage, error)
}

// ErrNoPeer is a method that the client of this call cannot be sent.
var ErrNoPeer = errors.New("the client, its connection or its version of the protocol does not take this method")

// What one call may send its client.
const (
	maxMessages     = 32
	maxMessageBytes = 256 << 10
)

// message is what a guest wants to be sent.
type message struct {
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

// Notify sends the client a notification.
func (c *Call) Notify(ctx context.Context, text []byte) error {
	m, err := c.message(text, c.set.notify, "notify")
	if err != nil {
		return err
	}
	return peerError(ctx, c.peer.Notify(ctx, m.Method, m.Params))
}

// Request sends the client a request and answers its result.
func (c *Call) Request(ctx context.Context, text []byte) ([]byte, error) {
	m, err := c.message(text, c.set.request, "request")
	if err != nil {
		return nil, err
	}
	result, err := c.peer.Request(ctx, m.Method, m.Params)
	return result, peerError(ctx, err)
}

func (c *Call) message(text []byte, allowed []string, capability string) (m message, err error) {
	if len(allowed) == 0 {
		return m, notPermitted(capability)
	}
	if err := readStrictly(text, maxMessageBytes, &m); err != nil {
		return m, err
	}
	if c.messages >= maxMessages {
		return m, &Error{sdk.CodeLimit, fmt.Sprintf("more than %d messages in a call", maxMessages)}
	}
	c.messages++
	if !slices.Contains(allowed, m.Method) {
		return m, &Error{sdk.CodeNotPermitted, "the module's policy does not name this method"}
	}
	if c.peer == nil {
		return m, &Error{sdk.CodeUnavailable, ErrNoPeer.Error()}
	}
	return m, nil
}

// peerError hides what the client said of an error: it may be meant for others.
func peerError(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrNoPeer):
		return &Error{sdk.CodeUnavailable, ErrNoPeer.Error()}
	}
	return &Error{sdk.CodeUnavailable, "the client answered with an error, or not at all"}
}
