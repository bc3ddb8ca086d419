// A guest that does with its capabilities what the tool's arguments ask for, and answers what came of it.
package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"strings"
	"time"

	identify "github.com/whowasm/whowasm/sdk/go"
	"github.com/whowasm/whowasm/sdk/go/identifyhttp"
	"github.com/whowasm/whowasm/sdk/go/identifylog"
)

// atStart is what a module has while it is initialised.
var atStart, atStartErr = identify.Config("region")

func init() {
	slog.SetDefault(slog.New(identifylog.NewHandler()))
	if _, err := identify.KV.Get("k"); !errors.Is(err, identify.ErrNotPermitted) {
		panic("initialisation has more than its configuration")
	}
	identify.Handle(whoIs)
}

func main() {}

func whoIs(req *identify.Request, _ *identify.Extra) (*identify.Identity, error) {
	value, err := do(req.Argument("do"), req.Argument("with"))
	data := map[string]any{"value": value}
	if err != nil {
		data["error"] = err.Error()
		var host *identify.HostError
		if errors.As(err, &host) {
			data["kind"] = host.Kind.Error()
		}
	}
	return &identify.Identity{UserID: "u", UserData: data}, nil
}

// repeats is how often "repeat" does what it is told, to be measured.
const repeats = 30

func do(what, with string) (any, error) {
	switch what {
	case "repeat":
		what, with, _ = strings.Cut(with, " ")
		for range repeats {
			if _, err := do(what, with); err != nil {
				return nil, err
			}
		}
		return nil, nil
	case "nothing":
		return nil, nil
	case "deadline":
		_, cancel := identify.Context()
		cancel()
		return nil, nil
	case "jwt-here":
		return verifyHere(with)
	case "start":
		return atStart, atStartErr
	case "config":
		return identify.Config(with)
	case "get":
		value, err := identify.KV.Get(with)
		return string(value), err
	case "set":
		key, value, _ := strings.Cut(with, "=")
		return nil, identify.KV.Set(key, []byte(value), time.Minute)
	case "fetch":
		got, err := identify.Fetch(&identify.HTTPRequest{URL: with, Headers: map[string]string{"accept": "text/plain"}})
		if err != nil {
			return nil, err
		}
		return map[string]any{"status": got.Status, "body": string(got.Body), "type": got.Headers["content-type"]}, nil
	case "net/http":
		client := &http.Client{Transport: identifyhttp.Transport{}}
		resp, err := client.Post(with, "text/plain", strings.NewReader("\xff a body"))
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(resp.Body)
		return map[string]any{"status": resp.Status, "length": len(body), "type": resp.Header.Get("Content-Type")}, err
	case "jwt":
		token, err := identify.VerifyJWT(with)
		if err != nil {
			return nil, err
		}
		return token.Subject, nil
	case "log":
		slog.With("user", "u-1").WithGroup("look-up").Warn(with, "tries", 3)
		return nil, nil
	case "notify":
		return nil, identify.SendNotification(with, map[string]any{"level": "info", "data": "hello"})
	case "request":
		var result any
		err := identify.SendRequest(with, map[string]any{}, &result)
		return result, err
	case "wait":
		ctx, cancel := identify.Context()
		defer cancel()
		for ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		return "unreachable: the host stops the guest first", nil
	}
	return nil, errors.New("unknown")
}

// verifyHere does in the guest what identify.VerifyJWT has the host do: it is given a modulus and a token.
func verifyHere(with string) (any, error) {
	modulus, token, _ := strings.Cut(with, " ")
	n, err := base64.RawURLEncoding.DecodeString(modulus)
	if err != nil {
		return nil, err
	}
	at := strings.LastIndex(token, ".")
	signature, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256([]byte(token[:at]))
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature); err != nil {
		return nil, err
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		return nil, err
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		return nil, err
	}
	if expires, ok := claims["exp"].(float64); !ok || time.Now().Unix() > int64(expires) || claims["iss"] != "i" ||
		claims["aud"] != "a" {
		return nil, errors.New("not valid")
	}
	return claims["sub"], nil
}
