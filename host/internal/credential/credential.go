// Package credential tells callers apart by what they bring, without keeping it: it finds what counts as a credential,
// reads that strictly, and hashes it. It knows requests, and neither sessions nor identities.
package credential

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A Print tells credentials apart without keeping them: a hash of everything that counts as a credential, with a random
// key of the [Reader].
type Print [16]byte

// A Credential is what a call brings to show who makes it.
type Credential struct {
	Print Print
	// Sufficient is true when it identifies its caller without a session: it holds a token that the server has
	// verified, or a value at one of the credential paths. A header that nobody has verified does not: a
	// gateway may send the same one for all its users.
	Sufficient bool
}

// A Reader takes the fingerprints of calls. It is safe for use by several goroutines.
//
// The hash is the authentication tag of AES-GCM over the credential (GMAC) with one nonce. Two different
// credentials of n bytes get the same tag with a probability of n/2^132 for whoever does not know the key, and
// no tag ever leaves the process; see RATIONALE.md. Source: NIST SP 800-38D; McGrew and Viega, "The Security
// and Performance of the Galois/Counter Mode", 2004.
type Reader struct {
	hash   cipher.AEAD
	paths  []path
	claims []string // that count; nil for all
	input  Input
}

// An Input writes down a request as an identifier would be given it.
type Input func(method string, req mcp.Request) ([]byte, error)

// NewReader returns a reader for places in the input of identifiers, in gjson syntax, and the names of the claims that
// count, nil for all. The error says which place is wrong.
func NewReader(paths, claims []string, input Input) (*Reader, error) {
	var key [16]byte
	rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	f := &Reader{claims: claims, input: input}
	if f.hash, err = cipher.NewGCM(block); err != nil {
		return nil, err
	}
	for _, path := range paths {
		parsed, err := parsePath(path)
		if err != nil {
			return nil, err
		}
		f.paths = append(f.paths, parsed)
	}
	return f, nil
}

// A scratch holds what is being hashed.
type scratch struct {
	data  []byte
	tag   Print
	nonce [12]byte
}

var scratches = sync.Pool{New: func() any { return &scratch{data: make([]byte, 0, 1024)} }}

// Of returns a call's credential. It runs on every call and allocates nothing, unless there are credential
// paths beyond arguments and headers.
func (f *Reader) Of(method string, req mcp.Request) Credential {
	extra := req.GetExtra()
	if extra == nil && len(f.paths) == 0 {
		return Credential{}
	}
	s := scratches.Get().(*scratch)
	defer s.free()
	sufficient := s.addToken(extra)
	if sufficient {
		s.data = f.appendClaims(s.data, extra.TokenInfo.Extra)
	}
	for _, path := range f.paths {
		value, found := path.find(method, req, f.input)
		if found == Ambiguous {
			return Credential{Print: f.unique()}
		}
		s.data = AppendField(append(s.data, byte(found)), value)
		sufficient = sufficient || found == Present
	}
	return Credential{Print: s.print(f.hash), Sufficient: sufficient}
}

// WithoutClaims returns the fingerprint of a call's token, its user and its scopes.
func (f *Reader) WithoutClaims(req mcp.Request) Print {
	s := scratches.Get().(*scratch)
	defer s.free()
	s.addToken(req.GetExtra())
	return s.print(f.hash)
}

// addToken adds the Authorization header and what its verifier said of the token, but for the claims. It reports
// whether a token was verified.
func (s *scratch) addToken(extra *mcp.RequestExtra) bool {
	if extra == nil {
		return false
	}
	for _, value := range extra.Header["Authorization"] {
		s.data = AppendField(s.data, value)
	}
	if extra.TokenInfo == nil {
		s.data = append(s.data, 0)
		return false
	}
	s.data = appendTokenInfo(append(s.data, 'T'), extra.TokenInfo)
	return true
}

// print returns the hash of what was added.
func (s *scratch) print(hash cipher.AEAD) Print {
	hash.Seal(s.tag[:0], s.nonce[:], nil, s.data)
	return s.tag
}

// free wipes a scratch and gives it back.
func (s *scratch) free() {
	clear(s.data)
	s.data = s.data[:0]
	scratches.Put(s)
}

// unique returns a fingerprint that no call had before and none will have.
func (f *Reader) unique() (print Print) {
	rand.Read(print[:])
	return print
}

// AppendField appends a string so that no two sequences of fields look alike.
func AppendField(b []byte, value string) []byte {
	b = binary.AppendUvarint(append(b, 1), uint64(len(value)))
	return append(b, value...)
}

// appendTokenInfo appends what a verifier said of a token, but for its claims and its expiry: verifiers of opaque
// tokens count that from the moment they are asked, which would make every call look like a new credential.
func appendTokenInfo(b []byte, info *auth.TokenInfo) []byte {
	b = AppendField(b, info.UserID)
	b = binary.AppendUvarint(b, uint64(len(info.Scopes)))
	for _, scope := range info.Scopes {
		b = AppendField(b, scope)
	}
	return b
}

// appendClaims appends the claims that count.
func (f *Reader) appendClaims(b []byte, claims map[string]any) []byte {
	if f.claims == nil {
		return appendJSON(b, claims)
	}
	for _, name := range f.claims {
		if value, ok := claims[name]; ok {
			b = appendJSON(append(b, 1), value)
		} else {
			b = append(b, 0)
		}
	}
	return b
}

// appendJSON appends a decoded JSON value, the members of an object in order.
func appendJSON(b []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(b, 'n')
	case string:
		return AppendField(append(b, 's'), value)
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
			b = appendJSON(AppendField(b, m.name), m.value)
		}
		return b
	default: // a type of the verifier's own
		text, err := json.Marshal(value)
		if err != nil {
			return AppendField(append(b, 'x'), err.Error())
		}
		return AppendField(append(b, 'j'), string(text))
	}
}

// A member is one of a JSON object's.
type member struct {
	name  string
	value any
}
