package capability

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// A JWTPolicy says whose tokens are verified for a module.
type JWTPolicy struct {
	// Issuers are those whose tokens are good. None means nobody's.
	Issuers []Issuer
	// AllowPrivate are addresses, which are not public, that key sets may be fetched from. See [HTTPPolicy].
	AllowPrivate []netip.Prefix
	// Timeout bounds the fetching of a key set. Default 5 s.
	Timeout time.Duration
}

// An Issuer is a party that signs tokens. A token has to be signed by it, be meant for one of the audiences, have an
// expiry and be valid now. Source: RFC 7519, section 4.1; RFC 8725, section 3.
type Issuer struct {
	// Issuer is the tokens' iss.
	Issuer string
	// Audience are the values of aud that are accepted: one of them is enough. It may not be empty.
	Audience []string
	// Algorithms are the values of alg that are accepted, such as "RS256". Nil means RS256, RS384, RS512, PS256, PS384,
	// PS512, ES256, ES384, ES512 and EdDSA for keys, and HS256 for a secret. "none" is an error.
	Algorithms []string

	// One of these says what a signature is checked with: the URL of a key set, which is fetched and kept; a key set, as
	// RFC 7517 has it; or a secret shared with the issuer, of 32 bytes and more.
	JWKS   string
	Keys   Value
	Secret Value

	// Leeway is how much clocks may differ. Default 0, at most 5 min.
	Leeway time.Duration
	// Refresh is how long a key set is used before it is fetched again. One that cannot be fetched is used four times as
	// long. A token that names an unknown key has it fetched at once, but not more often than every 5 s. Default 15 min.
	Refresh time.Duration
}

// A verifier checks tokens.
type verifier struct {
	issuers []issuer
	client  *http.Client
}

// An issuer is an Issuer made ready.
type issuer struct {
	Issuer
	keys   *keySet // nil where there is a secret
	secret []byte
}

// The algorithms that are accepted where a policy names none.
var (
	keyAlgorithms    = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
	secretAlgorithms = []string{"HS256"}
)

const (
	// maxTokenBytes bounds a token.
	maxTokenBytes = 32 << 10
	// maxTokenRequest bounds the JSON that it comes in.
	maxTokenRequest = 2 * maxTokenBytes
	// minSecretBytes is the least that a secret may have. Source: RFC 7518, section 3.2.
	minSecretBytes = 32
	maxLeeway      = 5 * time.Minute
)

