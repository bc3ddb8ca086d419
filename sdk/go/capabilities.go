package identify

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"
	"unsafe"

	"github.com/whowasm/whowasm/sdk"
)

// What a host answers that does not do what it was asked for. The errors of this package's functions wrap one of them.
var (
	// ErrNotPermitted is a capability that the module's policy does not grant, or does not grant for this: a host that it
	// does not name, a redirect to an address inside.
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

// askJSON is ask with JSON objects both ways. Numbers become a json.Number.
func askJSON(function func(unsafe.Pointer, uint32) int64, in map[string]any) (answer map[string]any, err error) {
	text, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	out, err := ask(function, text)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.UseNumber()
	return answer, decoder.Decode(&answer)
}

// Log writes a record to the host's log, which knows the module and the time: level is one of package sdk, such as
// sdk.LevelWarn. The host drops what is more than the policy allows, and removes the caller's credentials. Programs
// that want log/slog use package identifylog.
func Log(level int, message string) {
	hostLog(uint32(level), unsafe.Pointer(unsafe.StringData(message)), uint32(len(message)))
}

// Config returns a value that the module's policy configures. It may be called from an init function: what it returns
// there is part of the state from which every call starts.
func Config(name string) (string, error) {
	value, err := ask(hostConfigGet, []byte(name))
	return string(value), err
}

// A Store keeps values from one call to the next, though each begins in a fresh sandbox. All callers share it, so a key
// should have in it whose value it is. See [KV].
type Store struct{}

// KV is the module's store.
var KV Store

// Get returns a stored value. The error is ErrNotFound for one that is not there, or not any longer.
func (Store) Get(key string) ([]byte, error) { return ask(hostKVGet, []byte(key)) }

// Set stores a value. It is kept for ttl and at most as long as the policy allows; 0 means as long as that. Nil removes
// the key.
func (Store) Set(key string, value []byte, ttl time.Duration) error {
	code := hostKVSet(unsafe.Pointer(unsafe.StringData(key)), uint32(len(key)), unsafe.Pointer(unsafe.SliceData(value)),
		uint32(len(value)), ttl.Milliseconds())
	if code < 0 {
		return hostError(int64(code))
	}
	return nil
}

// A Token is a token that was verified.
type Token struct {
	Issuer   string
	Subject  string
	Audience []string
	// ExpiresAt is in seconds since the Unix epoch.
	ExpiresAt int64
	// Claims are all of the token's. Numbers are of type json.Number: an id may have more digits than a float64.
	Claims map[string]any
}

// VerifyJWT has the host verify a token: that an issuer which the policy names signed it for one of its audiences, and
// that it is valid now. The error is ErrRejected for one that is not good, and ErrUnavailable where the issuer's keys
// are not to be had.
func VerifyJWT(token string) (*Token, error) {
	answer, err := askJSON(hostJWTVerify, map[string]any{"token": token})
	if err != nil {
		return nil, err
	}
	verified := &Token{Issuer: textOf(answer["issuer"]), Subject: textOf(answer["subject"])}
	verified.Claims, _ = answer["claims"].(map[string]any)
	if expires, ok := answer["expiresAt"].(json.Number); ok {
		verified.ExpiresAt, _ = expires.Int64()
	}
	audience, _ := answer["audience"].([]any)
	for _, one := range audience {
		verified.Audience = append(verified.Audience, textOf(one))
	}
	return verified, nil
}

// textOf returns a text, "" for anything else.
func textOf(value any) string {
	text, _ := value.(string)
	return text
}

// An HTTPRequest is sent by the host. Programs that want net/http use package identifyhttp, which makes a module larger
// by some megabytes.
type HTTPRequest struct {
	// Method is GET if it is empty.
	Method  string
	URL     string
	Headers map[string]string
	Body    []byte
}

// An HTTPResponse is what came back, with any status.
type HTTPResponse struct {
	Status int
	// Headers has the names in lower case. Several values of a name are joined by ", ".
	Headers map[string]string
	Body    []byte
}

// Fetch has the host send a request that the module's policy allows. It returns no later than the call's time ends.
func Fetch(request *HTTPRequest) (*HTTPResponse, error) {
	headers := make(map[string]any, len(request.Headers))
	for name, value := range request.Headers {
		headers[name] = value
	}
	in := map[string]any{"method": request.Method, "url": request.URL, "headers": headers}
	if len(request.Body) > 0 {
		in["bodyBase64"] = base64.StdEncoding.EncodeToString(request.Body)
	}
	answer, err := askJSON(hostHTTPSend, in)
	if err != nil {
		return nil, err
	}
	response := &HTTPResponse{Headers: make(map[string]string), Body: []byte(textOf(answer["body"]))}
	if status, ok := answer["status"].(json.Number); ok {
		code, _ := status.Int64()
		response.Status = int(code)
	}
	got, _ := answer["headers"].(map[string]any)
	for name, value := range got {
		response.Headers[name] = textOf(value)
	}
	if encoded := textOf(answer["bodyBase64"]); encoded != "" {
		response.Body, err = base64.StdEncoding.DecodeString(encoded)
	}
	return response, err
}

// message is what goes to the client.
func message(method string, params any) map[string]any {
	m := map[string]any{"method": method}
	if params != nil {
		m["params"] = params
	}
	return m
}

// SendNotification sends the client of the call a notification, such as "notifications/message". The policy has to name
// the method; the error is ErrUnavailable where the connection or the protocol does not take it.
func SendNotification(method string, params any) error {
	text, err := json.Marshal(message(method, params))
	if err != nil {
		return err
	}
	if code := pass(hostNotify, text); code < 0 {
		return hostError(int64(code))
	}
	return nil
}

// SendRequest sends the client of the call a request, such as "roots/list", and reads its result, unless that is nil.
// See [SendNotification].
func SendRequest(method string, params, result any) error {
	text, err := json.Marshal(message(method, params))
	if err != nil {
		return err
	}
	out, err := ask(hostRequest, text)
	if err != nil || result == nil {
		return err
	}
	return json.Unmarshal(out, result)
}

// Context returns a context that ends with the call: when its time is over, or its caller has gone. Err looks at the
// caller each time; Done is closed by the time alone.
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
