// Error handling: when the look-up fails, the session goes on anonymously and the reason goes to the log.
package main

import (
	"errors"
	"log"

	identify "github.com/whowasm/whowasm/sdk/go"
)

func init() { identify.Handle(whoIs) }

func main() {}

func whoIs(req *identify.Request, extra *identify.Extra) (*identify.Identity, error) {
	user, err := fetchUser(req.Argument("userId"))
	if err != nil {
		log.Printf("user identification failed: %v", err) // standard error reaches the host's log
		return nil, nil                                   // nil goes on with anonymous tracking
	}
	return &identify.Identity{UserID: user.id, UserName: user.name}, nil
}

type user struct{ id, name string }

// fetchUser stands for a user service that can fail.
func fetchUser(id string) (user, error) {
	switch id {
	case "u-1":
		return user{"u-1", "Alice"}, nil
	case "":
		return user{}, errors.New("the call names no user")
	default:
		return user{}, errors.New("user service: 503 service unavailable")
	}
}
