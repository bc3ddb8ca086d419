package identify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"
	"unsafe"

	"github.com/whowasm/whowasm/sdk"
)

// What a host answers that does not do what it was asked for. The errors of this package's functions wrap one of them.
var (
	// ErrNotPermitted is a capability that the module's policy does not grant, or does not grant for this: a host that it does
	// not name, a redirect to an address inside.
	ErrNotPermitted = errors.New("not permitted")
	// ErrInvalid is a request that is not as the contract has it.
	ErrInvalid = errors.New("invalid")
	// ErrLimit is more than the policy allows.
	ErrLimit = errors.New("limit reached")
	// ErrNotFound is a name or a key without a value.
	ErrNotFound = errors.New("not found")
	// ErrUnavailable is a service, or a client, that did not answer.
	ErrUnavailable = errors.New("unavailable")
	// ErrRejected is a token that is not good.
	ErrRejected = errors.New("rejected")
)

var errorsOfCodes = map[int64]error{
	sdk.CodeNotPermitted: ErrNotPermitted,
	sdk.CodeInvalid:      ErrInvalid,
	sdk.CodeLimit:        ErrLimit,
	sdk.CodeNotFound:     ErrNotFound,
	sdk.CodeUnavailable:  ErrUnavailable,
	sdk.CodeRejected:     ErrRejected,
}

// A HostError is why the host did not do what it was asked for.
type HostError struct {
	// Kind is one of the errors above.
	Kind error
	// Reason is the host's sentence, "" where it has none.
	Reason string
}

func (e *HostError) Error() string {
	if e.Reason == "" {
		return e.Kind.Error()
	}
	return e.Kind.Error() + ": " + e.Reason
}

// Unwrap returns the kind.
func (e *HostError) Unwrap() error { return e.Kind }

// pass gives bytes to a host function.
func pass[N int32 | int64](function func(unsafe.Pointer, uint32) N, in []byte) N {
	return function(unsafe.Pointer(unsafe.SliceData(in)), uint32(len(in)))
}

// ask gives a host function bytes, and reads what it answers.
func ask(function func(unsafe.Pointer, uint32) int64, in []byte) ([]byte, error) {
	n := pass(function, in)
	if n < 0 {
		return nil, hostError(n)
	}
	out := make([]byte, n)
	pass(hostRead, out)
	return out, nil
}

// hostError reads the reason that the host left with a code.
func hostError(code int64) error {
	reason := make([]byte, 1024)
	n := max(pass(hostRead, reason), 0)
	kind, ok := errorsOfCodes[code]
	if !ok {
		kind = ErrUnavailable
	}
	return &HostError{kind, string(reason[:n])}
}

// askJSON is ask with JSON both ways. An answer of nil is not read. Numbers of no type become a json.Number.
func askJSON(function func(unsafe.Pointer, uint32) int64, in, answer any) error {
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	out, err := ask(function, text)
	if err != nil || answer == nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.UseNumber()
	return decoder.Decode(answer)
}

// Log writes a record to the host's log, which knows the module and the time: level is one of package sdk, such as
// sdk.LevelWarn. The host drops what is more than the policy allows, and removes the caller's credentials. Programs that
// want log/slog use package identifylog.
func Log(level int, message string) {
	hostLog(uint32(level), unsafe.Pointer(unsafe.StringData(message)), uint32(len(message)))
}

// Config returns a value that the module's policy configures. It may be called from an init function: what it returns there
// is part of the state from which every call starts.
func Config(name string) (string, error) {
	value, err := ask(hostConfigGet, []byte(name))
	return string(value), err
}

// A Store keeps values from one call to the next, though each begins in a fresh sandbox. All callers share it, so a key should
// have in it whose value it is. See [KV].
type Store struct{}

// KV is the module's store.
var KV Store

// Get returns a stored value. The error is ErrNotFound for one that is not there, or not any longer.
func (Store) Get(key string) ([]byte, error) { return ask(hostKVGet, []byte(key)) }

// Set stores a value. It is kept for ttl and at most as long as the policy allows; 0 means as long as that. Nil removes the key.
func (Store) Set(key string, value []byte, ttl time.Duration) error {
	code := hostKVSet(unsafe.Pointer(unsafe.StringData(key)), uint32(len(key)), unsafe.Pointer(unsafe.SliceData(value)), uint32(len(value)), ttl.Milliseconds())
	if code < 0 {
		return hostError(int64(code))
	}
	return nil
}

// A Token is a token that was verified.
type Token struct {
	Issuer   string   `json:"issuer"`
	Subject  string   `json:"subject"`
	Audience []string `json:"audience"`
	// ExpiresAt is in seconds since the Unix epoch.
	ExpiresAt int64 `json:"expiresAt"`
	// Claims are all of the token's. Numbers are of type json.Number: an id may have more digits than a float64.
	Claims map[string]any `json:"claims"`
}

// VerifyJWT has the host verify a token: that an issuer which the policy names signed it for one of its audiences, and that it
// is valid now. The error is ErrRejected for one that is not good, and ErrUnavailable where the issuer's keys are not to be had.
func VerifyJWT(token string) (*Token, error) {
	verified := new(Token)
	if err := askJSON(hostJWTVerify, map[string]string{"token": token}, verified); err != nil {
		return nil, err
	}
	return verified, nil
}

// An HTTPRequest is sent by the host. Programs that want net/http use package identifyhttp, which makes a module larger by
// some megabytes.
type HTTPRequest struct {
	// Method is GET if it is empty.
	Method  string            `json:"method,omitempty"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    []byte            `json:"bodyBase64,omitempty"`
}

// An HTTPResponse is what came back, with any status.
type HTTPResponse struct {
	Status int `json:"status"`
	// Headers has the names in lower case. Several values of a name are joined by ", ".
	Headers map[string]string `json:"headers"`
	Body    []byte            `json:"-"`
}

// Fetch has the host send a request that the module's policy allows. It returns no later than the call's time ends.
func Fetch(request *HTTPRequest) (*HTTPResponse, error) {
	var answer struct {
		HTTPResponse
		Text  string `json:"body"`
		Bytes []byte `json:"bodyBase64"`
	}
	if err := askJSON(hostHTTPSend, request, &answer); err != nil {
		return nil, err
	}
	answer.Body = answer.Bytes
	if answer.Text != "" {
		answer.Body = []byte(answer.Text)
	}
	return &answer.HTTPResponse, nil
}

// message is what goes to the client.
type message struct {
	Method string `json:"method"`
	Params any    `json:"params,omitempty"`
}

// SendNotification sends the client of the call a notification, such as "notifications/message". The policy has to name the
// method; the error is ErrUnavailable where the connection or the protocol does not take it.
func SendNotification(method string, params any) error {
	text, err := json.Marshal(message{method, params})
	if err != nil {
		return err
	}
	if code := pass(hostNotify, text); code < 0 {
		return hostError(int64(code))
	}
	return nil
}

// SendRequest sends the client of the call a request, such as "roots/list", and reads its result. See [SendNotification].
func SendRequest(method string, params, result any) error {
	return askJSON(hostRequest, message{method, params}, result)
}

// Context returns a context that ends with the call: when its time is over, or its caller has gone. Err looks at the caller
// each time; Done is closed by the time alone.
func Context() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(hostDeadline())*time.Millisecond)
	return callContext{ctx}, cancel
}

type callContext struct{ context.Context }

func (c callContext) Err() error {
	if err := c.Context.Err(); err != nil {
		return err
	}
	if hostAborted() != 0 {
		return context.Canceled
	}
	return nil
}
