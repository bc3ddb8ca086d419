package disclosure

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// This file hides what a [Policy] takes away where the request says it again. Protocol 2026-07-28 repeats arguments
// and names in headers (Mcp-Param-*, Mcp-Name), the token stands in its header, and a client may send one value in an
// argument and in a cookie.

// undisclosed stands where a hidden value was found by its text. The member is still there: a client that writes the
// value of another place into one that is hidden must not make the other place look empty.
const undisclosed = "[undisclosed]"

// minHiddenBytes is the length of the shortest value that is looked for everywhere. Shorter ones are words that stand
// anywhere; they are looked for in the headers that repeat what a client says.
const minHiddenBytes = 8

// maxSearchBytes bounds the search for hidden values in headers, as the product of both. Beyond it, all headers are
// hidden.
const maxSearchBytes = 32 << 20

// mirrors are groups of places that say the same. When one is hidden, so are the others. A header hides no other place,
// except that of the token.
var mirrors = parseMirrors([][]string{
	{"request.method", "extra.requestInfo.headers.mcp-method"},
	{"request.params.name", "extra.requestInfo.headers.mcp-name"},
	{"extra.sessionId", "extra.requestInfo.headers.mcp-session-id"},
	{"extra.authInfo.token", "extra.requestInfo.headers.authorization"},
	{"extra.authInfo.clientId", "extra.authInfo.extra.client_id", "extra.authInfo.extra.azp"},
	{"extra.authInfo.scopes", "extra.authInfo.extra.scope"},
	{"extra.authInfo.expiresAt", "extra.authInfo.extra.exp"},
	{"context.session.client_params.clientInfo", "extra.requestInfo.headers.user-agent",
		`request.params._meta.io\.modelcontextprotocol/clientInfo`, `extra._meta.io\.modelcontextprotocol/clientInfo`},
	{"context.session.client_params.protocolVersion", "extra.requestInfo.headers.mcp-protocol-version",
		`request.params._meta.io\.modelcontextprotocol/protocolVersion`,
		`extra._meta.io\.modelcontextprotocol/protocolVersion`},
})

// Places that clients write.
var (
	argumentsPlace    = place{{name: "request"}, {name: "params"}, {name: "arguments"}}
	paramsPlace       = place{{name: "request"}, {name: "params"}}
	clientParamsPlace = place{{name: "context"}, {name: "session"}, {name: "client_params"}}
	tokenPlace        = place{{name: "extra"}, {name: "authInfo"}, {name: "token"}}
	claimsPlace       = place{{name: "extra"}, {name: "authInfo"}, {name: "extra"}}
	urlPlace          = place{{name: "extra"}, {name: "requestInfo"}, {name: "url"}}
)

// bearerHeader is the header of the token.
const bearerHeader = "authorization"

func parseMirrors(groups [][]string) (mirrors [][]place) {
	for _, group := range groups {
		var places []place
		for _, path := range group {
			p, err := parsePlace(path)
			if err != nil {
				panic(err) // of the table above
			}
			places = append(places, p)
		}
		mirrors = append(mirrors, places)
	}
	return mirrors
}

// A hiding is what one disclosure takes out of one input.
type hiding struct {
	places []place         // that are dropped or hashed
	texts  map[string]bool // of the values there
	tokens map[string]bool // of those, the verified token
}

// newHiding looks at an input before anything is taken away.
func newHiding(input any, places []place) *hiding {
	h := &hiding{places: places, texts: make(map[string]bool), tokens: make(map[string]bool)}
	for _, p := range places {
		if p.reachesHeaders() {
			continue // what headers repeat is not to be hidden in its own place
		}
		each(input, p, func(value any) { h.addTexts(h.texts, value) })
	}
	for _, p := range places {
		each(input, headers, func(value any) { h.addHeaders(p, value) })
		if p.hides(tokenPlace) || p.namesHeader(bearerHeader) {
			each(input, tokenPlace, func(value any) { h.addTexts(h.texts, value); h.addTexts(h.tokens, value) })
		}
	}
	return h
}

