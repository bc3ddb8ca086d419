package host

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

// A fingerprint tells credentials apart without keeping them: a keyed hash of everything that counts as a
// credential, with a random key of the process.
type fingerprint [16]byte

// A credential is what a call brings to show who makes it.
type credential struct {
	print fingerprint
	// sufficient is true when it identifies its caller without a session: it holds a token that the server has
	// verified, or a value at one of the credential paths. A header that nobody has verified does not: a
	// gateway may send the same one for all its users.
	sufficient bool
}

// A fingerprinter takes the fingerprints of calls.
//
// The hash is the authentication tag of AES-GCM over the credential (GMAC) with one nonce. Two different
// credentials of n bytes get the same tag with a probability of n/2^132 for whoever does not know the key, and
// no tag ever leaves the process; see RATIONALE.md. Source: NIST SP 800-38D; McGrew and Viega, "The Security
// and Performance of the Galois/Counter Mode", 2004.
type fingerprinter struct {
	hash   cipher.AEAD
	paths  []credentialPath
	claims []string // that count; nil for all
}

func newFingerprinter(paths, claims []string) (*fingerprinter, error) {
	var key [16]byte
	rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	f := &fingerprinter{claims: claims}
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

// A scratch holds what is being hashed.
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
	defer s.free()
	sufficient := s.addToken(extra)
	if sufficient {
		s.data = f.appendClaims(s.data, extra.TokenInfo.Extra)
	}
	for _, path := range f.paths {
		value, found := path.find(method, req)
		if found == ambiguous {
			return credential{print: f.unique()}
		}
		s.data = appendField(append(s.data, byte(found)), value)
		sufficient = sufficient || found == present
	}
	return credential{print: s.print(f.hash), sufficient: sufficient}
}

// withoutClaims returns the fingerprint of a call's token, its user and its scopes.
func (f *fingerprinter) withoutClaims(req mcp.Request) fingerprint {
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
		s.data = appendField(s.data, value)
	}
	if extra.TokenInfo == nil {
		s.data = append(s.data, 0)
		return false
	}
	s.data = appendTokenInfo(append(s.data, 'T'), extra.TokenInfo)
	return true
}

// print returns the fingerprint of what was added.
func (s *scratch) print(hash cipher.AEAD) fingerprint {
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
func (f *fingerprinter) unique() (print fingerprint) {
	rand.Read(print[:])
	return print
}

// appendField appends a string so that no two sequences of fields look alike.
func appendField(b []byte, value string) []byte {
	b = binary.AppendUvarint(append(b, 1), uint64(len(value)))
	return append(b, value...)
}

// appendTokenInfo appends what a verifier said of a token, but for its claims and its expiry: verifiers of opaque
// tokens count that from the moment they are asked, which would make every call look like a new credential.
func appendTokenInfo(b []byte, info *auth.TokenInfo) []byte {
	b = appendField(b, info.UserID)
	b = binary.AppendUvarint(b, uint64(len(info.Scopes)))
	for _, scope := range info.Scopes {
		b = appendField(b, scope)
	}
	return b
}

// appendClaims appends the claims that count.
func (f *fingerprinter) appendClaims(b []byte, claims map[string]any) []byte {
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
