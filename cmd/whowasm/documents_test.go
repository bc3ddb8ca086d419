package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/whowasm/whowasm/host/policy"
	"github.com/whowasm/whowasm/sdk/build"
)

// repository is its root, as seen from this folder.
const repository = "../.."

const (
	maxColumns     = 120 // of a line in a document
	maxReadmeLines = 150
)

// A document is a Markdown file of the repository.
type document struct {
	path   string // from the root, with slashes
	lines  []string
	prose  []string // the same without the blocks
	blocks []block
}

// A block is what stands between two fences. Its fence says what it is:
//
//	go             a program, or a piece of one in a function that has a ctx, a server, a module and a *http.ServeMux
//	go main.go     a file, which the commands below it find
//	ts [NAME]      a callback, and a file if it has a name
//	js NAME        a file that Node.js runs, in a document of the npm package
//	yaml [NAME]    a policy, and a file if it has a name
//	json [NAME]    a JSON text, and a file if it has a name
//	sh             commands, run one after the other in one terminal session for each document
//	text prints    what the commands above it print, among other lines; times may differ, … stands for anything
//	text           a picture
type block struct {
	line       int // of the fence
	kind, name string
	text       string
}

// prints is the name of a block with what commands print.
const prints = "prints"

// documents returns all Markdown files.
func documents(t *testing.T) []document {
	t.Helper()
	var found []document
	err := filepath.WalkDir(repository, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != repository && (name == "node_modules" || strings.HasPrefix(name, ".")):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".md"):
			return nil
		}
		relative, err := filepath.Rel(repository, path)
		if err == nil {
			found = append(found, readDocument(t, filepath.ToSlash(relative)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// readDocument tells prose and blocks apart. A line of a block is an empty line of the prose.
func readDocument(t *testing.T, path string) document {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, path))
	if err != nil {
		t.Fatal(err)
	}
	d := document{path: path, lines: strings.Split(string(text), "\n")}
	var open *block
	for i, line := range d.lines {
		fence, fenced := strings.CutPrefix(line, "```")
		switch {
		case fenced && open == nil:
			kind, name, _ := strings.Cut(fence, " ")
			open = &block{line: i + 1, kind: kind, name: name}
		case fenced:
			d.blocks, open = append(d.blocks, *open), nil
		case open != nil:
			open.text += line + "\n"
		default:
			d.prose = append(d.prose, line)
			continue
		}
		d.prose = append(d.prose, "")
	}
	if open != nil {
		t.Errorf("%s:%d: the fence is not closed", path, open.line)
	}
	return d
}

// wideRows are tables whose lines may be wider, by how these lines begin.
var wideRows = map[string]string{
	"CONTRIBUTING.md": "| `runtime/` |", // the list of its rooms
}

// TestDocumentsAreShort holds lines to a width, and the README to a length.
func TestDocumentsAreShort(t *testing.T) {
	for _, d := range documents(t) {
		for i, line := range d.lines {
			if width := utf8.RuneCountInString(line); width > maxColumns && !isWide(d.path, line) {
				t.Errorf("%s:%d: %d columns, want at most %d", d.path, i+1, width, maxColumns)
			}
		}
		if d.path == "README.md" && len(d.lines)-1 > maxReadmeLines {
			t.Errorf("%s: %d lines, want at most %d", d.path, len(d.lines)-1, maxReadmeLines)
		}
	}
}

func isWide(path, line string) bool {
	row, ok := wideRows[path]
	return ok && strings.HasPrefix(line, row)
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestDocumentsLinkToWhatIsThere follows the links within the repository, to headings as well.
func TestDocumentsLinkToWhatIsThere(t *testing.T) {
	anchors := make(map[string][]string)
	all := documents(t)
	for _, d := range all {
		anchors[d.path] = anchorsOf(d)
	}
	for _, d := range all {
		for i, line := range d.prose {
			for _, match := range link.FindAllStringSubmatch(line, -1) {
				if problem := follow(d.path, match[1], anchors); problem != "" {
					t.Errorf("%s:%d: %s: %s", d.path, i+1, match[1], problem)
				}
			}
		}
	}
}

// follow says what is wrong with a link, "" if nothing is.
func follow(from, target string, anchors map[string][]string) string {
	if strings.Contains(target, "://") {
		return ""
	}
	file, anchor, _ := strings.Cut(target, "#")
	path := from
	if file != "" {
		path = filepath.ToSlash(filepath.Join(filepath.Dir(from), file))
	}
	if _, err := os.Stat(filepath.Join(repository, path)); err != nil {
		return "no such file"
	}
	if anchor != "" && !slices.Contains(anchors[path], anchor) {
		return "no such heading"
	}
	return ""
}

// anchorsOf returns the names that headings have on GitHub.
func anchorsOf(d document) (anchors []string) {
	for _, line := range d.prose {
		if heading, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			anchors = append(anchors, strings.Map(func(r rune) rune {
				switch {
				case r == ' ':
					return '-'
				case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
					return unicode.ToLower(r)
				}
				return -1
			}, heading))
		}
	}
	return anchors
}

// TestDocumentsBlocks reads what is a policy or JSON, compiles what is Go, builds what is TypeScript, and knows every
// kind of block.
func TestDocumentsBlocks(t *testing.T) {
	checked := newSnippets(t)
	for _, d := range documents(t) {
		for i, b := range d.blocks {
			where := fmt.Sprintf("%s:%d", d.path, b.line)
			switch b.kind {
			case "go":
				checked.add(where, b)
			case "yaml":
				checkPolicy(t, where, b.text)
			case "ts":
				checkScript(t, where, b.text)
			case "js": // sdk/typescript/test runs it
			case "json":
				if !json.Valid([]byte(b.text)) {
					t.Errorf("%s: this is no JSON", where)
				}
			case "text":
				if b.name == prints && (i == 0 || d.blocks[i-1].kind != "sh") {
					t.Errorf("%s: no commands stand before what they print", where)
				}
			case "sh":
			default:
				t.Errorf("%s: a block of the kind %q, which no test looks at", where, b.kind)
			}
		}
	}
	checked.vet()
}

func checkScript(t *testing.T, where, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "identify.ts")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := build.JavaScript(file, build.JavaScriptOptions{}); err != nil {
		t.Errorf("%s: %v", where, err)
	}
}

