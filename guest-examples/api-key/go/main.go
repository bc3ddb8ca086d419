// API key identification: the key in the tool's arguments belongs to an account, which an account service knows. What
// it said is kept for a while, so that it is not asked for each session.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	identify "github.com/whowasm/whowasm/sdk/go"
)

func init() { identify.Handle(whoIs) }

func main() {}

// accounts is the account service: see policy.yaml.
var accounts, _ = identify.Config("accounts")

// keep is how long an account is not asked about again.
const keep = time.Minute

type account struct {
	ID           string `json:"id"`
	Organization string `json:"organizationName"`
	Tier         string `json:"tier"`
	Usage        int    `json:"currentUsage"`
	Region       string `json:"region"`
}

func whoIs(req *identify.Request, _ *identify.Extra) (*identify.Identity, error) {
	key := req.Argument("apiKey")
	if key == "" {
		return nil, nil // an anonymous session
	}
	account, err := accountOf(key)
	if err != nil || account == nil {
		return nil, err
	}
	return &identify.Identity{
		UserID:   account.ID,
		UserName: account.Organization,
		UserData: map[string]any{"tier": account.Tier, "monthlyUsage": account.Usage, "region": account.Region},
	}, nil
}

// accountOf returns the account of a key, nil for none. The store holds a digest of the key, and not the key.
func accountOf(key string) (*account, error) {
	digest := sha256.Sum256([]byte(key))
	name := "account:" + hex.EncodeToString(digest[:])
	text, err := identify.KV.Get(name)
	if err != nil { // not there, or not any longer
		if text, err = ask(key); err != nil || text == nil {
			return nil, err
		}
		if err := identify.KV.Set(name, text, keep); err != nil {
			return nil, err
		}
	}
	account := new(account)
	return account, json.Unmarshal(text, account)
}

// ask asks the account service, which answers with status 404 for a key that it does not know.
func ask(key string) ([]byte, error) {
	got, err := identify.Fetch(&identify.HTTPRequest{URL: accounts, Headers: map[string]string{"x-api-key": key}})
	switch {
	case err != nil:
		return nil, err
	case got.Status == 404:
		return nil, nil
	case got.Status != 200 || !json.Valid(got.Body):
		return nil, fmt.Errorf("the account service answered with status %d", got.Status)
	}
	return got.Body, nil
}
