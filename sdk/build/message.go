package build

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
)

// A Message says what is wrong with a place of the source.
type Message struct {
	// File is relative to the folder of the entry file, Line counts from 1, Column from 1 in bytes. They are zero where no
	// place is known.
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	// Text says what is wrong.
	Text string `json:"text"`
	// Source is the line.
	Source string `json:"source,omitempty"`
}

// String is the message with its place, and the line with a mark below.
func (m Message) String() string {
	if m.File == "" {
		return m.Text
	}
	text := fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, m.Text)
	if m.Source == "" {
		return text
	}
	before := m.Source[:min(m.Column-1, len(m.Source))]
	return fmt.Sprintf("%s\n    %s\n    %s^", text, strings.ReplaceAll(m.Source, "\t", " "),
		strings.Repeat(" ", utf8.RuneCountInString(before)))
}

// A SourceError is source that cannot be built.
type SourceError struct {
	// Messages are what is wrong with it, at least one.
	Messages []Message
}

func (e *SourceError) Error() string {
	var lines []string
	for _, m := range e.Messages {
		lines = append(lines, m.String())
	}
	return strings.Join(lines, "\n")
}

// inOurWords are messages of esbuild that mean something else here, by their kind.
var inOurWords = map[string]string{
	"unsupported-dynamic-import": "import() of a name that is not a string: there are no files to import from later",
	"unsupported-require-call":   "require() of a name that is not a string: there are no files to import from later",
}

// notFound is esbuild's message for an import of a package that is not there.
var notFound = regexp.MustCompile(`^Could not resolve ("[^./][^"]*")$`)

// messages are esbuild's, without its notes: those are about its own options.
func messages(from []api.Message) (to []Message) {
	for _, m := range from {
		message := Message{Text: cmp.Or(inOurWords[m.ID], m.Text)}
		if match := notFound.FindStringSubmatch(m.Text); match != nil {
			message.Text = match[1] + " is not in node_modules; npm install brings what package.json names"
		}
		if at := m.Location; at != nil {
			message.File, message.Line, message.Column, message.Source = at.File, at.Line, at.Column+1, at.LineText
		}
		to = append(to, message)
	}
	return to
}
