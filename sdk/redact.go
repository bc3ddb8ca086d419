package sdk

import (
	"encoding/json"
	"slices"
	"strings"
)

// redacted stands in a text where a credential was.
const redacted = "[redacted]"

// minSecretBytes is the length below which a value is not taken for a secret: shorter ones stand in ordinary
// words, and removing them would make every message unreadable.
const minSecretBytes = 4

// Redact returns text with every value removed that the caller sent and that could be a credential: the
// verified token, the HTTP headers, the strings among the tool's arguments and in _meta. Messages of a guest
// or of a native callback pass through it before they reach an error or a log. It does not recognise a value
// that was encoded or cut. A nil input leaves the text as it is.
func (in *Input) Redact(text string) string {
	if in == nil || text == "" {
		return text
	}
	for _, secret := range in.secrets() {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	return text
}

// secrets returns the values to remove, the longest first, so that a value within another is not left in part.
func (in *Input) secrets() []string {
	var found []string
	add := func(value string) {
		if len(value) >= minSecretBytes {
			found = append(found, value)
		}
	}
	if in.Extra.AuthInfo != nil {
		add(in.Extra.AuthInfo.Token)
		eachString(in.Extra.AuthInfo.Extra, add)
	}
	if in.Extra.RequestInfo != nil {
		for name, value := range in.Extra.RequestInfo.Headers {
			if publicHeaders[name] {
				continue
			}
			add(value)
			for _, part := range strings.FieldsFunc(value, isHeaderSeparator) {
				add(part)
			}
		}
	}
	if in.Request.Params != nil {
		var arguments any
		if json.Unmarshal(in.Request.Params.Arguments, &arguments) == nil {
			eachString(arguments, add)
		}
		eachString(in.Request.Params.Meta, add)
	}
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(found)
}

// publicHeaders are the request headers that every client sends and that hold no credential. The words in
// them ("application", "gzip") would otherwise vanish from messages.
var publicHeaders = map[string]bool{
	"accept": true, "accept-encoding": true, "accept-language": true, "connection": true,
	"content-length": true, "content-type": true, "host": true, "mcp-method": true, "mcp-name": true,
	"mcp-protocol-version": true, "user-agent": true,
}

func isHeaderSeparator(r rune) bool { return strings.ContainsRune(" ,;=\"", r) }

// eachString calls visit with every string inside a decoded JSON value. Map keys are left out.
func eachString(value any, visit func(string)) {
	switch value := value.(type) {
	case string:
		visit(value)
	case []any:
		for _, item := range value {
			eachString(item, visit)
		}
	case map[string]any:
		for _, item := range value {
			eachString(item, visit)
		}
	}
}
