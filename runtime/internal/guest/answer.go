package guest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/sdk"
)

// readAnswer reads what a guest answered, strictly as ABI.md, "The answer", has it. Credentials and
// secrets are kept out of a message of the guest.
func readAnswer(answer []byte, r *redaction, bounds *Bounds) (*sdk.Identity, error) {
	document, err := parseAnswer(answer, bounds.Depth)
	if err != nil {
		return nil, err
	}
	if document.Type == gjson.Null {
		return nil, nil
	}
	if !document.IsObject() {
		return nil, wrongType("", document, `null, an identity {"userId": …} or {"error": …}`)
	}
	fields, err := fieldsOf(document, r)
	if err != nil {
		return nil, err
	}
	if fields[memberError].Exists() {
		return nil, readFailure(fields, r)
	}
	return readIdentity(&fields, bounds)
}

// parseAnswer checks that the answer is one JSON value, before anything that recurses sees it.
func parseAnswer(answer []byte, depth int) (gjson.Result, error) {
	if !utf8.Valid(answer) {
		return gjson.Result{}, &fault.AnswerError{Problem: fmt.Sprintf("not UTF-8 at byte %d", invalidAt(answer))}
	}
	text := strings.Trim(string(answer), " \t\r\n") // what JSON has for spaces
	if text == "" {
		return gjson.Result{}, &fault.AnswerError{Problem: "nothing was answered; answer null for an anonymous caller"}
	}
	if nesting(text) > depth {
		return gjson.Result{}, &fault.LimitError{Limit: "nesting of the answer", Allowed: int64(depth)}
	}
	if !gjson.Valid(text) {
		return gjson.Result{}, &fault.AnswerError{Problem: "not JSON: " + jsonProblem(text)}
	}
	return gjson.Parse(text), nil
}

// The members that an answer may have.
const (
	memberUserID = iota
	memberUserName
	memberUserData
	memberError
	memberCount
)

var memberNames = [memberCount]string{"userId", "userName", "userData", "error"}

// members are the members of an answer. One that is absent does not exist.
type members [memberCount]gjson.Result

// fieldsOf returns the members of the answer. A name that occurs twice means different things to different
// readers, so it is refused, and so is a name that the contract does not have.
func fieldsOf(document gjson.Result, r *redaction) (fields members, err error) {
	document.ForEach(func(key, value gjson.Result) bool {
		name := key.String()
		index := slices.Index(memberNames[:], name)
		if index < 0 {
			err = &fault.AnswerError{Path: quote.Name(r.redact([]byte(name))),
				Problem: "unknown; what else is known of a user belongs into userData"}
			return false
		}
		if fields[index].Exists() {
			err = &fault.AnswerError{Path: name, Problem: "occurs twice"}
			return false
		}
		fields[index] = value
		return true
	})
	return fields, err
}

func readFailure(fields members, r *redaction) error {
	message := fields[memberError]
	if message.Type != gjson.String {
		return wrongType("error", message, "a string")
	}
	for _, other := range fields[:memberError] {
		if other.Exists() {
			return &fault.AnswerError{Path: "error",
				Problem: "stands beside other members; an answer is an identity or an error"}
		}
	}
	return &fault.GuestError{Message: quote.Text(r.redact([]byte(message.String())))}
}

func readIdentity(fields *members, bounds *Bounds) (*sdk.Identity, error) {
	id := fields[memberUserID]
	if !id.Exists() {
		return nil, &fault.AnswerError{Path: "userId",
			Problem: "missing; an identity needs it, and null is an anonymous caller"}
	}
	identity := new(sdk.Identity)
	var err error
	if identity.UserID, err = readString("userId", id, bounds.IDBytes); err != nil {
		return nil, err
	}
	if identity.UserID == "" {
		return nil, &fault.AnswerError{Path: "userId", Problem: "empty; answer null for an anonymous caller"}
	}
	if name := fields[memberUserName]; name.Exists() {
		if identity.UserName, err = readString("userName", name, bounds.IDBytes); err != nil {
			return nil, err
		}
	}
	if data := fields[memberUserData]; data.Exists() {
		if !data.IsObject() {
			return nil, wrongType("userData", data, "an object, or nothing")
		}
		if identity.UserData, err = objectOf(data); err != nil {
			return nil, err
		}
	}
	return identity, nil
}

// objectOf returns what encoding/json would make of an object, which was checked already.
func objectOf(object gjson.Result) (members map[string]any, err error) {
	members = make(map[string]any)
	object.ForEach(func(name, value gjson.Result) bool {
		members[name.String()], err = valueOf(value)
		return err == nil
	})
	return members, err
}

func valueOf(value gjson.Result) (any, error) {
	switch value.Type {
	case gjson.Null:
		return nil, nil
	case gjson.True, gjson.False:
		return value.Bool(), nil
	case gjson.String:
		return value.String(), nil
	case gjson.Number:
		number, err := strconv.ParseFloat(value.Raw, 64)
		if err != nil {
			return nil, &fault.AnswerError{Path: "userData", Problem: "a number that is too large"}
		}
		return number, nil
	}
	if value.IsObject() {
		return objectOf(value)
	}
	elements := []any{}
	var err error
	value.ForEach(func(_, element gjson.Result) bool {
		var one any
		one, err = valueOf(element)
		elements = append(elements, one)
		return err == nil
	})
	return elements, err
}

func readString(path string, value gjson.Result, limit int) (string, error) {
	if value.Type != gjson.String {
		return "", wrongType(path, value, "a string")
	}
	text := value.String()
	if len(text) > limit {
		return "", &fault.LimitError{Limit: path, Allowed: int64(limit), Unit: "bytes"}
	}
	return text, nil
}

func wrongType(path string, value gjson.Result, want string) error {
	got := "an object"
	switch value.Type {
	case gjson.Null:
		got = "null"
	case gjson.True, gjson.False:
		got = "a boolean"
	case gjson.Number:
		got = "a number"
	case gjson.String:
		got = "a string"
	case gjson.JSON:
		if value.IsArray() {
			got = "an array"
		}
	}
	return &fault.AnswerError{Path: path, Problem: "want " + want + ", got " + got}
}

// nesting returns how deep the objects and arrays of a JSON text go.
func nesting(text string) (deepest int) {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// jsonProblem says where a text stops being JSON, and shows none of it.
func jsonProblem(text string) string {
	var value any
	err := json.Unmarshal([]byte(text), &value)
	if syntax, ok := err.(*json.SyntaxError); ok {
		return "at byte " + strconv.FormatInt(syntax.Offset, 10) + " of " + strconv.Itoa(len(text))
	}
	return "malformed"
}

func invalidAt(text []byte) int {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	return at
}
