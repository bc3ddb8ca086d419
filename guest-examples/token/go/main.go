// Token-based authentication: the token comes in the tool's arguments or from MCP's own authentication. A signed token
// is verified against the issuer's keys; any other one is shown to the issuer's introspection endpoint (RFC 7662).
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	identify "github.com/whowasm/whowasm/sdk/go"
)

func init() { identify.Handle(whoIs) }

func main() {}

// introspection is the issuer's endpoint: see policy.yaml.
var introspection, _ = identify.Config("introspection")

func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	token := req.Argument("token")
	if token == "" && extra.AuthInfo != nil {
		token = extra.AuthInfo.Token
	}
	if token == "" {
		return nil, nil // an anonymous session
	}
	user, err := validate(token)
	if err != nil || user == nil {
		return nil, err
	}
	return &identify.Identity{
		UserID:   user.Subject,
		UserName: user.Email,
		UserData: map[string]any{"role": user.Role, "organization": user.Organization},
	}, nil
}

// A user is what the issuer says of a token's owner.
type user struct {
	Active       bool   `json:"active"` // of introspection
	Subject      string `json:"sub"`
	Email        string `json:"email"`
	Role         string `json:"role"`
	Organization string `json:"org"`
}

// validate returns whose token it is, nil for one that is not good.
func validate(token string) (*user, error) {
	if strings.Count(token, ".") == 2 {
		return verify(token)
	}
	return introspect(token)
}

func verify(token string) (*user, error) {
	verified, err := identify.VerifyJWT(token)
	if errors.Is(err, identify.ErrRejected) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	claim := func(name string) string {
		text, _ := verified.Claims[name].(string)
		return text
	}
	return &user{Subject: verified.Subject, Email: claim("email"), Role: claim("role"), Organization: claim("org")}, nil
}

func introspect(token string) (*user, error) {
	got, err := identify.Fetch(&identify.HTTPRequest{
		Method:  "POST",
		URL:     introspection,
		Headers: map[string]string{"content-type": "application/x-www-form-urlencoded"},
		Body:    []byte(url.Values{"token": {token}}.Encode()),
	})
	if err != nil {
		return nil, err
	}
	user := new(user)
	if err := json.Unmarshal(got.Body, user); err != nil || got.Status != 200 {
		return nil, fmt.Errorf("introspection answered with status %d", got.Status)
	}
	if !user.Active || user.Subject == "" {
		return nil, nil
	}
	return user, nil
}
