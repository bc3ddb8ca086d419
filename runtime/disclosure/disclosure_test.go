package disclosure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"github.com/whowasm/whowasm/runtime/capability"
)

const disclosed = `{"request":{"method":"tools/call","params":{"name":"t","arguments":{"password":"p1",` +
	`"p\u0061ssword":"p2","password":"p3",` +
	`"n":12345678901234567890,"apiKey":"k","a.b":"dotted","items":[{"card":"c1","id":1},{"id":2},{"card":"c2"}],` +
	`"html":"<&>","contraseña":"s-e"},"_meta":{"trace":"x"}}},` +
	`"extra":{"authInfo":{"token":"tok","clientId":"c","scopes":[]},"requestInfo":{"headers":{"authorization":"Bearer ` +
	`tok","user-agent":"u","x.y*":"odd","x-api-key":"k","X-UPPER":"up-value"}},"_meta":{"trace":"x"},` +
	`"signal":{"aborted":false}},` +
	`"context":{"session":{}}}`

func TestDisclosure(t *testing.T) {
	for name, test := range map[string]struct {
		Policy
		absent, present []string
	}{
		"everything": {present: []string{`"p3"`, `"tok"`, "Bearer tok", `"odd"`}},
		"a member": {Policy: Policy{Drop: []string{"request.params.arguments.password"}}, absent: []string{"p1",
			"p2", "p3", "password"}, present: []string{`"k"`, "12345678901234567890", "<&>"}},
		"no token": {Policy: Policy{NoToken: true}, absent: []string{"tok\"", "Bearer", "authorization"},
			present: []string{`"clientId":"c"`, "user-agent"}},
		"some headers": {Policy: Policy{Headers: []string{"User-Agent"}}, absent: []string{"Bearer", "odd",
			"x-api-key"}, present: []string{"user-agent", `"token":"tok"`}},
		"no headers": {Policy: Policy{Headers: []string{}}, absent: []string{"user-agent"},
			present: []string{`"headers":{}`}},
		"all arguments": {Policy: Policy{Drop: []string{"request.params.arguments.*"}}, absent: []string{"p3", "c1",
			"dotted"}, present: []string{`"arguments":{}`, `"trace":"x"`}},
		"in an array": {Policy: Policy{Drop: []string{"request.params.arguments.items.#.card"}},
			absent: []string{"c1", "c2"}, present: []string{`[{"id":1},{"id":2},{}]`}},
		"a whole part": {Policy: Policy{Drop: []string{"extra.authInfo", "request.params._meta"}},
			absent: []string{"clientId", "trace"}},
		"a dotted name": {Policy: Policy{Drop: []string{`request.params.arguments.a\.b`}},
			absent: []string{"dotted"}, present: []string{"p3"}},
		"an element": {Policy: Policy{Drop: []string{"request.params.arguments.items.0"}}, absent: []string{"c1"},
			present: []string{`[{"id":2},{"card":"c2"}]`}},
		"all elements": {Policy: Policy{Drop: []string{"request.params.arguments.items.#"}}, absent: []string{"c1",
			"c2"}, present: []string{`"items":[]`}},
		"a pattern": {Policy: Policy{Drop: []string{"request.params.arguments.pass*"}}, absent: []string{"p3"},
			present: []string{`"k"`}},
		"a star": {Policy: Policy{Drop: []string{`extra.requestInfo.headers.x\.y\*`}},
			absent: []string{"odd"}, present: []string{`"x-api-key"`}},
		"hashed all": {Policy: Policy{Hash: []string{"request.params.arguments.*"}}, absent: []string{`"p3"`,
			`"c1"`, "dotted"}, present: []string{`"password":"hmac-sha256:`}},
		"_meta":         {Policy: Policy{Drop: []string{"request.params._meta.trace"}}, absent: []string{"trace"}},
		"all of _meta":  {Policy: Policy{Drop: []string{"request.params.*"}}, absent: []string{"trace", "_meta"}},
		"the other one": {Policy: Policy{Drop: []string{"extra._meta"}}, absent: []string{"trace"}},
		"another script": {Policy: Policy{Drop: []string{"request.params.arguments.contraseña"}},
			absent: []string{"s-e"}},
		"its wildcard": {Policy: Policy{Drop: []string{"request.params.arguments.contraseñ?"}},
			absent: []string{"s-e"}},
		"header case": {Policy: Policy{Drop: []string{"extra.requestInfo.headers.X-Upper"}},
			absent: []string{"up-value"}},
		"absent": {Policy: Policy{Drop: []string{"request.params.arguments.other.deep"},
			Hash: []string{"extra.authInfo.none"}}, present: []string{"p3"}},
		"hashed": {Policy: Policy{Hash: []string{"request.params.arguments.apiKey",
			"extra.requestInfo.headers.x-api-key", "request.params.arguments.items.#.card"}},
			absent: []string{`:"k"`, `"c1"`, `"c2"`}, present: []string{"hmac-sha256:"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := New(test.Policy)
			if err != nil {
				t.Fatal(err)
			}
			got, err := d.Disclose([]byte(disclosed))
			if err != nil || !gjson.ValidBytes(got) {
				t.Fatal(string(got), err)
			}
			for _, text := range test.absent {
				if strings.Contains(string(got), text) {
					t.Errorf("%q is still there: %s", text, got)
				}
			}
			for _, text := range test.present {
				if !strings.Contains(string(got), text) {
					t.Errorf("%q is gone: %s", text, got)
				}
			}
		})
	}
}

