// MCP authentication: the server has verified a bearer token (authInfo), and the issuer's userinfo endpoint says whose
// it is.
package main

import (
	"encoding/json"
	"fmt"
	"slices"

	identify "github.com/whowasm/whowasm/sdk/go"
)

func init() { identify.Handle(whoIs) }

func main() {}

// userinfo is the issuer's endpoint: see policy.yaml.
var userinfo, _ = identify.Config("userinfo")

func whoIs(_ *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	if extra.AuthInfo == nil || extra.AuthInfo.Token == "" || !slices.Contains(extra.AuthInfo.Scopes, "read") {
		return nil, nil // an anonymous session
	}
	got, err := identify.Fetch(&identify.HTTPRequest{URL: userinfo, Headers: map[string]string{"authorization": "Bearer " +
		extra.AuthInfo.Token}})
	if err != nil {
		return nil, err
	}
	var user struct {
		Subject string `json:"sub"`
		Email   string `json:"email"`
	}
	if err := json.Unmarshal(got.Body, &user); err != nil || got.Status != 200 || user.Subject == "" {
		return nil, fmt.Errorf("userinfo answered with status %d", got.Status)
	}
	return &identify.Identity{
		UserID:   user.Subject,
		UserName: user.Email,
		UserData: map[string]any{"authProvider": "mcp", "scopes": extra.AuthInfo.Scopes},
	}, nil
}
