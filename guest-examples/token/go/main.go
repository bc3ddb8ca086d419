// Token-based authentication: the token comes in the tool's arguments or from MCP's own authentication, and
// says who the user is.
package main

import identify "github.com/whowasm/whowasm/sdk/go"

func init() { identify.Handle(whoIs) }

func main() {}

type user struct{ id, email, role, organization string }

// users stands for a user database.
var users = map[string]user{
	"tok-alice-5f2c": {"u-1", "alice@example.com", "admin", "acme"},
	"tok-bob-91d7":   {"u-2", "bob@example.com", "member", "globex"},
}

func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	token := req.Argument("token")
	if token == "" && extra.AuthInfo != nil {
		token = extra.AuthInfo.Token
	}
	user, ok := users[token]
	if !ok {
		return nil, nil // an anonymous session
	}
	return &identify.Identity{
		UserID:   user.id,
		UserName: user.email,
		UserData: map[string]any{"role": user.role, "organization": user.organization},
	}, nil
}