// TestLargeDisclosures takes little more time for many members than for few: a client may send as many as fit.
func TestLargeDisclosures(t *testing.T) {
	d, err := New(Policy{Drop: []string{"request.params.arguments.*", "request.params.list.#.card"}})
	if err != nil {
		t.Fatal(err)
	}
	var members, elements []string
	for i := range 50_000 {
		members = append(members, fmt.Sprintf(`"m%d":1`, i))
		elements = append(elements, `{"card":1}`)
	}
	got, err := d.Disclose([]byte(`{"request":{"params":{"arguments":{` + strings.Join(members, ",") + `},"list":[` +
		strings.Join(elements, ",") + `]}}}`))
	if err != nil || strings.Contains(string(got), "card") || !strings.Contains(string(got), `"arguments":{}`) {
		t.Errorf("%.200s, %v", got, err)
	}
}

// TestHashesCompare shows what a hash tells: which values are equal, under one key.
func TestHashesCompare(t *testing.T) {
	hash := func(key string) (string, string) {
		d, err := New(Policy{Hash: []string{"request.params.arguments.apiKey",
			"extra.requestInfo.headers.x-api-key"}, HashKey: capability.Value{Text: strings.Repeat(key, 8)}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Disclose([]byte(disclosed))
		if err != nil {
			t.Fatal(err)
		}
		return gjson.GetBytes(got, "request.params.arguments.apiKey").String(), gjson.GetBytes(got,
			"extra.requestInfo.headers.x-api-key").String()
	}
	a, b := hash("one")
	c, _ := hash("two")
	if a != b || a == c || len(a) < 40 {
		t.Errorf("%s, %s, under another key %s", a, b, c)
	}
}

func TestWrongDisclosures(t *testing.T) {
	for _, d := range []Policy{
		{Drop: []string{"arguments.password"}}, {Drop: []string{""}}, {Drop: []string{"request.@this"}},
		{Hash: []string{"request.params.{a,b}"}},
		{Hash: []string{"request"}}, {HashKey: capability.Value{Text: "short"}}, {Drop: []string{"request..x"}},
		{Drop: []string{`request.params.arguments.items.#(id==1)`}},
	} {
		if _, err := New(d); err == nil || !strings.HasPrefix(err.Error(), "disclosure: ") {
			t.Errorf("%+v: %v", d, err)
		}
	}
}

// FuzzDisclosure looks for a value that stays where its name was dropped, however a client writes it.
func FuzzDisclosure(f *testing.F) {
	f.Add([]byte(`{"password":"xyzzy-secret"}`))
	f.Add([]byte(`{"p\u0061ssword":"xyzzy-secret","a":{"password":1},"password":["xyzzy-secret"]}`))
	d, err := New(Policy{Drop: []string{"request.params.arguments.password"}, NoToken: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, arguments []byte) {
		if !gjson.ValidBytes(arguments) {
			return
		}
		got, err := d.Disclose([]byte(`{"request":{"params":{"arguments":` + string(arguments) + `}}}`))
		if err != nil {
			return
		}
		if gjson.GetBytes(got, "request.params.arguments.password").Exists() || !gjson.ValidBytes(got) {
			t.Errorf("%s became %s", arguments, got)
		}
	})
}
