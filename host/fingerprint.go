package host

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/tidwall/gjson"
)

// A fingerprint tells credentials apart without keeping them: a keyed hash of everything that counts as a
// credential, with a random key of the process. The zero value stands for no credential at all.
type fingerprint [16]byte

// A fingerprinter takes the fingerprints of calls.
//
// The hash is the authentication tag of AES-GCM over the credential (GMAC) with one nonce. Two different
// credentials of n bytes get the same tag with a probability of n/2^132 for whoever does not know the key, and
// no tag ever leaves the process; see RATIONALE.md. Source: NIST SP 800-38D; McGrew and Viega, "The Security
// and Performance of the Galois/Counter Mode", 2004.
type fingerprinter struct {
	hash  cipher.AEAD
	paths []credentialPath
}

func newFingerprinter(paths []string) (*fingerprinter, error) {
	var key [16]byte
	rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	f := new(fingerprinter)
	if f.hash, err = cipher.NewGCM(block); err != nil {
		return nil, err
	}
	for _, path := range paths {
		parsed, err := parseCredentialPath(path)
		if err != nil {
			return nil, err
		}
		f.paths = append(f.paths, parsed)
	}
	return f, nil
}

// A scratch holds what is being hashed. It is wiped before it is used again.
type scratch struct {
	data  []byte
	tag   fingerprint
	nonce [12]byte
}

var scratches = sync.Pool{New: func() any { return &scratch{data: make([]byte, 0, 1024)} }}

// of returns the fingerprint of a call's credential. It runs on every call and allocates nothing, unless
// there are credential paths beyond arguments and headers.
func (f *fingerprinter) of(method string, req mcp.Request) fingerprint {
	if req.GetExtra() == nil && len(f.paths) == 0 {
		return fingerprint{}
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	data, found := f.appendCredential(s.data[:0], method, req)
	s.data = data
	defer clear(data)
	if !found {
		return fingerprint{}
	}
	f.hash.Seal(s.tag[:0], s.nonce[:], nil, data)
	return s.tag
}

// appendCredential appends everything that counts as a credential, and reports whether there is anything.
func (f *fingerprinter) appendCredential(b []byte, method string, req mcp.Request) (_ []byte, found bool) {
	if extra := req.GetExtra(); extra != nil {
		for _, value := range extra.Header["Authorization"] {
			b, found = appendField(b, value), true
		}
		b = append(b, 0)
		if extra.TokenInfo != nil {
			b, found = appendTokenInfo(b, extra.TokenInfo), true
		}
	}
	for _, path := range f.paths {
		var ok bool
		b, ok = path.appendValue(b, method, req)
		found = found || ok
	}
	return b, found
}

// appendField appends a string so that no two sequences of fields look alike.
func appendField(b []byte, value string) []byte {
	b = binary.AppendUvarint(append(b, 1), uint64(len(value)))
	return append(b, value...)
}

// appendTokenInfo appends what a verifier said of a token, but for its expiry: verifiers of opaque tokens
// count it from the moment they are asked, which would make every call look like a new credential.
func appendTokenInfo(b []byte, info *auth.TokenInfo) []byte {
	b = appendField(b, info.UserID)
	b = binary.AppendUvarint(b, uint64(len(info.Scopes)))
	for _, scope := range info.Scopes {
		b = appendField(b, scope)
	}
	return appendJSON(b, info.Extra)
}

// appendJSON appends a decoded JSON value, the members of an object in order.
func appendJSON(b []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(b, 'n')
	case string:
		return appendField(append(b, 's'), value)
	case bool:
		if value {
			return append(b, 't')
		}
		return append(b, 'f')
	case float64:
		return binary.BigEndian.AppendUint64(append(b, 'd'), math.Float64bits(value))
	case []any:
		b = binary.AppendUvarint(append(b, 'a'), uint64(len(value)))
		for _, item := range value {
			b = appendJSON(b, item)
		}
		return b
	case map[string]any:
		var room [16]member
		members := room[:0]
		for name, item := range value {
			members = append(members, member{name, item})
		}
		slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
		b = binary.AppendUvarint(append(b, 'o'), uint64(len(value)))
		for _, m := range members {
			b = appendJSON(appendField(b, m.name), m.value)
		}
		return b
	default: // a type of the verifier's own
		text, err := json.Marshal(value)
		if err != nil {
			return appendField(append(b, 'x'), err.Error())
		}
		return appendField(append(b, 'j'), string(text))
	}
}

// A member is one of a JSON object's.
type member struct {
	name  string
	value any
}

// A credentialPath is one of Options.CredentialPaths. Most name an argument or a header, which are read where
// they are; any other is looked up in the input that an Identifier would be given.
type credentialPath struct {
	argument string // a gjson path within the tool's arguments
	header   string // a header's canonical name
	input    string // a gjson path within the input
}

const (
	argumentsPrefix = "request.params.arguments."
	headersPrefix   = "extra.requestInfo.headers."
)

func parseCredentialPath(path string) (credentialPath, error) {
	root, _, _ := strings.Cut(path, ".")
	if name, ok := strings.CutPrefix(path, argumentsPrefix); ok && name != "" {
		return credentialPath{argument: name}, nil
	}
	if name, ok := strings.CutPrefix(path, headersPrefix); ok && name != "" && !strings.ContainsAny(name, `.*?|#@\{}[]()=<>!%"`) {
		return credentialPath{header: http.CanonicalHeaderKey(name)}, nil
	}
	switch root {
	case "request", "extra", "context":
		return credentialPath{input: path}, nil
	}
	return credentialPath{}, fmt.Errorf("host.Options.CredentialPaths: %q does not begin with request., extra. or context.; "+
		"for a tool's argument write %sNAME", path, argumentsPrefix)
}

// appendValue appends what the call has at the path, and reports whether it has anything there.
func (p credentialPath) appendValue(b []byte, method string, req mcp.Request) ([]byte, bool) {
	switch {
	case p.header != "":
		extra := req.GetExtra()
		if extra == nil || len(extra.Header[p.header]) == 0 {
			return append(b, 0), false
		}
		for _, value := range extra.Header[p.header] {
			b = appendField(b, value)
		}
		return append(b, 2), true
	case p.argument != "":
		if call, ok := req.(*mcp.CallToolRequest); ok && call.Params != nil {
			return appendResult(b, gjson.GetBytes(call.Params.Arguments, p.argument))
		}
		return append(b, 0), false
	default:
		document, err := json.Marshal(newInput(method, req, nil))
		if err != nil {
			return append(b, 0), false
		}
		return appendResult(b, gjson.GetBytes(document, p.input))
	}
}

func appendResult(b []byte, value gjson.Result) ([]byte, bool) {
	if !value.Exists() {
		return append(b, 0), false
	}
	return appendField(append(b, byte(value.Type)+2), value.String()), true
}
