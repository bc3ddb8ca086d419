// Package disclosure decides what of a request a module gets to see: what a [Policy] takes away is never written down
// for it. It knows the request's JSON and nothing of modules.
package disclosure

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/match"

	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/quote"
)

// A Policy says what of a request a module gets to see. The zero value discloses all of it, as documented. What is
// taken away is absent, for the module and for nobody else: credentials that tell callers apart are looked at before.
//
// A value that Drop, Hash or NoToken takes away is hidden where the request says it again: in the headers in which
// protocol 2026-07-28 repeats arguments and names, in the token's header, in _meta, in a token that has the claim, and
// wherever else the client sent its text, of 8 bytes or more, also escaped or in Base64; in cookies and URLs also a
// shorter one. Found by its text, it becomes "[undisclosed]". A client can so make a header unreadable for the module
// by sending the header's value in a place that is hidden: a module must not take what it cannot read for a permission.
// What the host gives (claims, other than those that repeat the token, and the lifespan context) is left alone. Headers
// only chooses headers, and hides nothing elsewhere.
type Policy struct {
	// Headers are the HTTP headers that the module sees, in any case. Nil means all, empty none.
	Headers []string
	// NoToken takes away the raw token: extra.authInfo.token and the Authorization header.
	NoToken bool
	// Drop are places in the input that are taken away, in gjson syntax, such as "request.params.arguments.password",
	// "request.params.arguments.*" or "request.params.arguments.items.#.card". All that match are.
	Drop []string
	// Hash are places whose value is replaced by a keyed hash of it, a text such as "hmac-sha256:…": equal values have
	// equal hashes, and nothing else can be told of them.
	Hash []string
	// HashKey is the key of the hashes. The zero value means a random one for each module and process.
	HashKey capability.Value
}

// A Discloser applies a [Policy]. It is safe for use by several goroutines.
type Discloser struct {
	headers    map[string]bool // in lower case, nil for all
	drop, hash []place
	hidden     []place // both
	key        []byte
}

// New returns what applies a policy. The error says what is wrong with that, or that the hash key cannot be read.
func New(d Policy) (*Discloser, error) {
	applied := &Discloser{key: make([]byte, 32)}
	if d.NoToken {
		d.Drop = append([]string{"extra.authInfo.token", "extra.requestInfo.headers.authorization"}, d.Drop...)
	}
	var err error
	if applied.drop, err = parsePlaces(d.Drop); err != nil {
		return nil, err
	}
	if applied.hash, err = parsePlaces(d.Hash); err != nil {
		return nil, err
	}
	applied.hidden = slices.Concat(applied.drop, applied.hash)
	rand.Read(applied.key)
	if d.HashKey != (capability.Value{}) {
		text, err := d.HashKey.Read()
		if err != nil {
			return nil, fmt.Errorf("disclosure: hash key: %w", err)
		}
		if len(text) < minHashKeyBytes {
			return nil, fmt.Errorf("disclosure: the hash key has fewer than %d bytes", minHashKeyBytes)
		}
		applied.key = []byte(text)
	}
	if d.Headers != nil {
		applied.headers = make(map[string]bool)
		for _, name := range d.Headers {
			applied.headers[strings.ToLower(name)] = true
		}
	}
	return applied, nil
}

// minHashKeyBytes is the least that a configured key may have: with a shorter one hashes could be tried out.
const minHashKeyBytes = 16

// IsAll reports whether the module sees the input as it is.
func (d *Discloser) IsAll() bool {
	return d.headers == nil && len(d.drop) == 0 && len(d.hash) == 0
}

// Disclose returns what a module sees of an input, which it does not change. The input is read and written anew, since
// a client's arguments come as it wrote them: a name may be there twice, or be spelt with escapes.
func (d *Discloser) Disclose(input []byte) ([]byte, error) {
	if d.IsAll() {
		return input, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(input))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("the request cannot be read again: %w", err)
	}
	edit(value, headers, func(headers any) (any, bool) { return d.lowered(headers), true })
	hidden := newHiding(value, d.hidden)
	existed := existing(value)
	edit(value, headers, func(headers any) (any, bool) { return d.shown(headers), true })
	for _, p := range d.drop {
		edit(value, p, func(any) (any, bool) { return nil, false })
	}
	for _, p := range d.hash {
		edit(value, p, func(value any) (any, bool) { return d.hashOf(value), true })
	}
	hidden.apply(value, existed)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return out.Bytes(), err
}

