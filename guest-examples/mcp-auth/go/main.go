// MCP authentication: the server has verified a bearer token, and identify reads it from authInfo.
package main

import identify "github.com/whowasm/whowasm/sdk/go"

func init() { identify.Handle(whoIs) }

func main() {}

type user struct{ id, email string }

// users stands for what the authorization server knows.
var users = map[string]user{
	"mcp-carol-3e10": {"u-3", "carol@example.com"},
	"mcp-dave-c4f9":  {"u-4", "dave@example.com"},
}

func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	if extra.AuthInfo == nil {
		return nil, nil // an anonymous session
	}
	user, ok := users[extra.AuthInfo.Token]
	if !ok {
		return nil, nil
	}
	return &identify.Identity{
		UserID:   user.id,
		UserName: user.email,
		UserData: map[string]any{"authProvider": "mcp", "scopes": extra.AuthInfo.Scopes},
	}, nil
}