// addHeaders adds the headers at a place that names some of them.
func (h *hiding) addHeaders(p place, value any) {
	all, _ := value.(map[string]any)
	for name, value := range all {
		if p.namesHeader(name) && !strings.HasPrefix(name, "mcp-") {
			h.addTexts(h.texts, value)
		}
	}
}

// reachesHeaders reports whether a place is in the headers, all of them, or around them.
func (p place) reachesHeaders() bool {
	_, ok := p.reaches(headers)
	return ok
}

// namesHeader reports whether a place is for a header, and not for all of them.
func (p place) namesHeader(name string) bool {
	return len(p) == len(headers)+1 && p.reachesHeaders() && p[3].name != "*" && p[3].matches(name)
}

// hides reports whether what is known to be the same as others is hidden, in whole or in part.
func (p place) hides(known place) bool {
	if _, ok := p.reaches(known); !ok {
		return false
	}
	if _, inHeaders := known.reaches(headers); inHeaders {
		return known[3].name == bearerHeader && p.namesHeader(bearerHeader)
	}
	return true
}

// addTexts adds the strings and numbers in a value, and the words of a header such as "Bearer token".
func (h *hiding) addTexts(to map[string]bool, value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, member := range value {
			h.addTexts(to, member)
		}
	case []any:
		for _, element := range value {
			h.addTexts(to, element)
		}
	default:
		text, ok := textOf(value)
		if !ok || text == "" {
			return
		}
		to[text] = true
		if scheme, credential, ok := strings.Cut(text, " "); ok && strings.EqualFold(scheme, "Bearer") {
			to[strings.TrimSpace(credential)] = true
		}
	}
}

// textOf returns a JSON value as a header has it, false for an object, an array or null.
func textOf(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case json.Number:
		return value.String(), true
	case bool:
		if value {
			return "true", true
		}
		return "false", true
	}
	return "", false
}

// each calls f with every value at a place.
func each(input any, p place, f func(any)) {
	edit(input, p, func(value any) (any, bool) {
		f(value)
		return value, true
	})
}

// existing tells which places of the mirrors an input has, also when it has been changed.
func existing(input any) func(place) bool {
	found := make(map[*step]bool)
	for _, group := range mirrors {
		for _, p := range group {
			each(input, p, func(any) { found[&p[0]] = true })
		}
	}
	return func(p place) bool { return found[&p[0]] }
}

// apply hides in an input what it says again, when the hidden places themselves have been changed. It is told which
// places existed before.
func (h *hiding) apply(input any, existed func(place) bool) {
	for _, group := range mirrors {
		for i, p := range group {
			if existed(p) && h.hides(p) {
				h.dropOthers(input, group, i)
			}
		}
	}
	if h.hides(argumentsPlace) {
		h.dropParamHeaders(input)
	}
	for _, p := range []place{paramsPlace, requestMeta, clientParamsPlace} {
		edit(input, p, func(value any) (any, bool) { return mask(value, h.texts), true })
	}
	edit(input, tokenPlace, func(value any) (any, bool) { return h.maskHeader("", value), true })
	edit(input, urlPlace, func(value any) (any, bool) { return h.maskHeader("referer", value), true })
	edit(input, claimsPlace, func(value any) (any, bool) { return mask(value, h.tokens), true })
	each(input, headers, h.maskHeaders)
}

// hides reports whether a place is hidden, in whole or in part.
func (h *hiding) hides(p place) bool {
	return slices.ContainsFunc(h.places, func(hidden place) bool { return hidden.hides(p) })
}

// dropOthers drops the places of a group but for one, which the disclosure itself has dropped or hashed.
func (h *hiding) dropOthers(input any, group []place, but int) {
	for i, p := range group {
		isHidden := slices.ContainsFunc(h.places, func(hidden place) bool {
			_, ok := hidden.reaches(p)
			return ok && len(hidden) == len(p)
		})
		if i != but && !isHidden {
			edit(input, p, func(any) (any, bool) { return nil, false })
		}
	}
}

