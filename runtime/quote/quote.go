// Package quote writes what others chose, a module, a client, a service or a file, into messages for people: bounded in
// length, and without characters that a terminal would obey or that would make the rest read as something else.
//
// Lengths are those of what is written, in characters. What was cut is counted: `"aaaa"… (1000 more bytes)`.
package quote

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// How much is written, in characters.
const (
	nameLength = 200   // of a name
	listNames  = 20    // names of a list
	listLength = 600   // of a list
	textLength = 1_000 // of a sentence
	lineLength = 3_000 // of a line of a log, or a whole message
)

// String writes a text in quotes, as a string of Go.
func String(s string) string {
	escaped, rest := cut(s, nameLength, true)
	return `"` + escaped + `"` + more(rest)
}

// Name writes a name: as it is if it has only ASCII letters, digits and _ . : $ / - [ ] and is not too long, and in
// quotes otherwise.
func Name(s string) string {
	if s == "" || len(s) > nameLength || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return String(s)
	}
	return s
}

func plain(r rune) bool {
	switch {
	case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return true
	}
	return strings.ContainsRune("_.:$/-[]", r)
}

// Names writes a list of names with commas between them, as far as there is room for them.
func Names(names []string) string {
	var list strings.Builder
	for i, name := range names {
		name = Name(name)
		if i == listNames || i > 0 && utf8.RuneCountInString(list.String())+utf8.RuneCountInString(name) > listLength {
			fmt.Fprintf(&list, " and %d more", len(names)-i)
			break
		}
		if i > 0 {
			list.WriteString(", ")
		}
		list.WriteString(name)
	}
	return list.String()
}

// Text writes a sentence: what is not printable is escaped, the rest stays as it is.
func Text(s string) string { return text(s, textLength) }

// Short is Text for what should be a word, such as the name of a tool.
func Short(s string) string { return text(s, nameLength) }

// Line is Text for what may be longer: a line of a log, or a whole message.
func Line(s string) string { return text(s, lineLength) }

func text(s string, length int) string {
	escaped, rest := cut(s, length, false)
	return escaped + more(rest)
}

func more(bytes int) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("… (%d more bytes)", bytes)
}

// Error returns an error whose text is Text of the one that it wraps. Nil stays nil.
func Error(err error) error {
	if err == nil {
		return nil
	}
	return &quoted{err}
}

type quoted struct{ error }

func (q *quoted) Error() string { return Text(q.error.Error()) }
func (q *quoted) Unwrap() error { return q.error }

// cut escapes a text until its length is reached, and returns how many bytes of the text are left.
func cut(s string, length int, inQuotes bool) (escaped string, rest int) {
	var out strings.Builder
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		written := escape(s[at:at+size], r, inQuotes)
		if length -= utf8.RuneCountInString(written); length < 0 {
			return out.String(), len(s) - at
		}
		out.WriteString(written)
		at += size
	}
	return out.String(), 0
}

// escape writes one character.
func escape(s string, r rune, inQuotes bool) string {
	if inQuotes || !strconv.IsPrint(r) || r == utf8.RuneError && len(s) == 1 {
		return strings.TrimSuffix(strings.TrimPrefix(strconv.Quote(s), `"`), `"`)
	}
	return s
}

// JSON escapes what is not printable in a JSON text, which may hold it in strings only. The text means the same.
func JSON(text []byte) []byte {
	if !slices.ContainsFunc(text, func(b byte) bool { return b >= 0x7f }) {
		return text
	}
	var out []byte
	for _, r := range string(text) {
		switch {
		case r < 0x7f || strconv.IsPrint(r):
			out = utf8.AppendRune(out, r)
		case r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
