// API key identification: the key in the tool's arguments belongs to an account.
package main

import identify "github.com/whowasm/whowasm/sdk/go"

func init() { identify.Handle(whoIs) }

func main() {}

type account struct {
	id, organization, tier, region string
	usage                          int
}

// accounts stands for an account service.
var accounts = map[string]account{
	"key-acme-77aa":   {"acct-1", "Acme Corp", "enterprise", "eu-west", 120},
	"key-globex-08be": {"acct-2", "Globex", "free", "us-east", 3},
}

func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	account, ok := accounts[req.Argument("apiKey")]
	if !ok {
		return nil, nil // an anonymous session
	}
	return &identify.Identity{
		UserID:   account.id,
		UserName: account.organization,
		UserData: map[string]any{"tier": account.tier, "monthlyUsage": account.usage, "region": account.region},
	}, nil
}
