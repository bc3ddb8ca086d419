package host

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host/internal/credential"
)

// ErrState is the error of [Open] for a state that was not sealed for this caller and this request, or too long ago.
var ErrState = errors.New("the state was not sealed for this caller and this request, or it is too old")

// ErrNobody is the error of [Seal] and [Open] where the caller is not identified: nobody could be told from others.
var ErrNobody = errors.New("a state is sealed for an identified caller, and this call's is not")

// Seal encrypts what a handler wants to have back as requestState (protocol 2026-07-28), so that only the caller of ctx
// can bring it back, to the same tool, prompt or resource, within [Options.StateTTL]. The client cannot read or change
// it. It can bring it back more than once. The context is a handler's; Seal is safe for use by several goroutines.
func Seal(ctx context.Context, state []byte) (string, error) {
	c, err := sealing(ctx)
	if err != nil {
		return "", err
	}
	aead, err := c.tracker.keys.forStates()
	if err != nil {
		return "", err
	}
	text := binary.BigEndian.AppendUint64(nil, uint64(time.Now().UnixMilli()))
	sealed := aead.Seal(nil, nil, append(text, state...), c.binding())
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// Open returns what [Seal] was given. Its errors are [ErrState] and [ErrNobody].
func Open(ctx context.Context, sealed string) ([]byte, error) {
	c, err := sealing(ctx)
	if err != nil {
		return nil, err
	}
	aead, err := c.tracker.keys.forStates()
	if err != nil {
		return nil, err
	}
	encrypted, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil {
		return nil, ErrState
	}
	text, err := aead.Open(nil, nil, encrypted, c.binding())
	if err != nil || len(text) < 8 {
		return nil, ErrState
	}
	age := time.Since(time.UnixMilli(int64(binary.BigEndian.Uint64(text))))
	if age > c.tracker.options.StateTTL {
		return nil, ErrState
	}
	return text[8:], nil
}

// sealing returns the call of a context, if its caller is identified.
func sealing(ctx context.Context) (*callContext, error) {
	if _, ok := IdentityFrom(ctx); !ok {
		return nil, ErrNobody
	}
	return callFrom(ctx), nil
}

// forStates returns the cipher of states. It makes a random nonce for each: 2^32 states of one key are safe.
// Source: NIST SP 800-38D, section 8.3.
func (k keys) forStates() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.state)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// binding is what a state belongs to: the user, and what the request is for.
func (c *callContext) binding() []byte {
	kind, name := purpose(c.req)
	b := credential.AppendField(nil, c.outcome.Identity.UserID)
	return credential.AppendField(credential.AppendField(b, kind), name)
}

// purpose says what a request is for, of those that can be answered with a question.
func purpose(req mcp.Request) (kind, name string) {
	switch req := req.(type) {
	case *mcp.CallToolRequest:
		return "tool", req.Params.Name
	case *mcp.GetPromptRequest:
		return "prompt", req.Params.Name
	case *mcp.ReadResourceRequest:
		return "resource", req.Params.URI
	}
	return "", ""
}