func (s *Set) newVerifier(policy JWTPolicy) (*verifier, error) {
	if err := defaulted(&policy.Timeout, 5*time.Second, "timeout"); err != nil {
		return nil, err
	}
	v := &verifier{client: &http.Client{
		Transport:     newTransport(HTTPPolicy{AllowPrivate: policy.AllowPrivate, Timeout: policy.Timeout, Concurrent: 4}),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for _, configured := range policy.Issuers {
		i, err := s.newIssuer(configured, v.client, policy.Timeout)
		if err != nil {
			return nil, fmt.Errorf("issuer %s: %w", quote.String(configured.Issuer), err)
		}
		if slices.ContainsFunc(v.issuers, func(other issuer) bool { return other.Issuer.Issuer == i.Issuer.Issuer }) {
			return nil, fmt.Errorf("issuer %s: it is there twice", quote.String(configured.Issuer))
		}
		v.issuers = append(v.issuers, i)
	}
	return v, nil
}

func (s *Set) newIssuer(configured Issuer, client *http.Client, timeout time.Duration) (i issuer, err error) {
	i = issuer{Issuer: configured}
	if err := cmp.Or(defaulted(&i.Refresh, 15*time.Minute, "refresh"), i.check()); err != nil {
		return i, err
	}
	if i.Algorithms == nil {
		i.Algorithms = keyAlgorithms
		if i.Secret != (Value{}) {
			i.Algorithms = secretAlgorithms
		}
	}
	switch {
	case i.Secret != (Value{}):
		secret, err := s.resolve(i.Secret)
		if err == nil && len(secret) < minSecretBytes {
			err = fmt.Errorf("the secret has fewer than %d bytes", minSecretBytes)
		}
		i.secret = []byte(secret)
		return i, err
	case i.Keys != (Value{}):
		text, err := s.resolve(i.Keys)
		if err != nil {
			return i, err
		}
		keys, err := parseKeys([]byte(text))
		i.keys = &keySet{keys: keys}
		return i, err
	}
	i.keys = &keySet{url: i.JWKS, client: client, refresh: i.Refresh, timeout: timeout, logger: s.logger}
	return i, checkKeyURL(i.JWKS)
}

// check finds what in an issuer's configuration is wrong or dangerous.
func (i *issuer) check() error {
	sources := 0
	for _, given := range []bool{i.JWKS != "", i.Keys != (Value{}), i.Secret != (Value{})} {
		if given {
			sources++
		}
	}
	switch {
	case i.Issuer.Issuer == "":
		return errors.New("it needs the issuer's name, the iss of its tokens")
	case len(i.Audience) == 0 || slices.Contains(i.Audience, ""):
		return errors.New("it needs an audience: a token for somebody else would be taken otherwise")
	case sources != 1:
		return errors.New("give one of a jwks URL, keys and a secret")
	case i.Leeway < 0 || i.Leeway > maxLeeway:
		return fmt.Errorf("the leeway is not between 0 and %v", maxLeeway)
	}
	for _, name := range i.Algorithms {
		algorithm, ok := jwa.LookupSignatureAlgorithm(name)
		if !ok || algorithm == jwa.NoSignature() {
			return fmt.Errorf("%s is not an algorithm that can be verified", quote.String(name))
		}
		if algorithm.IsSymmetric() != (i.Secret != (Value{})) {
			return fmt.Errorf("%s does not go with it: HS256 and its like are for a secret, the others for keys",
				quote.String(name))
		}
	}
	return nil
}

func (v *verifier) close() { v.client.CloseIdleConnections() }

// verified is what a guest gets of a good token.
type verified struct {
	Issuer    string         `json:"issuer"`
	Subject   string         `json:"subject,omitempty"`
	Audience  []string       `json:"audience"`
	ExpiresAt int64          `json:"expiresAt"`
	Claims    map[string]any `json:"claims"`
}

func rejected(reason string) error { return &Error{sdk.CodeRejected, reason} }

// verify answers the claims of the token in a guest's request.
func (v *verifier) verify(ctx context.Context, text []byte) ([]byte, error) {
	var asked struct {
		Token string `json:"token"`
	}
	if err := readStrictly(text, maxTokenRequest, &asked); err != nil {
		return nil, err
	}
	token := []byte(asked.Token)
	header, claimed, err := open(token)
	if err != nil {
		return nil, rejected("not a signed token in compact form")
	}
	i := v.issuer(claimed)
	if i == nil {
		return nil, rejected("not a token of an issuer that the policy names")
	}
	payload, err := i.verifySignature(ctx, token, header)
	if err != nil {
		return nil, err
	}
	claims, err := i.validate(payload)
	if err != nil {
		return nil, err
	}
	return json.Marshal(claims)
}

// header is what of a token's header is looked at. Source: RFC 7515, section 4.1.
type header struct {
	algorithm jwa.SignatureAlgorithm
	keyID     string
}

// open reads a token without believing it.
func open(token []byte) (h header, payload []byte, err error) {
	if len(token) > maxTokenBytes || bytes.Count(token, []byte(".")) != 2 {
		return h, nil, errors.New("not a token")
	}
	message, err := jws.Parse(token, jws.WithCompact())
	if err != nil || len(message.Signatures()) != 1 {
		return h, nil, errors.New("not a token")
	}
	protected := message.Signatures()[0].ProtectedHeaders()
	h.algorithm, _ = protected.Algorithm()
	h.keyID, _ = protected.KeyID()
	return h, message.Payload(), nil
}

// issuer returns whose token it claims to be, nil for nobody's.
func (v *verifier) issuer(payload []byte) *issuer {
	var claims struct {
		Issuer string `json:"iss"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return nil
	}
	for i := range v.issuers {
		if v.issuers[i].Issuer.Issuer == claims.Issuer {
			return &v.issuers[i]
		}
	}
	return nil
}

// verifySignature checks that the issuer signed the token, with an algorithm that is accepted and goes with the key,
// and returns what it signed.
func (i *issuer) verifySignature(ctx context.Context, token []byte, h header) ([]byte, error) {
	if !slices.Contains(i.Algorithms, h.algorithm.String()) {
		return nil, rejected("signed with an algorithm that the policy does not name")
	}
	var key any = i.secret
	if i.keys != nil {
		found, err := i.keys.find(ctx, h.keyID)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errNoKeys):
			return nil, &Error{sdk.CodeUnavailable, err.Error()}
		case err != nil:
			return nil, rejected(err.Error())
		case !goesWith(found, h.algorithm):
			return nil, rejected("signed with an algorithm that is not the key's")
		}
		key = found
	}
	payload, err := jws.Verify(token, jws.WithKey(h.algorithm, key), jws.WithCompact(), jws.WithCritValidation(true))
	if err != nil {
		return nil, rejected("the signature is not the issuer's")
	}
	return payload, nil
}

// goesWith reports whether a key is for an algorithm: for its family, and for itself if the key names one.
func goesWith(key jwk.Key, algorithm jwa.SignatureAlgorithm) bool {
	if named, ok := key.Algorithm(); ok && named.String() != algorithm.String() {
		return false
	}
	families := map[jwa.KeyType]string{jwa.RSA(): "RP", jwa.EC(): "E", jwa.OKP(): "E"}
	family, ok := families[key.KeyType()]
	isEdwards := strings.HasPrefix(algorithm.String(), "Ed")
	return ok && strings.Contains(family, algorithm.String()[:1]) && isEdwards == (key.KeyType() == jwa.OKP())
}

// validate checks the claims of a token that the issuer signed.
func (i *issuer) validate(payload []byte) (*verified, error) {
	token := jwt.New()
	if err := json.Unmarshal(payload, token); err != nil {
		return nil, rejected("its claims are not as RFC 7519 has them")
	}
	err := jwt.Validate(token, jwt.WithAcceptableSkew(i.Leeway), jwt.WithRequiredClaim("exp"),
		jwt.WithIssuer(i.Issuer.Issuer))
	switch {
	case errors.Is(err, jwt.TokenExpiredError()):
		return nil, rejected("expired")
	case errors.Is(err, jwt.TokenNotYetValidError()), errors.Is(err, jwt.InvalidIssuedAtError()):
		return nil, rejected("not valid yet")
	case err != nil:
		return nil, rejected("it has no expiry")
	}
	audience, _ := token.Audience()
	if !slices.ContainsFunc(audience, func(a string) bool { return slices.Contains(i.Audience, a) }) {
		return nil, rejected("meant for another audience")
	}
	expires, _ := token.Expiration()
	subject, _ := token.Subject()
	claims := &verified{Issuer: i.Issuer.Issuer, Subject: subject, Audience: audience, ExpiresAt: expires.Unix()}
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber() // two users' numbers must not become one
	if err := decoder.Decode(&claims.Claims); err != nil {
		return nil, rejected("its claims are not as RFC 7519 has them")
	}
	return claims, nil
}
