package sdk

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	in := &Input{
		Request: Request{Params: &Params{
			Arguments: json.RawMessage(`{"token":"tok-alice-1","nested":{"list":["deep-secret"]},"short":"abc","n":12345,` +
				`"twice":"first-one","twice":"second-one","quoted":"a\"b-quoted","pem":"-----BEGIN-----\nMIIEvQ\n"}`),
			Meta: map[string]any{"key": "meta-secret"},
		}},
		Extra: Extra{
			AuthInfo: &AuthInfo{Token: "tok-alice-1-longer", Extra: map[string]any{"claim": "claim-secret"}},
			RequestInfo: &RequestInfo{Headers: map[string]string{
				"authorization": "Bearer jwt.of.somebody", "cookie": "session=cookie-secret; theme=dark",
				"content-type": "application/json", "x-api-key": "key-12345",
			}, URL: "https://mcp.example.com/t/path-secret?key=query%2Bsecret&x=1"},
		},
	}
	redactor := in.Redactor()
	for text, want := range map[string]string{
		"":                                  "",
		"user service: 503":                 "user service: 503",
		"no user for tok-alice-1":           "no user for [redacted]",
		"no user for tok-alice-1-longer":    "no user for [redacted]",
		"deep-secret, meta-secret":          "[redacted], [redacted]",
		"claim-secret":                      "[redacted]",
		"header Bearer jwt.of.somebody":     "header [redacted]",
		"token jwt.of.somebody is no JWT":   "token [redacted] is no JWT",
		"cookie-secret":                     "[redacted]",
		"key-12345 twice key-12345":         "[redacted] twice [redacted]",
		"application/json is not expected":  "application/json is not expected",
		"abc":                               "abc",
		"path-secret, query+secret":         "[redacted], [redacted]",
		"query%2Bsecret at mcp.example.com": "[redacted] at mcp.example.com",
		"pin 12345":                         "pin [redacted]",
		"first-one and second-one":          "[redacted] and [redacted]",
		`dump {"quoted":"a\"b-quoted"}`:     `dump {"quoted":"[redacted]"}`,
		"line MIIEvQ":                       "line [redacted]",
		"the argument token is the culprit": "the argument token is the culprit",
	} {
		if got := redactor.Redact(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := (*Input)(nil).Redactor().Redact("as it is"); got != "as it is" {
		t.Errorf("a nil input: %q", got)
	}
}

func TestArgument(t *testing.T) {
	for arguments, want := range map[string]string{
		`{"token":"t"}`:        "t",
		`{"token":"\u0074 t"}`: "t t",
		`{"token":7}`:          "",
		`{"token":null}`:       "",
		`{}`:                   "",
		`null`:                 "",
		``:                     "",
		`["token"]`:            "",
	} {
		req := &Request{Params: &Params{Arguments: json.RawMessage(arguments)}}
		if got := req.Argument("token"); got != want {
			t.Errorf("%s: got %q, want %q", arguments, got, want)
		}
	}
	if got := new(Request).Argument("token"); got != "" {
		t.Errorf("a request without params: %q", got)
	}
}

// TestRedactIsBounded feeds values that would be found in their own replacements, and more than are looked for.
func TestRedactIsBounded(t *testing.T) {
	in := func(values int) *Input {
		list := strings.TrimSuffix(strings.Repeat(`"dact","cted",`, values), ",")
		for i := range values / 100 {
			list += `,"value-` + strconv.Itoa(i) + `"`
		}
		return &Input{Request: Request{Params: &Params{Arguments: json.RawMessage(`{"token":"tok-secret","x":[` + list +
			`]}`)}}}
	}
	if got := in(1000).Redactor().Redact("unknown tok-secret, dact"); got != "unknown [redacted], [redacted]" {
		t.Errorf("got %q", got)
	}
	if got := in(200_000).Redactor().Redact("unknown tok-secret"); got != withheld {
		t.Errorf("got %q", got)
	}
}

// TestLongTextsAreCut redacts texts and values that were chosen so that it would take long, and values that lie where a
// text is cut.
func TestLongTextsAreCut(t *testing.T) {
	var arguments strings.Builder
	for i := range 900 {
		fmt.Fprintf(&arguments, `"a%d":"%sb",`, i, strings.Repeat("a", i))
	}
	secret := strings.Repeat("s3cret", 300)
	in := &Input{Request: Request{Params: &Params{
		Arguments: json.RawMessage(`{` + arguments.String() + `"secret":"` + secret + `"}`),
	}}}
	redactor := in.Redactor()
	if text := redactor.Redact(strings.Repeat("a", 64<<10)); len(text) > 4<<10 || !strings.Contains(text, "more bytes)") {
		t.Errorf("%d bytes are left", len(text))
	}
	for at := 0; at < 5000; at += 7 {
		text := redactor.Redact(strings.Repeat("x", at) + secret + strings.Repeat("y", 5000))
		if strings.Contains(text, "s3cret") {
			t.Fatalf("at %d: %.100q", at, text[strings.Index(text, "s3cret"):])
		}
	}
}