// dropParamHeaders drops the headers that repeat arguments, unless they repeat one that is left and none that is
// hidden.
// Source: MCP 2026-07-28, transports, custom headers from tool parameters.
func (h *hiding) dropParamHeaders(input any) {
	left := make(map[string]bool)
	each(input, argumentsPlace, func(value any) { h.addTexts(left, value) })
	each(input, headers, func(value any) {
		all, _ := value.(map[string]any)
		maps.DeleteFunc(all, func(name string, value any) bool {
			text, _ := value.(string)
			decoded := decodeHeader(text)
			return strings.HasPrefix(name, "mcp-param-") && (!left[decoded] || h.texts[decoded])
		})
	})
}

// decodeHeader reads a header as protocol 2026-07-28 writes an argument there.
func decodeHeader(text string) string {
	const prefix, suffix = "=?base64?", "?="
	encoded, isEncoded := strings.CutPrefix(text, prefix)
	encoded, ends := strings.CutSuffix(encoded, suffix)
	if decoded, err := base64.StdEncoding.DecodeString(encoded); isEncoded && ends && err == nil {
		return string(decoded)
	}
	return text
}

// mask replaces the strings and numbers in a value that are hidden.
func mask(value any, hidden map[string]bool) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = mask(member, hidden)
		}
	case []any:
		for i, element := range value {
			value[i] = mask(element, hidden)
		}
	default:
		if text, ok := textOf(value); ok && len(text) >= minHiddenBytes && hidden[text] {
			return undisclosed
		}
	}
	return value
}

// carriers are headers that a client fills with what it says elsewhere, or a proxy with the client's URL.
var carriers = map[string]bool{
	"cookie": true, "referer": true, "user-agent": true, "baggage": true, "tracestate": true, "traceparent": true,
	"x-original-url": true, "x-original-uri": true, "x-rewrite-url": true, "x-forwarded-uri": true,
	"x-envoy-original-path": true,
}

// maskHeader returns what is read as a header of that name, masked.
func (h *hiding) maskHeader(name string, value any) any {
	masked := map[string]any{name: value}
	h.maskHeaders(masked)
	return masked[name]
}

// maskHeaders masks the headers in which a hidden value can be read.
func (h *hiding) maskHeaders(value any) {
	all, _ := value.(map[string]any)
	var long []string
	for text := range h.texts {
		if len(text) >= minHiddenBytes {
			long = append(long, text)
		}
	}
	size := 0
	for name, value := range all {
		text, _ := value.(string)
		size += len(text)
		isCarrier := carriers[name] || strings.HasPrefix(name, "mcp-")
		if size*len(long) > maxSearchBytes || h.isIn(text, long, isCarrier) {
			all[name] = undisclosed
		}
	}
}

// isIn reports whether a header holds a hidden value, in one of the ways in which headers are written: a long one
// anywhere, in a carrier also a short one that stands by itself.
func (h *hiding) isIn(header string, long []string, isCarrier bool) bool {
	for _, reading := range waysToRead(header) {
		if slices.ContainsFunc(long, func(text string) bool { return strings.Contains(reading, text) }) {
			return true
		}
		parts := append(strings.FieldsFunc(reading, isSeparator), reading)
		if isCarrier && slices.ContainsFunc(parts, func(part string) bool { return h.texts[part] }) {
			return true
		}
	}
	return false
}

func isSeparator(r rune) bool { return strings.ContainsRune(" \t;,=&?/#\"", r) }

// waysToRead returns what a header may say: as it stands, unescaped as in a URL, and each part of it that is Base64.
func waysToRead(header string) []string {
	found := []string{header, strings.ReplaceAll(header, "+", " ")}
	for last := header; len(found) < 8; {
		plain := unescapeURL(last)
		if plain == last {
			break
		}
		found = append(found, plain, strings.ReplaceAll(plain, "+", " "))
		last = plain
	}
	for _, part := range strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune(" ;,?=.\"", r) }) {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if decoded, err := encoding.DecodeString(part); err == nil {
				found = append(found, string(decoded))
			}
		}
	}
	return found
}

// unescapeURL decodes %XX where it stands for a byte.
func unescapeURL(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if b, err := hex.DecodeString(text[i+1 : i+3]); err == nil {
				out.Write(b)
				i += 2
				continue
			}
		}
		out.WriteByte(text[i])
	}
	return out.String()
}