func checkPolicy(t *testing.T, where, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := policy.Read(file); err != nil {
		t.Errorf("%s: %v", where, err)
	}
}

// snippets are pieces of Go that are compiled together: each a package of a module that uses the checkout.
type snippets struct {
	t     *testing.T
	dir   string
	where map[string]string // of a package
}

func newSnippets(t *testing.T) *snippets {
	t.Helper()
	dir := t.TempDir()
	script := checkoutModule + "echo module example.com/snippets >go.mod\nuse_checkout\n"
	if out, err := session(t, dir, script); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return &snippets{t, dir, make(map[string]string)}
}

// imported are the packages that a piece may use without importing them.
var imported = map[string]string{
	"front": "github.com/whowasm/whowasm/host/front", "net": "net",
	"disclosure": "github.com/whowasm/whowasm/runtime/disclosure",
	"http":       "net/http", "log": "log", "os": "os", "slog": "log/slog", "time": "time", "fmt": "fmt",
	"mcp": "github.com/modelcontextprotocol/go-sdk/mcp", "auth": "github.com/modelcontextprotocol/go-sdk/auth",
	"host": "github.com/whowasm/whowasm/host", "policy": "github.com/whowasm/whowasm/host/policy",
	"runtime": "github.com/whowasm/whowasm/runtime", "capability": "github.com/whowasm/whowasm/runtime/capability",
	"sdk": "github.com/whowasm/whowasm/sdk", "identify": "github.com/whowasm/whowasm/sdk/go",
}

var (
	declared = regexp.MustCompile(`(?m)^((?:\w+, )*\w+) := `)
	comment  = regexp.MustCompile(`//.*`)
)

func (s *snippets) add(where string, b block) {
	text := b.text
	if !strings.Contains("\n"+text, "\npackage ") {
		text = inFunction(text)
	}
	name := fmt.Sprintf("p%d", len(s.where))
	s.where[name] = where
	folder := filepath.Join(s.dir, name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// inFunction makes a package of a piece of a function.
func inFunction(piece string) string {
	var text strings.Builder
	text.WriteString("package snippet\n\nimport (\n\t\"context\"\n")
	const signature = "func _(ctx context.Context, server *mcp.Server, module *runtime.Module, mux *http.ServeMux) " +
		"(err error) {\n"
	for name, path := range imported {
		if regexp.MustCompile(`\b` + name + `\.[A-Z]`).MatchString(signature + comment.ReplaceAllString(piece, "")) {
			fmt.Fprintf(&text, "\t%s %q\n", name, path)
		}
	}
	text.WriteString(")\n\n" + signature + piece)
	for _, match := range declared.FindAllStringSubmatch(piece, -1) {
		fmt.Fprintf(&text, "\t%s = %s\n", strings.Repeat("_, ", strings.Count(match[1], ","))+"_", match[1])
	}
	text.WriteString("\treturn\n}\n")
	return text.String()
}

// vet compiles all pieces.
func (s *snippets) vet() {
	s.t.Helper()
	out, err := session(s.t, s.dir, "go vet ./...\n")
	if err != nil {
		for name, where := range s.where {
			out = bytes.ReplaceAll(out, []byte(name+"/main.go"), []byte(where+" in the test"))
		}
		s.t.Errorf("%v\n%s", err, out)
	}
}
