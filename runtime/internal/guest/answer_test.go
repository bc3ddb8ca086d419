package guest

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/sdk"
)

// answerBounds are the defaults of a policy.
var answerBounds = Bounds{OutputBytes: 64 << 10, IDBytes: 1024, Depth: 32, LogBytes: 16 << 10, LogRate: 100}

func TestReadAnswer(t *testing.T) {
	for _, test := range []struct {
		answer string
		want   *sdk.Identity
		err    string
	}{
		{answer: `null`},
		{answer: " null\n"},
		{answer: `{"userId":"u"}`, want: &sdk.Identity{UserID: "u"}},
		{answer: `{"userId":"ü","userName":"n","userData":{"a":[1,"x",null,{"b":true}]}}`,
			want: &sdk.Identity{UserID: "ü", UserName: "n", UserData: map[string]any{"a": []any{1.0, "x", nil,
				map[string]any{"b": true}}}}},
		{answer: `{"userId":"\u0061\"b"}`, want: &sdk.Identity{UserID: `a"b`}},
		{answer: `{"userId":"{[","userData":{}}`, want: &sdk.Identity{UserID: "{[", UserData: map[string]any{}}},

		{answer: ``, err: "nothing was answered"},
		{answer: ` `, err: "nothing was answered"},
		{answer: `true`, err: `want null, an identity {"userId": …} or {"error": …}, got a boolean`},
		{answer: `"u"`, err: "got a string"},
		{answer: `7`, err: "got a number"},
		{answer: `[]`, err: "got an array"},
		{answer: `{}`, err: "userId: missing"},
		{answer: `{"userName":"n"}`, err: "userId: missing"},
		{answer: `{"userId":null}`, err: "userId: want a string, got null"},
		{answer: `{"userId":{}}`, err: "userId: want a string, got an object"},
		{answer: `{"userId":"u","userName":3}`, err: "userName: want a string, got a number"},
		{answer: `{"userId":"u","userName":null}`, err: "userName: want a string, got null"},
		{answer: `{"userId":"u","userData":[]}`, err: "userData: want an object, or nothing, got an array"},
		{answer: `{"userId":"u","userData":null}`, err: "userData: want an object, or nothing, got null"},
		{answer: `{"userId":"u","userId":"v"}`, err: "userId: occurs twice"},
		{answer: `{"userId":"u","us\u0065rId":"v"}`, err: "userId: occurs twice"},
		{answer: `{"userId":"u","email":"e"}`, err: "email: unknown"},
		{answer: `{"error":"no"}`, err: "the guest reports: no"},
		{answer: `{"error":7}`, err: "error: want a string, got a number"},
		{answer: `{"error":"no","userId":"u"}`, err: "error: stands beside other members"},
		{answer: `{"error":"token tok-123456 is unknown"}`, err: "the guest reports: token [redacted] is unknown"},
		{answer: `{"tok-123456":"u"}`, err: "bad answer: [redacted]: unknown"},
		{answer: `{"userId":"u"} {"userId":"v"}`, err: "not JSON: at byte 16 of 29"},
		{answer: `{"userId":"u"`, err: "not JSON: at byte 13 of 13"},
		{answer: "{\"userId\":\"a\nb\"}", err: "not JSON"},
		{answer: "{\"userId\":\"\x80\"}", err: "not UTF-8 at byte 11"},
		{answer: `{"userId":"` + strings.Repeat("u", 1025) + `"}`, err: "limit reached: userId of more than 1024 bytes"},
		{answer: `{"userId":"u","userData":` + strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 41),
			err: "limit reached: nesting of the answer of more than 32"},
		{answer: strings.Repeat("[", 60_000), err: "nesting of the answer"},
	} {
		in := &sdk.Input{Request: sdk.Request{Params: &sdk.Params{Arguments: json.RawMessage(`{"token":"tok-123456"}`)}}}
		got, err := readAnswer([]byte(test.answer), &redaction{in: in}, &answerBounds)
		if test.err == "" {
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%s: got %+v, %v, want %+v", test.answer, got, err, test.want)
			}
			continue
		}
		if err == nil || got != nil || !strings.Contains(err.Error(), test.err) {
			t.Errorf("%.80s:\n got %v, %v\nwant an error with %q", test.answer, got, err, test.err)
		}
	}
}

func FuzzReadAnswer(f *testing.F) {
	for _, seed := range []string{`null`, `{"userId":"u","userName":"n","userData":{"a":[1]}}`, `{"error":"no"}`,
		`{"userId":"\ud800"}`, `{"a`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		identity, err := readAnswer(answer, nil, &answerBounds)
		if err != nil {
			var wrong *fault.AnswerError
			var limit *fault.LimitError
			var guest *fault.GuestError
			if identity != nil || !errors.As(err, &wrong) && !errors.As(err, &limit) && !errors.As(err, &guest) {
				t.Fatalf("%v, %v", identity, err)
			}
			return
		}
		if identity == nil {
			return
		}
		// What is accepted means the same to another JSON reader.
		var other sdk.Identity
		if err := json.Unmarshal(answer, &other); err != nil || other.UserID != identity.UserID || other.UserID == "" ||
			other.UserName != identity.UserName || !reflect.DeepEqual(other.UserData, identity.UserData) {
			t.Fatalf("%q is %+v here and %+v, %v to encoding/json", answer, identity, other, err)
		}
	})
}
