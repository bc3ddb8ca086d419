// The module that `whowasm demo` and `whowasm serve` use when none is named. It knows one caller of each
// documented kind: a token or an API key in the tool's arguments, and a bearer token that the server has
// verified. A credential that it does not know is a failure, no credential an anonymous session.
package main

import (
	"errors"

	identify "github.com/whowasm/whowasm/sdk/go"
)

func init() { identify.Handle(whoIs) }

func main() {}

var (
	byToken = map[string]identify.Identity{
		"tok-alice-5f2c": {UserID: "u-alice", UserName: "alice@example.com", UserData: map[string]any{"role": "admin",
			"organization": "acme"}},
	}
	byKey = map[string]identify.Identity{
		"key-acme-77aa": {UserID: "acct-acme", UserName: "Acme Corp", UserData: map[string]any{"tier": "enterprise",
			"region": "eu-west"}},
	}
	byBearer = map[string]identify.Identity{
		"mcp-carol-3e10": {UserID: "u-carol", UserName: "carol@example.com", UserData: map[string]any{"authProvider": "mcp"}},
	}
)

func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	if token := req.Argument("token"); token != "" {
		return find(byToken, token, "unknown token")
	}
	if key := req.Argument("apiKey"); key != "" {
		return find(byKey, key, "unknown API key")
	}
	if extra.AuthInfo != nil {
		return find(byBearer, extra.AuthInfo.Token, "unknown bearer token")
	}
	return nil, nil
}

func find(users map[string]identify.Identity, credential, otherwise string) (*identify.Identity, error) {
	user, ok := users[credential]
	if !ok {
		return nil, errors.New(otherwise)
	}
	return &user, nil
}
