// Error handling: when the look-up fails, the session goes on anonymously and the reason goes to the log. A failure
// that is returned as an error is the host's to decide about instead, and asked about again after a pause.
package main

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/whowasm/whowasm/sdk"
	identify "github.com/whowasm/whowasm/sdk/go"
)

func init() { identify.Handle(whoIs) }

func main() {}

// users is the user service: see policy.yaml.
var users, _ = identify.Config("users")

func whoIs(req *identify.Request, _ *identify.Extra) (*identify.Identity, error) {
	user, err := fetchUser(req.Argument("userId"))
	if err != nil {
		identify.Log(sdk.LevelError, fmt.Sprintf("user identification failed: %v", err))
		return nil, nil // nil goes on with anonymous tracking
	}
	return &identify.Identity{UserID: user.ID, UserName: user.Name}, nil
}

type user struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func fetchUser(id string) (user user, err error) {
	got, err := identify.Fetch(&identify.HTTPRequest{URL: users + url.PathEscape(id)})
	if err != nil {
		return user, err
	}
	if got.Status != 200 {
		return user, fmt.Errorf("user service: status %d", got.Status)
	}
	return user, json.Unmarshal(got.Body, &user)
}
