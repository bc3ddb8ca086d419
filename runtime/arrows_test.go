package runtime

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A room is a package of this project, or several.
type room struct {
	name string // its folder; "/..." at the end for all below
	may  string // the rooms that it may know, names apart by spaces; its own are among them
	// wazero is whether it may know wazero.
	wazero bool
}

// rooms are all there are, from the bottom to the top: a room knows none that stands after it.
var rooms = []room{
	{name: "sdk/..."},
	{name: "guest-examples/...", may: "sdk/..."},
	{name: "runtime/quote"},
	{name: "runtime/panics"},
	{name: "runtime/wasm", may: "runtime/quote"},
	{name: "runtime/capability", may: "sdk/... runtime/quote runtime/panics"},
	{name: "runtime/disclosure", may: "runtime/capability runtime/quote"},
	{name: "runtime/internal/lifetime"},
	{name: "runtime/internal/fault", may: "runtime/quote"},
	{name: "runtime/internal/pages"},
	{name: "runtime/internal/native", may: "runtime/wasm runtime/quote", wazero: true},
	{name: "runtime/internal/schedule", may: "runtime/internal/lifetime"},
	{name: "runtime/internal/budget", may: "runtime/internal/lifetime runtime/internal/fault"},
	{name: "runtime/internal/sandbox", wazero: true, may: "runtime/wasm runtime/quote runtime/panics " +
		"runtime/internal/lifetime runtime/internal/fault runtime/internal/pages runtime/internal/native " +
		"runtime/internal/schedule runtime/internal/budget"},
	{name: "runtime/internal/guest", wazero: true, may: "sdk/... runtime/wasm runtime/quote runtime/panics " +
		"runtime/capability runtime/internal/lifetime runtime/internal/fault runtime/internal/sandbox"},
	{name: "runtime", wazero: true, may: "sdk/... runtime/wasm runtime/quote runtime/panics runtime/capability " +
		"runtime/disclosure runtime/internal/lifetime runtime/internal/fault runtime/internal/native " +
		"runtime/internal/schedule " +
		"runtime/internal/budget runtime/internal/sandbox runtime/internal/guest"},
	{name: "host/internal/credential", may: "runtime/quote"},
	{name: "host/internal/telemetry", may: "runtime/quote"},
	{name: "host", may: "sdk/... runtime runtime/capability runtime/panics runtime/quote host/internal/credential " +
		"host/internal/telemetry"},
	{name: "host/front", may: "host"},
	{name: "host/policy", may: "host runtime runtime/capability runtime/disclosure runtime/quote runtime/wasm"},
	{name: "cmd/...", wazero: true,
		may: "sdk/... host host/front host/policy runtime runtime/capability runtime/quote runtime/wasm"},
	{name: "testdata/...", may: "sdk/... host runtime"},
}

// TestImportsGoDownOnly compares what each file imports, for whatever system it is, with what its room may know.
func TestImportsGoDownOnly(t *testing.T) {
	for at, room := range rooms {
		for _, name := range strings.Fields(room.may) {
			if below := slices.IndexFunc(rooms[:at], hasName(name)); below < 0 {
				t.Errorf("%s may know %s, which does not stand below it", room.name, name)
			}
		}
	}
	const module, wazero = "github.com/whowasm/whowasm", "github.com/tetratelabs/wazero"
	entered := make(map[string]bool)
	for file, imports := range importsBelow(t, "..") {
		room := roomOf(path.Dir(file))
		if room == nil {
			t.Errorf("%s stands in no room: say in rooms what its package may know", file)
			continue
		}
		entered[room.name] = true
		for _, imported := range imports {
			own, isOwn := strings.CutPrefix(imported, module+"/")
			switch other := roomOf(own); {
			case strings.HasPrefix(imported, wazero) && !room.wazero:
				t.Errorf("%s imports %s: what knows wazero is in package runtime and behind it", file, imported)
			case isOwn && other == nil:
				t.Errorf("%s imports %s, which stands in no room", file, own)
			case isOwn && other != room && !slices.Contains(strings.Fields(room.may), other.name):
				t.Errorf("%s imports %s: %s may know %s", file, own, room.name, strings.Fields(room.may))
			}
		}
	}
	for _, room := range rooms {
		if !entered[room.name] {
			t.Errorf("there is no room %s", room.name)
		}
	}
}

func hasName(name string) func(room) bool { return func(r room) bool { return r.name == name } }

// roomOf returns the room of a folder, nil for none.
func roomOf(folder string) *room {
	for i := range rooms {
		below, isTree := strings.CutSuffix(rooms[i].name, "/...")
		if folder == rooms[i].name || isTree && strings.HasPrefix(folder+"/", below+"/") {
			return &rooms[i]
		}
	}
	return nil
}

// importsBelow returns what the Go files of this module import that are no tests, by their paths below a directory.
func importsBelow(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files := make(map[string][]string)
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			inside, err := filepath.Glob(filepath.Join(name, "go.mod"))
			if name != dir && (len(inside) > 0 || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules") {
				return fs.SkipDir // another module, or none
			}
			return err
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(dir, name)
		file := filepath.ToSlash(below)
		files[file] = []string{}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			files[file] = append(files[file], imported)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
