//lint:file-ignore SA1019 what protocol 2026-07-28 deprecates is documented, and works with earlier versions

package host

import (
	"context"
	"encoding/json"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/runtime/capability"
)

// A peer is the client of a session, for a module whose policy lets it speak with it: the documented sendNotification
// and sendRequest. Whether the connection and the protocol allow a method, the Go SDK decides.
type peer struct{ session *mcp.ServerSession }

// Notify implements capability.Peer.
func (p peer) Notify(ctx context.Context, method string, params json.RawMessage) error {
	switch method {
	case "notifications/message":
		return with(params, func(params *mcp.LoggingMessageParams) error { return p.session.Log(ctx, params) })
	case "notifications/progress":
		return with(params, func(params *mcp.ProgressNotificationParams) error {
			return p.session.NotifyProgress(ctx, params)
		})
	}
	return capability.ErrNoPeer
}

// Request implements capability.Peer.
func (p peer) Request(ctx context.Context, method string, params json.RawMessage) (result json.RawMessage, err error) {
	switch method {
	case "ping":
		return json.RawMessage("{}"), with(params, func(params *mcp.PingParams) error { return p.session.Ping(ctx, params) })
	case "roots/list":
		return request(ctx, params, p.session.ListRoots)
	case "sampling/createMessage":
		return request(ctx, params, p.session.CreateMessage)
	case "elicitation/create":
		return request(ctx, params, p.session.Elicit)
	}
	return nil, capability.ErrNoPeer
}

// with reads parameters and uses them.
func with[P any](text json.RawMessage, use func(*P) error) error {
	params := new(P)
	if len(text) > 0 {
		if err := json.Unmarshal(text, params); err != nil {
			return err
		}
	}
	return use(params)
}

// request reads parameters, sends them and writes the result.
func request[P, R any](ctx context.Context, text json.RawMessage, send func(context.Context, *P) (*R, error)) (
	result json.RawMessage, err error,
) {
	err = with(text, func(params *P) error {
		answer, err := send(ctx, params)
		if err != nil {
			return err
		}
		result, err = json.Marshal(answer)
		return err
	})
	return result, err
}
