package disclosure

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// repeated is a request in which the client says everything that it can twice.
const repeated = `{"request":{"method":"tools/call","params":{"name":"secret-tool",` +
	`"arguments":{"password":"hunter2-hunter2","pin":1234,"agree":true,"region":"eu","count":7,` +
	`"again":{"deep":["hunter2-hunter2"]},"code":"7"},` +
	`"_meta":{"io.modelcontextprotocol/clientInfo":{"name":"cli","version":"9"},` +
	`"io.modelcontextprotocol/protocolVersion":"2026-07-28","note":"hunter2-hunter2"}}},` +
	`"extra":{"sessionId":"session-77","authInfo":{"token":"tok-4711-tok","clientId":"client-5","scopes":["read"],` +
	`"expiresAt":99,"extra":{"client_id":"client-5","scope":"read","exp":99,"raw":"tok-4711-tok",` +
	`"sub":"hunter2-hunter2"}},` +
	`"requestInfo":{"url":"http://h/mcp?p=hunter2%2Dhunter2&pin=1234&t=tok-4711-tok",` +
	`"headers":{"Authorization":"Bearer ` +
	`tok-4711-tok","mcp-method":"tools/call","Mcp-Name":"secret-tool","mcp-session-id":"session-77",` +
	`"mcp-protocol-version":"2026-07-28","user-agent":"cli/9",` +
	`"Mcp-Param-Password":"hunter2-hunter2","mcp-param-pin":"1234","mcp-param-agree":"true","mcp-param-region":"eu",` +
	`"mcp-param-count":"7","mcp-param-code":"7","mcp-param-b64":"=?base64?aHVudGVyMi1odW50ZXIy?=",` +
	`"cookie":"a=b; p=hunter2-hunter2; ` +
	`pin=1234","referer":"http://x/?p=hunter2%2Dhunter2","x-original-url":"/mcp?p=%2568unter2-hunter2",` +
	`"x-basic":"Basic ` +
	`YWxpY2U6aHVudGVyMi1odW50ZXIy","x-forwarded-access-token":"tok-4711-tok","accept":"text/plain","x-pin":"1234"}},` +
	`"_meta":{"io.modelcontextprotocol/clientInfo":{"name":"cli","version":"9"},` +
	`"io.modelcontextprotocol/protocolVersion":"2026-07-28","note":"hunter2-hunter2"},"signal":{"aborted":false}},` +
	`"context":{"session":{"client_params":{"protocolVersion":"2026-07-28","clientInfo":{"name":"cli","version":"9"}}},` +
	`"lifespan_context":{"greeting":"hunter2-hunter2"}}}`

func disclosedTo(t *testing.T, d Policy, input string) string {
	t.Helper()
	discloser, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := discloser.Disclose([]byte(input))
	if err != nil || !gjson.ValidBytes(got) {
		t.Fatal(string(got), err)
	}
	return string(got)
}

// TestHiddenEverywhere drops and hashes a value, and looks for it where a client or the protocol said it again.
func TestHiddenEverywhere(t *testing.T) {
	arg, header := "request.params.arguments.", "extra.requestInfo.headers."
	for name, test := range map[string]struct {
		place         string
		gone, present []string // paths
	}{
		"an argument": {arg + "password",
			[]string{header + "mcp-param-password", header + "mcp-param-b64"},
			[]string{header + "mcp-param-region", header + "mcp-param-count", header + "mcp-param-pin", header + "mcp-name",
				header + "accept", arg + "region"}},
		"a number": {arg + "pin", []string{header + "mcp-param-pin"}, []string{header + "mcp-param-region", header +
			"x-pin"}},
		"a boolean": {arg + "agree", []string{header + "mcp-param-agree"}, []string{header + "mcp-param-region"}},
		"its twin stays": {arg + "code", []string{header + "mcp-param-code", header + "mcp-param-count"}, []string{arg +
			"count"}},
		"all arguments": {arg + "*", []string{header + "mcp-param-region", header + "mcp-param-count"}, []string{header +
			"mcp-name"}},
		"the parameters": {"request.params", []string{header + "mcp-name", header + "mcp-param-region", "extra._meta",
			"context.session.client_params.clientInfo", header + "user-agent"}, []string{header + "mcp-method"}},
		"by a wildcard": {"request.*.arguments.pa*", []string{header + "mcp-param-password", header + "mcp-param-b64"},
			[]string{header + "mcp-param-region"}},
		"the name":       {"request.params.name", []string{header + "mcp-name"}, []string{header + "mcp-param-password"}},
		"the method":     {"request.method", []string{header + "mcp-method"}, []string{header + "mcp-name"}},
		"the session":    {"extra.sessionId", []string{header + "mcp-session-id"}, nil},
		"the token":      {"extra.authInfo.token", []string{header + "authorization"}, []string{"extra.authInfo.clientId"}},
		"its header":     {header + "Authorization", []string{"extra.authInfo.token"}, nil},
		"all headers":    {header + "*", nil, []string{"extra.authInfo.token", arg + "password", arg + "region"}},
		"a mirror alone": {header + "mcp-param-password", nil, []string{arg + "password", header + "mcp-param-b64"}},
		"the client": {"extra.authInfo.clientId", []string{"extra.authInfo.extra.client_id"},
			[]string{"extra.authInfo.extra.scope"}},
		"its claim": {"extra.authInfo.extra.client_id", []string{"extra.authInfo.clientId"}, nil},
		"the program": {"context.session.client_params.clientInfo.name",
			[]string{`request.params._meta.io\.modelcontextprotocol/clientInfo`,
				`extra._meta.io\.modelcontextprotocol/clientInfo`, header + "user-agent"}, []string{`extra._meta.note`}},
		"its _meta": {`extra._meta.io\.modelcontextprotocol/clientInfo`,
			[]string{`request.params._meta.io\.modelcontextprotocol/clientInfo`,
				"context.session.client_params.clientInfo"}, nil},
	} {
		for kind, d := range map[string]Policy{"drop": {Drop: []string{test.place}},
			"hash": {Hash: []string{test.place}}} {
			got := disclosedTo(t, d, repeated)
			for _, path := range test.gone {
				// What is around a hashed place is one hash.
				if value := gjson.Get(got, path); value.Exists() && !strings.HasPrefix(value.String(), "hmac-sha256:") {
					t.Errorf("%s, %s: %s is still there: %s", name, kind, path, value)
				}
			}
			for _, path := range test.present {
				if value := gjson.Get(got, path); !value.Exists() || value.String() == undisclosed {
					t.Errorf("%s, %s: %s is gone", name, kind, path)
				}
			}
		}
	}
}

