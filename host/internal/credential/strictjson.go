package credential

import (
	"strings"

	"github.com/tidwall/gjson"
)

// This file reads JSON of clients where the answer decides who somebody is: what two readers would read differently is
// ambiguous, and counts as nobody's.

// A Presence says what was found where a value was looked for.
type Presence byte

const (
	Absent Presence = iota
	Empty           // null or "", as clients fill in what they do not have
	Present
	Ambiguous // different readers would find different values
)

// FindMember follows names into a JSON object. Readers differ in which of two members of one name they take, and in
// whether they tell the case of letters: where that would matter the result is [Ambiguous]. The value is as it stands
// in the text.
func FindMember(text []byte, names []string) (string, Presence) {
	value := gjson.ParseBytes(text)
	for _, name := range names {
		if !value.IsObject() {
			return "", Absent
		}
		var found gjson.Result
		matches, exact := 0, false
		value.ForEach(func(key, member gjson.Result) bool {
			if strings.EqualFold(key.Str, name) {
				found = member
				matches++
				exact = key.Str == name
			}
			return matches < 2
		})
		switch {
		case matches == 0:
			return "", Absent
		case matches > 1 || !exact:
			return "", Ambiguous
		}
		value = found
	}
	return value.Raw, presenceOf(value)
}

func presenceOf(value gjson.Result) Presence {
	switch {
	case !value.Exists():
		return Absent
	case value.Type == gjson.Null, value.Type == gjson.String && value.Str == "":
		return Empty
	default:
		return Present
	}
}

// repeats reports whether an object in a JSON value has two members of one name.
func repeats(value gjson.Result) (yes bool) {
	seen := make(map[string]bool)
	value.ForEach(func(key, member gjson.Result) bool {
		name := strings.ToLower(key.Str)
		yes = value.IsObject() && seen[name] || (member.IsObject() || member.IsArray()) && repeats(member)
		seen[name] = true
		return !yes
	})
	return yes
}
