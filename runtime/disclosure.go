package runtime

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"

	"github.com/whowasm/whowasm/runtime/capability"
)

// A Disclosure says what of a request a module gets to see. The zero value discloses all of it, as documented. What is
// taken away is absent, for the module and for nobody else: credentials that tell callers apart are looked at before.
type Disclosure struct {
	// Headers are the HTTP headers that the module sees, in any case. Nil means all, empty none.
	Headers []string
	// NoToken takes away the raw token: extra.authInfo.token and the Authorization header.
	NoToken bool
	// Drop are places in the input that are taken away, in gjson syntax, such as "request.params.arguments.password",
	// "request.params.arguments.*" or "request.params.arguments.items.#.card".
	Drop []string
	// Hash are places whose value is replaced by a keyed hash of it, a text such as "hmac-sha256:…": equal values have equal
	// hashes, and nothing else can be told of them. Wildcards are an error.
	Hash []string
	// HashKey is the key of the hashes. The zero value means a random one for each module and process.
	HashKey capability.Value
}

// A discloser applies a Disclosure.
type discloser struct {
	Disclosure
	headers map[string]bool // in lower case
	key     []byte
}

func newDiscloser(d Disclosure) (*discloser, error) {
	for _, path := range slices.Concat(d.Drop, d.Hash) {
		if err := checkPath(path); err != nil {
			return nil, err
		}
	}
	for _, path := range d.Hash {
		if strings.ContainsAny(path, "*?") {
			return nil, fmt.Errorf("disclosure: %q has a wildcard, of which the hash would replace the first match alone; name the places", path)
		}
	}
	key := make([]byte, 32)
	rand.Read(key)
	if d.HashKey != (capability.Value{}) {
		text, err := d.HashKey.Read()
		if err != nil {
			return nil, fmt.Errorf("disclosure: hash key: %w", err)
		}
		key = []byte(text)
	}
	var headers map[string]bool
	if d.Headers != nil {
		headers = make(map[string]bool)
		for _, name := range d.Headers {
			headers[strings.ToLower(name)] = true
		}
	}
	return &discloser{d, headers, key}, nil
}

// checkPath refuses what of gjson's syntax makes a value instead of naming a place.
func checkPath(path string) error {
	first, _, _ := strings.Cut(path, ".")
	if first != "request" && first != "extra" && first != "context" || strings.ContainsAny(path, "@{}[]|!()=~<>%") {
		return fmt.Errorf("disclosure: %q is not a place in the input; write one such as request.params.arguments.password", path)
	}
	return nil
}

// isAll reports whether the module sees the input as it is.
func (d *discloser) isAll() bool {
	return d.headers == nil && !d.NoToken && len(d.Drop) == 0 && len(d.Hash) == 0
}

// disclose returns what a module sees of an input.
func (d *discloser) disclose(input []byte) ([]byte, error) {
	if d.isAll() {
		return input, nil
	}
	input, err := normalize(input)
	if err != nil {
		return nil, err
	}
	steps := []func([]byte) ([]byte, error){d.hideHeaders}
	if d.NoToken {
		steps = append(steps, dropping("extra.authInfo.token"), dropping("extra.requestInfo.headers.authorization"))
	}
	for _, path := range d.Drop {
		steps = append(steps, dropping(path))
	}
	for _, path := range d.Hash {
		steps = append(steps, func(input []byte) ([]byte, error) { return d.hash(input, path) })
	}
	for _, step := range steps {
		if input, err = step(input); err != nil {
			return nil, err
		}
	}
	return input, nil
}

// normalize writes an input so that every name is there once and spelt in one way: a client's arguments come as it wrote
// them.
func normalize(input []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(input))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return out.Bytes(), err
}

func (d *discloser) hideHeaders(input []byte) (_ []byte, err error) {
	if d.headers == nil {
		return input, nil
	}
	const at = "extra.requestInfo.headers"
	for name := range gjson.GetBytes(input, at).Map() {
		if !d.headers[name] && err == nil {
			input, err = sjson.DeleteBytes(input, at+"."+escapePath(name))
		}
	}
	return input, err
}

// escapePath writes a name so that it stands for itself in a path.
func escapePath(name string) string { return gjson.Escape(name) }

// maxMatches is how many places one path may name.
const maxMatches = 10_000

var errMatches = errors.New("a path of the disclosure names too many places")

// dropping takes away every place that a path names.
func dropping(path string) func([]byte) ([]byte, error) {
	return func(input []byte) (_ []byte, err error) {
		for range maxMatches {
			places := placesOf(input, path)
			if len(places) == 0 {
				return input, nil
			}
			for _, place := range slices.Backward(places) { // indices of arrays stay good
				if input, err = sjson.DeleteBytes(input, place); err != nil {
					return nil, err
				}
			}
		}
		return nil, errMatches
	}
}

func (d *discloser) hash(input []byte, path string) (_ []byte, err error) {
	for _, place := range placesOf(input, path) {
		mac := hmac.New(sha256.New, d.key)
		mac.Write([]byte(gjson.GetBytes(input, place).Raw))
		sum := "hmac-sha256:" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
		if input, err = sjson.SetBytes(input, place, sum); err != nil {
			return nil, err
		}
	}
	return input, nil
}

// placesOf returns the places that a path names, without its wildcards: all of them for "#", the first for "*".
func placesOf(input []byte, path string) []string {
	found := gjson.GetBytes(input, path)
	if !found.Exists() {
		return nil
	}
	if strings.Contains(path, "#") {
		return found.Paths(string(input))
	}
	return []string{found.Path(string(input))}
}
