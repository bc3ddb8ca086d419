package capability

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"github.com/whowasm/whowasm/sdk"
)

// A signer is an issuer's key.
type signer struct {
	id        string
	algorithm jwa.SignatureAlgorithm
	private   jwk.Key
}

func newSigner(t testing.TB, id string, algorithm jwa.SignatureAlgorithm, raw any) *signer {
	t.Helper()
	key, err := jwk.Import(raw)
	if err == nil {
		err = key.Set(jwk.KeyIDKey, id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &signer{id, algorithm, key}
}

func newRSA(t testing.TB, id string) *signer {
	raw, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return newSigner(t, id, jwa.RS256(), raw)
}

// token signs claims.
func (s *signer) token(t testing.TB, claims map[string]any) string {
	t.Helper()
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	headers := jws.NewHeaders()
	if s.id != "" {
		headers.Set(jws.KeyIDKey, s.id)
	}
	token, err := jws.Sign(payload, jws.WithKey(s.algorithm, s.private, jws.WithProtectedHeaders(headers)))
	if err != nil {
		t.Fatal(err)
	}
	return string(token)
}

// good are the claims of a token that is accepted.
func good(change ...any) map[string]any {
	claims := map[string]any{"iss": "https://issuer.example", "aud": "api", "sub": "u-1",
		"exp": time.Now().Add(time.Hour).Unix(), "email": "a@b.c"}
	for i := 0; i < len(change); i += 2 {
		claims[change[i].(string)] = change[i+1]
		if change[i+1] == nil {
			delete(claims, change[i].(string))
		}
	}
	return claims
}

// An issuerServer serves a key set that can be changed, and counts who asks for it.
type issuerServer struct {
	*httptest.Server
	asked atomic.Int64
	mu    sync.Mutex
	text  string
	serve http.HandlerFunc // in place of the text
}

func newIssuerServer(t testing.TB, signers ...*signer) *issuerServer {
	s := new(issuerServer)
	s.rotate(t, signers...)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		s.mu.Lock()
		text, serve := s.text, s.serve
		s.mu.Unlock()
		if serve != nil {
			serve(w, r)
			return
		}
		fmt.Fprint(w, text)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *issuerServer) rotate(t testing.TB, signers ...*signer) {
	var keys []jwk.Key
	for _, signer := range signers {
		public, err := signer.private.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, public)
	}
	text, err := json.Marshal(map[string]any{"keys": keys})
	if err != nil {
		t.Fatal(err)
	}
	s.say(string(text), nil)
}

func (s *issuerServer) say(text string, serve http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text, s.serve = text, serve
}

func jwtPolicy(url string) Policy {
	return Policy{JWT: &JWTPolicy{AllowPrivate: loopback, Timeout: time.Minute, Issuers: []Issuer{
		{Issuer: "https://issuer.example", Audience: []string{"api", "other"}, JWKS: url},
	}}}
}

func verify(t testing.TB, call *Call, token string) (got verified, err error) {
	t.Helper()
	asked, err := json.Marshal(map[string]string{"token": token})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := call.JWTVerify(t.Context(), asked)
	if err == nil {
		err = json.Unmarshal(answer, &got)
	}
	return got, err
}

func TestJWT(t *testing.T) {
	key := newRSA(t, "k1")
	elliptic256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec := newSigner(t, "k2", jwa.ES256(), elliptic256)
	stranger := newRSA(t, "k1")
	server := newIssuerServer(t, key, ec)
	call := begin(t, jwtPolicy(server.URL))

	for _, signer := range []*signer{key, ec} {
		got, err := verify(t, call, signer.token(t, good()))
		if err != nil || got.Subject != "u-1" || got.Issuer != "https://issuer.example" || got.Claims["email"] != "a@b.c" ||
			len(got.Audience) != 1 || got.ExpiresAt == 0 {
			t.Errorf("%s: got %+v, %v", signer.id, got, err)
		}
	}
	if n := server.asked.Load(); n != 1 {
		t.Errorf("the keys were fetched %d times", n)
	}

	public, _ := key.private.PublicKey()
	var raw any
	if err := jwk.Export(public, &raw); err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	publicJSON, _ := json.Marshal(public)
	confused := func(secret []byte) string { return newSigner(t, "k1", jwa.HS256(), secret).token(t, good()) }
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"k1"}`)) + "." +
		strings.Split(key.token(t, good()), ".")[1] + "."
	parts := strings.Split(key.token(t, good()), ".")
	forged := base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"https://issuer.example","aud":"api","sub":"admin",` +
		`"exp":9999999999}`))
	now := time.Now()
	for name, test := range map[string]struct{ token, want string }{
		"expired":                {key.token(t, good("exp", now.Add(-time.Minute).Unix())), "expired"},
		"without expiry":         {key.token(t, good("exp", nil)), "no expiry"},
		"not yet valid":          {key.token(t, good("nbf", now.Add(time.Minute).Unix())), "not valid yet"},
		"of the future":          {key.token(t, good("iat", now.Add(time.Minute).Unix())), "not valid yet"},
		"another issuer":         {key.token(t, good("iss", "https://evil.example")), "not a token of an issuer"},
		"no issuer":              {key.token(t, good("iss", nil)), "not a token of an issuer"},
		"an issuer of a number":  {key.token(t, good("iss", 7)), "not a token of an issuer"},
		"another audience":       {key.token(t, good("aud", "else")), "another audience"},
		"no audience":            {key.token(t, good("aud", nil)), "another audience"},
		"an expiry of text":      {key.token(t, good("exp", "soon")), "not as RFC 7519"},
		"a stranger's signature": {stranger.token(t, good()), "the signature is not the issuer's"},
		"an unknown key":         {newRSA(t, "k9").token(t, good()), "no key of the token's name"},
		"no key named": {newSigner(t, "", jwa.RS256(), mustExport(t, key)).token(t, good()),
			"no key of the token's name"},
		"none":                           {none, "algorithm that the policy does not name"},
		"none without signature":         {strings.TrimSuffix(none, "."), "not a signed token"},
		"the public key as secret, PEM":  {confused(publicPEM), "algorithm that the policy does not name"},
		"the public key as secret, DER":  {confused(der), "algorithm that the policy does not name"},
		"the public key as secret, JSON": {confused(publicJSON), "algorithm that the policy does not name"},
		"EC algorithm for an RSA key":    {newSigner(t, "k1", jwa.ES256(), elliptic256).token(t, good()), "not the key's"},
		"changed claims":                 {parts[0] + "." + forged + "." + parts[2], "the signature is not the issuer's"},
		"changed signature": {parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])),
			"the signature is not the issuer's"},
		"no signature": {parts[0] + "." + parts[1] + ".", "not"},
		"five parts":   {"a.b.c.d.e", "not a signed token"},
		"JSON":         {`{"payload":"` + parts[1] + `"}`, "not a signed token"},
		"nothing":      {"", "not a signed token"},
		"huge":         {strings.Repeat("a", 40<<10), "not a signed token"},
	} {
		got, err := verify(t, call, test.token)
		if codeOf(err) != sdk.CodeRejected || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %+v, %v, want a rejection with %q", name, got, err, test.want)
		}
		if err != nil && len(test.token) > 20 && strings.Contains(err.Error(), test.token[:20]) {
			t.Errorf("%s: the error shows the token", name)
		}
	}
	if _, err := verify(t, call, strings.Repeat("a", 1<<20)); codeOf(err) != sdk.CodeLimit {
		t.Errorf("a token of a megabyte: %v", err)
	}
	answer, err := call.JWTVerify(t.Context(), fmt.Appendf(nil, `{"token":%q}`,
		key.token(t, good("uid", json.Number("9007199254740993")))))
	if err != nil || !strings.Contains(string(answer), `"uid":9007199254740993`) {
		t.Errorf("a number of many digits: %s, %v", answer, err)
	}
	for _, text := range []string{``, `{}x`, `{"token":7}`, `{"jwt":"x"}`} {
		if _, err := call.JWTVerify(t.Context(), []byte(text)); codeOf(err) != sdk.CodeInvalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func mustExport(t testing.TB, s *signer) (raw any) {
	t.Helper()
	if err := jwk.Export(s.private, &raw); err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestJWTRotation signs with a key that comes later than the key set was fetched, and floods with unknown ones.
func TestJWTRotation(t *testing.T) {
	first, second := newRSA(t, "2025"), newRSA(t, "2026")
	server := newIssuerServer(t, first)
	set, err := New(jwtPolicy(server.URL), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	call := set.Begin(nil)
	if _, err := verify(t, &call, first.token(t, good())); err != nil {
		t.Fatal(err)
	}
	server.rotate(t, second)
	age(set)
	var wg sync.WaitGroup
	token := second.token(t, good())
	for range 8 {
		wg.Go(func() {
			call := set.Begin(nil)
			if _, err := verify(t, &call, token); err != nil {
				t.Error("the new key:", err)
			}
		})
	}
	wg.Wait()
	if n := server.asked.Load(); n != 2 {
		t.Errorf("the keys were fetched %d times", n)
	}
	if _, err := verify(t, &call, first.token(t, good())); codeOf(err) != sdk.CodeRejected {
		t.Errorf("the old key: %v", err)
	}
	for range 50 {
		if _, err := verify(t, &call, first.token(t, good())); codeOf(err) != sdk.CodeRejected {
			t.Errorf("an unknown key: %v", err)
		}
	}
	if n := server.asked.Load(); n != 2 {
		t.Errorf("unknown keys made it %d fetches", n)
	}
}

// age makes the last fetch one that lies back.
func age(set *Set) {
	keys := set.jwt.issuers[0].keys
	keys.mu.Lock()
	defer keys.mu.Unlock()
	keys.tried = keys.tried.Add(-keySetPause - time.Second)
}

// TestJWTKeySets are key sets that identify nobody.
func TestJWTKeySets(t *testing.T) {
	key := newRSA(t, "k1")
	token := key.token(t, good())
	public, _ := key.private.PublicKey()
	publicJSON, _ := json.Marshal(public)
	privateJSON, _ := json.Marshal(key.private)
	secret := []byte(strings.Repeat("s", 32))
	for name, test := range map[string]struct {
		text  string
		serve http.HandlerFunc
		token string
		want  int64
	}{
		"not JSON":        {text: "nope"},
		"empty":           {text: `{"keys":[]}`},
		"two of one name": {text: fmt.Sprintf(`{"keys":[%s,%s]}`, publicJSON, publicJSON)},
		"huge":            {text: `{"keys":[` + string(publicJSON) + `], "x":"` + strings.Repeat("x", 300<<10) + `"}`},
		"many":            {text: `{"keys":[` + strings.Repeat(`{"kty":"oct","k":"AA"},`, 200) + string(publicJSON) + `]}`},
		"a private key":   {text: fmt.Sprintf(`{"keys":[%s]}`, privateJSON)},
		"for encryption":  {text: fmt.Sprintf(`{"keys":[%s]}`, strings.Replace(string(publicJSON), "{", `{"use":"enc",`, 1))},
		"of another kind": {text: fmt.Sprintf(`{"keys":[%s]}`, strings.Replace(string(publicJSON), "{", `{"alg":"RS512",`,
			1)), want: sdk.CodeRejected},
		"a secret": {text: `{"keys":[{"kty":"oct","kid":"k1","k":"` + base64.RawURLEncoding.EncodeToString(secret) +
			`"}]}`, token: newSigner(t, "k1", jwa.HS256(), secret).token(t, good()), want: sdk.CodeRejected},
		"an error": {serve: func(w http.ResponseWriter,
			_ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
		}},
		"a redirect": {serve: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other",
				http.StatusFound)
		}},
		"no answer": {serve: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		"an endless answer": {serve: func(w http.ResponseWriter, r *http.Request) {
			for _, err := w.Write(make([]byte, 1<<10)); err == nil; _, err = w.Write(make([]byte, 32<<10)) {
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			server := newIssuerServer(t, key)
			server.say(test.text, test.serve)
			policy := jwtPolicy(server.URL)
			if name == "no answer" {
				policy.JWT.Timeout = 300 * time.Millisecond
			}
			set, err := New(policy, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer set.Close()
			call := set.Begin(nil)
			if test.token == "" {
				test.token = token
			}
			if test.want == 0 {
				test.want = sdk.CodeUnavailable
			}
			if got, err := verify(t, &call, test.token); codeOf(err) != test.want {
				t.Errorf("got %+v, %v, want code %d", got, err, test.want)
			}
			if test.want != sdk.CodeUnavailable {
				return
			}
			if _, err := verify(t, &call, test.token); codeOf(err) != test.want || server.asked.Load() != 1 {
				t.Errorf("asked again at once: %v, %d times", err, server.asked.Load())
			}
			server.rotate(t, key)
			age(set)
			if _, err := verify(t, &call, token); err != nil {
				t.Errorf("it came back: %v", err)
			}
		})
	}
	t.Run("down", func(t *testing.T) {
		server := newIssuerServer(t, key)
		server.Close()
		if got, err := verify(t, begin(t, jwtPolicy(server.URL)), token); codeOf(err) != sdk.CodeUnavailable {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("inside", func(t *testing.T) {
		server := newIssuerServer(t, key)
		policy := jwtPolicy(server.URL)
		policy.JWT.AllowPrivate = nil
		if got, err := verify(t, begin(t, policy), token); codeOf(err) != sdk.CodeUnavailable || server.asked.Load() > 0 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

// TestJWTOldKeys shows how long keys are used that cannot be fetched any longer.
func TestJWTOldKeys(t *testing.T) {
	key := newRSA(t, "k1")
	server := newIssuerServer(t, key)
	set, err := New(jwtPolicy(server.URL), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	call := set.Begin(nil)
	token := key.token(t, good())
	if _, err := verify(t, &call, token); err != nil {
		t.Fatal(err)
	}
	hung := make(chan struct{})
	server.say("", func(http.ResponseWriter, *http.Request) { <-hung })
	keys := set.jwt.issuers[0].keys
	past := func(refreshes time.Duration) {
		keys.mu.Lock()
		defer keys.mu.Unlock()
		keys.fetched = time.Now().Add(-refreshes * keys.refresh)
	}
	past(3)
	age(set)
	keys.timeout = 2 * time.Second
	_, err = verify(t, &call, token)
	if _, _, tried := keys.state(); err != nil || time.Since(tried) < keySetPause {
		t.Errorf("old, and the issuer hangs: %v, or it waited for it", err)
	}
	close(hung)
	server.Close()
	past(5)
	age(set)
	if _, err := verify(t, &call, token); codeOf(err) != sdk.CodeUnavailable {
		t.Errorf("too old: %v", err)
	}
}

func TestJWTSecretAndFixedKeys(t *testing.T) {
	secret := strings.Repeat("a secret ", 4)
	t.Setenv("WHOWASM_TEST_SECRET", secret)
	key := newRSA(t, "k1")
	public, _ := key.private.PublicKey()
	keys, _ := json.Marshal(map[string]any{"keys": []any{public}})
	call := begin(t, Policy{JWT: &JWTPolicy{Issuers: []Issuer{
		{Issuer: "https://issuer.example", Audience: []string{"api"}, Secret: Value{Env: "WHOWASM_TEST_SECRET"}},
		{Issuer: "https://fixed.example", Audience: []string{"api"}, Keys: Value{Text: string(keys)},
			Leeway: 2 * time.Minute},
	}}})
	if got, err := verify(t, call, newSigner(t, "", jwa.HS256(), []byte(secret)).token(t, good())); err != nil ||
		got.Subject != "u-1" {
		t.Errorf("a secret: %+v, %v", got, err)
	}
	if got, err := verify(t, call, newSigner(t, "", jwa.HS256(), []byte(strings.Repeat("x", 36))).token(t,
		good())); codeOf(err) != sdk.CodeRejected {
		t.Errorf("another secret: %+v, %v", got, err)
	}
	late := good("iss", "https://fixed.example", "exp", time.Now().Add(-time.Minute).Unix())
	if got, err := verify(t, call, key.token(t, late)); err != nil || got.Issuer != "https://fixed.example" {
		t.Errorf("fixed keys, within the leeway: %+v, %v", got, err)
	}
	if got, err := verify(t, call, key.token(t, good())); codeOf(err) != sdk.CodeRejected {
		t.Errorf("one issuer's key in another's name: %+v, %v", got, err)
	}
}

func TestWrongJWTPolicies(t *testing.T) {
	ok := Issuer{Issuer: "i", Audience: []string{"a"}, JWKS: "https://i.example/keys"}
	for want, change := range map[string]func(*Issuer){
		"it needs the issuer's name":                func(i *Issuer) { i.Issuer = "" },
		"it needs an audience":                      func(i *Issuer) { i.Audience = nil },
		"give one of a jwks URL, keys and a secret": func(i *Issuer) { i.Secret = Value{Text: "x"} },
		`"none" is not an algorithm`:                func(i *Issuer) { i.Algorithms = []string{"none"} },
		`"RS1" is not an algorithm`:                 func(i *Issuer) { i.Algorithms = []string{"RS1"} },
		`"HS256" does not go with it`:               func(i *Issuer) { i.Algorithms = []string{"RS256", "HS256"} },
		`"RS256" does not go with it`: func(i *Issuer) {
			i.JWKS, i.Secret, i.Algorithms = "", Value{Text: "x"},
				[]string{"RS256"}
		},
		"the secret has fewer than 32 bytes": func(i *Issuer) { i.JWKS, i.Secret = "", Value{Text: "short"} },
		"want the URL of a key set":          func(i *Issuer) { i.JWKS = "file:///etc/passwd" },
		"the leeway is not between":          func(i *Issuer) { i.Leeway = time.Hour },
		"refresh: a negative number":         func(i *Issuer) { i.Refresh = -1 },
		"not a key set":                      func(i *Issuer) { i.JWKS, i.Keys = "", Value{Text: "x"} },
	} {
		i := ok
		change(&i)
		if _, err := New(Policy{JWT: &JWTPolicy{Issuers: []Issuer{i}}}, nil); err == nil || !strings.Contains(err.Error(),
			want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, err := New(Policy{JWT: &JWTPolicy{Issuers: []Issuer{ok, ok}}}, nil); err == nil || !strings.Contains(err.Error(),
		"it is there twice") {
		t.Errorf("two of one name: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server := newIssuerServer(t, newRSA(t, "k"))
	server.say("", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	call := begin(t, jwtPolicy(server.URL))
	text, _ := json.Marshal(map[string]string{"token": newRSA(t, "k").token(t, good())})
	if _, err := call.JWTVerify(ctx, text); err != context.Canceled {
		t.Errorf("an aborted call: %v", err)
	}
}