// TestHiddenTexts looks for the text of what was hidden, as a stranger to the request's form would.
func TestHiddenTexts(t *testing.T) {
	for name, test := range map[string]struct {
		Policy
		text    string
		allowed int // where the host itself, or the token's verifier, says it
	}{
		"an argument": {Policy{Drop: []string{"request.params.arguments.password"}}, "hunter2-hunter2", 2},
		"hashed":      {Policy{Hash: []string{"request.params.arguments.password"}}, "hunter2-hunter2", 2},
		"headers are listed": {Policy{Drop: []string{"request.params.arguments.password"}, Headers: []string{"cookie",
			"mcp-param-password", "X-Basic"}}, "hunter2-hunter2", 2},
		"a note in _meta":    {Policy{Drop: []string{"extra._meta.note"}}, "hunter2-hunter2", 2},
		"the token":          {Policy{NoToken: true}, "tok-4711-tok", 0},
		"the token's header": {Policy{Drop: []string{"extra.requestInfo.headers.author*"}}, "tok-4711-tok", 0},
		"another header": {Policy{Drop: []string{"extra.requestInfo.headers.x-forwarded-access-token"}},
			"tok-4711-tok", 1},
		"the session": {Policy{Drop: []string{"extra.sessionId"}}, "session-77", 0},
	} {
		got := disclosedTo(t, test.Policy, repeated)
		count := strings.Count(got, test.text)
		for _, header := range gjson.Get(got, "extra.requestInfo.headers").Map() {
			for _, reading := range waysToRead(header.String()) {
				if strings.Contains(reading, test.text) {
					t.Errorf("%s: a header says %q", name, header)
				}
			}
		}
		if count != test.allowed {
			t.Errorf("%s: %q stands there %d times, want %d: %s", name, test.text, count, test.allowed, got)
		}
	}
}

// TestShortValuesInCarriers looks for a short value where clients repeat themselves, and leaves other headers alone.
func TestShortValuesInCarriers(t *testing.T) {
	got := disclosedTo(t, Policy{Drop: []string{"request.params.arguments.pin"}}, repeated)
	headers := gjson.Get(got, "extra.requestInfo.headers")
	if url := gjson.Get(got, "extra.requestInfo.url").String(); url != undisclosed {
		t.Error(url)
	}
	if headers.Get("cookie").String() != undisclosed || headers.Get("x-pin").String() != "1234" {
		t.Error(headers)
	}
}

// TestClaimInAToken hides a claim that the token itself holds.
func TestClaimInAToken(t *testing.T) {
	jwt := "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(`{"email":"alice@example.com"}`)) + ".c2ln"
	input := `{"extra":{"authInfo":{"token":"` + jwt +
		`","extra":{"email":"alice@example.com"}},"requestInfo":{"headers":{"authorization":"Bearer ` + jwt + `"}}}}`
	got := disclosedTo(t, Policy{Drop: []string{"extra.authInfo.extra.email"}}, input)
	if strings.Contains(got, jwt) || strings.Contains(got, "alice") {
		t.Error(got)
	}
}

// TestMaskedIsNotAbsent keeps a header there that a client has made look like what it hides.
func TestMaskedIsNotAbsent(t *testing.T) {
	got := disclosedTo(t, Policy{Drop: []string{"request.params.arguments.password"}},
		`{"request":{"params":{"arguments":{"password":"restricted"}}},"extra":{"authInfo":{"token":"t",`+
			`"scopes":["restricted"]},"requestInfo":{"headers":{"x-level":"restricted"}}}}`)
	if gjson.Get(got, "extra.requestInfo.headers.x-level").String() != undisclosed || gjson.Get(got,
		"extra.authInfo.scopes.0").String() != "restricted" {
		t.Error(got)
	}
}

// TestManyHiddenValues does not search long where a client sends many values and long headers.
func TestManyHiddenValues(t *testing.T) {
	var members []string
	for i := range 50_000 {
		members = append(members, fmt.Sprintf(`"m%d":"value-%d"`, i, i))
	}
	input := `{"request":{"params":{"arguments":{` + strings.Join(members, ",") +
		`}}},"extra":{"requestInfo":{"headers":{"x-long":"` + strings.Repeat("value-", 10_000) + `"}}}}`
	got := disclosedTo(t, Policy{Drop: []string{"request.params.arguments.*"}}, input)
	if strings.Contains(got, "value-") {
		t.Errorf("%.200s", got)
	}
}