// Places that are known.
var (
	headers     = place{{name: "extra"}, {name: "requestInfo"}, {name: "headers"}}
	paramsMeta  = place{{name: "request"}, {name: "params"}, {name: "_meta"}}
	requestMeta = place{{name: "extra"}, {name: "_meta"}}
)

// lowered returns headers with their names in lower case.
func (d *Discloser) lowered(headers any) any {
	lowered := make(map[string]any)
	all, _ := headers.(map[string]any)
	for name, value := range all {
		lowered[strings.ToLower(name)] = value
	}
	return lowered
}

// shown returns the headers that a module sees.
func (d *Discloser) shown(headers any) any {
	all, _ := headers.(map[string]any)
	maps.DeleteFunc(all, func(name string, _ any) bool { return d.headers != nil && !d.headers[name] })
	return headers
}

// hashOf returns the keyed hash of a JSON value, the members of objects in order.
func (d *Discloser) hashOf(value any) string {
	text, _ := json.Marshal(value) // it was read from JSON
	mac := hmac.New(sha256.New, d.key)
	mac.Write(text)
	return "hmac-sha256:" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// A place is a path to values within a JSON value.
type place []step

// A step leads from an object or an array to values in it.
type step struct {
	name     string
	wildcard bool // name is a pattern
}

func parsePlaces(paths []string) (places []place, err error) {
	for _, path := range paths {
		p, err := parsePlace(path)
		if err != nil {
			return nil, err
		}
		if rest, ok := p.reaches(headers); ok && len(rest) > 0 {
			rest[0].name = strings.ToLower(rest[0].name)
		}
		places = append(places, p)
		// A request's _meta stands in two places.
		if rest, ok := p.reaches(paramsMeta); ok {
			places = append(places, slices.Concat(requestMeta, rest))
		}
		if rest, ok := p.reaches(requestMeta); ok {
			places = append(places, slices.Concat(paramsMeta, rest))
		}
	}
	return places, nil
}

// parsePlace reads of gjson's syntax what names places: names and their wildcards, indices, "#" for every element, and
// a backslash before a character that stands for itself. What makes a value of several, as queries and modifiers do, is
// an error.
func parsePlace(path string) (p place, err error) {
	wrong := fmt.Errorf("disclosure: %s is not a place in the input; write one such as request.params.arguments.password",
		quote.String(path))
	if strings.ContainsAny(path, "@{}[]|!()=~<>%") {
		return nil, wrong
	}
	current := step{}
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '\\' && i+1 < len(path):
			i++
			current.name += `\` + path[i:i+1] // as a pattern has it
		case c == '.':
			p = append(p, current)
			current = step{}
		default:
			current.wildcard = current.wildcard || c == '*' || c == '?'
			current.name += path[i : i+1] // a byte: a name may be in any script
		}
	}
	p = append(p, current)
	for i := range p {
		if p[i].name == "" {
			return nil, wrong
		}
		if !p[i].wildcard {
			p[i].name = unescape(p[i].name)
		}
	}
	if first := p[0].name; len(p) < 2 || first != "request" && first != "extra" && first != "context" {
		return nil, wrong
	}
	return p, nil
}

// reaches reports whether the place is a known one, below it or around it, and returns the steps that lead on from
// there.
func (p place) reaches(known place) (rest place, ok bool) {
	for i := range min(len(p), len(known)) {
		if !p[i].matches(known[i].name) {
			return nil, false
		}
	}
	return p[min(len(p), len(known)):], true
}

// unescape removes the backslashes before characters.
func unescape(name string) string {
	var out strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] == '\\' && i+1 < len(name) {
			i++
		}
		out.WriteByte(name[i])
	}
	return out.String()
}

// edit changes every value at a place below a value: change returns what stands there instead, or false for nothing. It
// returns the value, which is another one for an array that became shorter.
func edit(value any, p place, change func(any) (any, bool)) any {
	below := func(old any) (any, bool) {
		if len(p) == 1 {
			return change(old)
		}
		return edit(old, p[1:], change), true
	}
	switch value := value.(type) {
	case map[string]any:
		for name, old := range value {
			if !p[0].matches(name) {
				continue
			}
			if changed, kept := below(old); kept {
				value[name] = changed
			} else {
				delete(value, name)
			}
		}
	case []any:
		kept := value[:0]
		for i, old := range value {
			changed, keep := old, true
			if p[0].name == "#" || p[0].matches(strconv.Itoa(i)) {
				changed, keep = below(old)
			}
			if keep {
				kept = append(kept, changed)
			}
		}
		return kept
	}
	return value
}

func (s step) matches(name string) bool {
	if s.wildcard {
		return match.Match(name, s.name)
	}
	return s.name == name
}
