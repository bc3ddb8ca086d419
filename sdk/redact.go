package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

const (
	// redacted stands in a text where a credential was.
	redacted = "[redacted]"
	// withheld stands for a whole text, where a call brought more values than are looked for.
	withheld = "[withheld: the call has too many values to find them in its messages]"
	// minSecretBytes is the length below which a value is not taken for a secret: shorter ones stand in
	// ordinary words, and removing them would make every message unreadable.
	minSecretBytes = 4
	// maxSecrets is how many values of a call are looked for.
	maxSecrets = 1000
	// maxText is how many bytes of a text are looked at, and keptText how many are left of a longer one: a value that
	// begins in those is found by what of it lies before maxText.
	maxText  = 4096
	keptText = 3072
)

// A Redactor removes the credentials of one call from texts. Nil removes nothing. It is safe for use by
// several goroutines.
type Redactor struct {
	values    []string
	withholds bool // there are too many values
}

// Redactor returns what removes from a text every value that the caller sent and that could be a credential:
// the verified token and its claims, the HTTP headers, the strings and numbers among the tool's arguments and
// in _meta. Messages of a guest or of a native callback pass through it before they reach an error or a log.
//
// A value is found as it is, JSON-escaped, and a line at a time; not when it was encoded otherwise or cut. It removes
// the other values too. A nil input without other values gives a nil Redactor. A text of more than 4 KiB is cut to 3:
// both the values and the text may be chosen so that it would take long to look for the ones in the other.
func (in *Input) Redactor(others ...string) *Redactor {
	if in == nil && len(others) == 0 {
		return nil
	}
	s := make(secrets)
	if in != nil {
		s.addInput(in)
	}
	for _, other := range others {
		s.add(other)
	}
	if len(s) > maxSecrets {
		return &Redactor{withholds: true}
	}
	return &Redactor{values: slices.Collect(maps.Keys(s))}
}

// Redact returns the text without the credentials.
func (r *Redactor) Redact(text string) string {
	switch {
	case r == nil || text == "":
		return text
	case r.withholds:
		return withheld
	}
	looked := text[:min(len(text), maxText)]
	hidden := make([]bool, len(looked))
	for _, value := range r.values {
		hide(hidden, looked, value)
	}
	if len(text) <= maxText {
		return cover(looked, hidden)
	}
	kept := strings.ToValidUTF8(cover(looked[:keptText], hidden[:keptText]), "")
	return fmt.Sprintf("%s… (%d more bytes)", kept, len(text)-keptText)
}

// hide marks where a value is in a text.
func hide(hidden []bool, text, value string) {
	needle := value[:min(len(value), maxText-keptText)]
	for at := 0; ; {
		found := strings.Index(text[at:], needle)
		if found < 0 {
			return
		}
		at += found
		end := min(at+len(value), len(text))
		for i := at; i < end; i++ {
			hidden[i] = true
		}
		at = end
	}
}

// cover writes a text with one mark in place of each run that is hidden.
func cover(text string, hidden []bool) string {
	var out strings.Builder
	for at := 0; at < len(text); {
		end := at + 1
		for end < len(text) && hidden[end] == hidden[at] {
			end++
		}
		if hidden[at] {
			out.WriteString(redacted)
		} else {
			out.WriteString(text[at:end])
		}
		at = end
	}
	return out.String()
}

// secrets are the values to remove, in every form in which they are looked for.
type secrets map[string]struct{}

func (s secrets) addInput(in *Input) {
	if auth := in.Extra.AuthInfo; auth != nil {
		s.add(auth.Token)
		s.addJSON(marshal(auth.Extra))
	}
	if in.Extra.RequestInfo != nil {
		s.addURL(in.Extra.RequestInfo.URL)
		for name, value := range in.Extra.RequestInfo.Headers {
			if publicHeaders[name] {
				continue
			}
			s.add(value)
			for _, part := range strings.FieldsFunc(value, isHeaderSeparator) {
				s.add(part)
			}
		}
	}
	if params := in.Request.Params; params != nil {
		s.addJSON(params.Arguments)
		s.addJSON(marshal(params.Meta))
		s.addJSON(params.InputResponses)
		s.addJSON(params.Argument)
		s.add(params.RequestState)
	}
}

// addURL adds the parts of a URL that may hold a credential: of its path and the values of its query, as they stand and
// decoded.
func (s secrets) addURL(text string) {
	_, text, _ = strings.Cut(text, "://")
	_, text, _ = strings.Cut(text, "/") // behind the host
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/?&=", r) }) {
		s.add(part)
		if decoded, err := url.QueryUnescape(part); err == nil {
			s.add(decoded)
		}
	}
}

func marshal(value map[string]any) []byte {
	text, _ := json.Marshal(value) // what cannot be written did not come from a client
	return text
}

// add adds a value and the forms that it may take in a text.
func (s secrets) add(value string) {
	s.addForm(value)
	s.addForm(strings.ToValidUTF8(value, "�"))
	if quoted, err := json.Marshal(value); err == nil {
		s.addForm(string(quoted[1 : len(quoted)-1]))
	}
	if strings.Contains(value, "\n") {
		for line := range strings.Lines(value) {
			s.addForm(strings.TrimSpace(line))
		}
	}
}

func (s secrets) addForm(value string) {
	if len(value) >= minSecretBytes {
		s[value] = struct{}{}
	}
}

// addJSON adds the strings and numbers of a JSON text, also those of members that occur twice.
func (s secrets) addJSON(text []byte) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var inObject []bool // of each level
	name := false       // the next string is the name of a member
	for len(s) <= maxSecrets {
		token, err := decoder.Token()
		if err != nil { // io.EOF, or a text that is not JSON
			return
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				inObject = append(inObject, token == '{')
			} else {
				inObject = inObject[:len(inObject)-1]
			}
			name = len(inObject) > 0 && inObject[len(inObject)-1]
			continue
		case string:
			if name {
				name = false
				continue
			}
			s.add(token)
		case json.Number:
			s.add(token.String())
		}
		name = len(inObject) > 0 && inObject[len(inObject)-1]
	}
}

// publicHeaders are the request headers that every client sends and that hold no credential. The words in
// them ("application", "gzip") would otherwise vanish from messages.
var publicHeaders = map[string]bool{
	"accept": true, "accept-encoding": true, "accept-language": true, "connection": true,
	"content-length": true, "content-type": true, "host": true, "mcp-method": true, "mcp-name": true,
	"mcp-protocol-version": true, "user-agent": true,
}

func isHeaderSeparator(r rune) bool { return strings.ContainsRune(" ,;=\"", r) }
