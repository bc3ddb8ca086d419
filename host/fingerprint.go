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

	"github.com/whowasm/whowasm/runtime/quote"
)

// A fingerprint tells credentials apart without keeping them: a keyed hash of everything that counts as a
// credential, with a random key of the process.
type fingerprint [16]byte

// A credential is what a call brings to show who makes it.
type credential struct {
	print fingerprint
	// sole is true when it identifies its caller without a session: it holds a token that the server has
	// verified, or a value at one of the credential paths. A header that nobody has verified does not: a
	// gateway may send the same one for all its users.
	sole bool
}

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

// of returns a call's credential. It runs on every call and allocates nothing, unless there are credential
// paths beyond arguments and headers.
func (f *fingerprinter) of(method string, req mcp.Request) credential {
	extra := req.GetExtra()
	if extra == nil && len(f.paths) == 0 {
		return credential{}
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	defer func() { clear(s.data) }()
	s.data = s.data[:0]
	var sole bool
	if extra != nil {
		for _, value := range extra.Header["Authorization"] {
			s.data = appendField(s.data, value)
		}
		if extra.TokenInfo != nil {
			s.data, sole = appendTokenInfo(append(s.data, 'T'), extra.TokenInfo), true
		} else {
			s.data = append(s.data, 0)
		}
	}
	for _, path := range f.paths {
		value, found := path.find(method, req)
		if found == ambiguous {
			return credential{print: f.unique()}
		}
		s.data = appendField(append(s.data, byte(found)), value)
		sole = sole || found == present
	}
	f.hash.Seal(s.tag[:0], s.nonce[:], nil, s.data)
	return credential{print: s.tag, sole: sole}
}

// unique returns a fingerprint that no call had before and none will have.
func (f *fingerprinter) unique() (print fingerprint) {
	rand.Read(print[:])
	return print
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
	argument []string // the members on the way to a tool's argument
	header   string   // a header's canonical name
	input    string   // a gjson path within the input
}

const (
	argumentsPrefix = "request.params.arguments."
	headersPrefix   = "extra.requestInfo.headers."
	pathSyntax      = `*?|#@\{}[]()=<>!%":,` // what makes a gjson path more than names with dots
)

func parseCredentialPath(path string) (credentialPath, error) {
	plain := !strings.ContainsAny(path, pathSyntax) && !strings.Contains(path, "..") && !strings.HasSuffix(path, ".")
	if name, ok := strings.CutPrefix(path, argumentsPrefix); ok && plain {
		return credentialPath{argument: strings.Split(name, ".")}, nil
	}
	if name, ok := strings.CutPrefix(path, headersPrefix); ok && plain && !strings.Contains(name, ".") {
		return credentialPath{header: http.CanonicalHeaderKey(name)}, nil
	}
	switch root, _, _ := strings.Cut(path, "."); root {
	case "request", "extra", "context":
		return credentialPath{input: path}, nil
	}
	return credentialPath{}, fmt.Errorf("host.Options.CredentialPaths: %s does not begin with request., extra. or context.; "+
		"for a tool's argument write %sNAME", quote.String(path), argumentsPrefix)
}

// A presence says what was found at a path.
type presence byte

const (
	absent presence = iota
	empty           // null or "", as clients fill in what they do not have
	present
	ambiguous // different readers would find different values
)

// find returns what a call has at the path, as it stands in the JSON text or the header.
func (p credentialPath) find(method string, req mcp.Request) (string, presence) {
	switch {
	case p.header != "":
		return findHeader(req, p.header)
	case p.argument != nil:
		return findMember(argumentsOf(req), p.argument)
	default:
		document, err := json.Marshal(newInput(method, req, nil))
		if err != nil {
			return "", ambiguous
		}
		if repeats(gjson.ParseBytes(argumentsOf(req))) {
			return "", ambiguous
		}
		value := gjson.GetBytes(document, p.input)
		return value.Raw, presenceOf(value)
	}
}

func findHeader(req mcp.Request, name string) (string, presence) {
	extra := req.GetExtra()
	if extra == nil || len(extra.Header[name]) == 0 {
		return "", absent
	}
	values := extra.Header[name]
	if len(values) > 1 {
		return strings.Join(values, ", "), present
	}
	if values[0] == "" {
		return "", empty
	}
	return values[0], present
}

// findMember follows names into a JSON object. Readers differ in which of two members of one name they take,
// and in whether they tell the case of letters: where that would matter the result is ambiguous.
func findMember(text []byte, names []string) (string, presence) {
	value := gjson.ParseBytes(text)
	for _, name := range names {
		if !value.IsObject() {
			return "", absent
		}
		var found gjson.Result
		matches, exact := 0, false
		value.ForEach(func(key, member gjson.Result) bool {
			if strings.EqualFold(key.Str, name) {
				found = member
				matches++
				exact = key.Str == name
			}
			return matches < 2
		})
		switch {
		case matches == 0:
			return "", absent
		case matches > 1 || !exact:
			return "", ambiguous
		}
		value = found
	}
	return value.Raw, presenceOf(value)
}

func presenceOf(value gjson.Result) presence {
	switch {
	case !value.Exists():
		return absent
	case value.Type == gjson.Null, value.Type == gjson.String && value.Str == "":
		return empty
	default:
		return present
	}
}

// repeats reports whether an object in a JSON value has two members of one name.
func repeats(value gjson.Result) (yes bool) {
	seen := make(map[string]bool)
	value.ForEach(func(key, member gjson.Result) bool {
		name := strings.ToLower(key.Str)
		yes = value.IsObject() && seen[name] || (member.IsObject() || member.IsArray()) && repeats(member)
		seen[name] = true
		return !yes
	})
	return yes
}

// argumentsOf returns the arguments of a request that has any, as JSON.
func argumentsOf(req mcp.Request) json.RawMessage {
	switch req := req.(type) {
	case *mcp.CallToolRequest:
		if req.Params != nil {
			return req.Params.Arguments
		}
	case *mcp.GetPromptRequest:
		if req.Params != nil {
			arguments, _ := json.Marshal(req.Params.Arguments)
			return arguments
		}
	}
	return nil
}
