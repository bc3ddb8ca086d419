package build

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/whowasm/whowasm/sdk/typescript"
)

// Extensions are those of the files that [JavaScript] takes.
var Extensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"}

// JavaScriptOptions say how [JavaScript] builds. The zero value makes a module whose stack traces show the author's
// lines, and whose script is not minified.
type JavaScriptOptions struct {
	// Minify shortens the script.
	Minify bool
	// NoSourceMap leaves out what stack traces need to show the author's files and lines.
	NoSourceMap bool
}

// JavaScript builds a module of a file in TypeScript or JavaScript, or of a folder with one: identify with one of the
// Extensions, in their order, then index, then the same in src. What the file imports is bundled, from node_modules
// too; tsconfig.json and package.json count as they do for esbuild. Types are not checked.
//
// The file hands over its callback in one of these ways: export default identify; export default { identify }; export
// const identify; a call track(server, projectId, { identify }) of a track that it imports from "whowasm", "mcpcat" or
// "agentcat"; or the same of the global mcpcat, agentcat or whowasm, where the server may be a name that is nothing.
//
// The error is a [*SourceError] for what is wrong with the source. Otherwise the file cannot be read, or
// its name has none of the Extensions.
func JavaScript(path string, options JavaScriptOptions) (module []byte, warnings []Message, err error) {
	b, err := newBundler(path, options)
	if err != nil {
		return nil, nil, err
	}
	return b.module(api.Build(b.options))
}

// Watch builds as [JavaScript] does, now and whenever a file changes that the module is made of, and gives each what
// came of it, one after the other. Names of servers that are nothing are those of the first build. It returns when the
// context ends, or with the error that there is nothing to watch.
func Watch(ctx context.Context, path string, options JavaScriptOptions, each func([]byte, []Message, error)) error {
	b, err := newBundler(path, options)
	if err != nil {
		return err
	}
	b.options.Plugins = append(b.options.Plugins, api.Plugin{Name: "built", Setup: func(build api.PluginBuild) {
		build.OnEnd(func(result *api.BuildResult) (api.OnEndResult, error) {
			each(b.module(*result))
			return api.OnEndResult{}, nil
		})
	}})
	watching, problem := api.Context(b.options)
	if problem != nil {
		return &SourceError{messages(problem.Errors)}
	}
	defer watching.Dispose()
	if err := watching.Watch(api.WatchOptions{}); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// A bundler bundles one entry file.
type bundler struct {
	entry   string // its absolute path
	options api.BuildOptions
}

func newBundler(path string, options JavaScriptOptions) (*bundler, error) {
	entry, err := entryFile(path)
	if err != nil {
		return nil, err
	}
	source, err := os.ReadFile(entry)
	if err != nil {
		return nil, err
	}
	b := &bundler{entry: entry}
	b.options = api.BuildOptions{
		Stdin: &api.StdinOptions{
			Contents:   fmt.Sprintf(entryScript, "./"+filepath.Base(entry)),
			ResolveDir: filepath.Dir(entry), Sourcefile: entryName,
		},
		AbsWorkingDir: filepath.Dir(entry),
		Outfile:       filepath.Join(filepath.Dir(entry), "bundle.js"), // it is not written
		Bundle:        true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformBrowser,
		Target:        api.ES2023,
		Charset:       api.CharsetUTF8,
		LegalComments: api.LegalCommentsNone,
		LogLevel:      api.LogLevelSilent,
		LogOverride:   logLevels,
		Define:        defines(source),
		Conditions:    []string{"whowasm", "worker", "browser"},
		Plugins:       []api.Plugin{virtualModules, unavailable},

		MinifySyntax: options.Minify, MinifyWhitespace: options.Minify, MinifyIdentifiers: options.Minify,
		KeepNames: options.Minify,
	}
	if !options.NoSourceMap {
		b.options.Sourcemap, b.options.SourcesContent = api.SourceMapExternal, api.SourcesContentExclude
	}
	return b, nil
}

// logLevels raise what esbuild leaves to the time when the script runs: a sandbox has no files to load then.
var logLevels = map[string]api.LogLevel{
	"import-is-undefined":        api.LogLevelSilent,
	"unsupported-dynamic-import": api.LogLevelError,
	"unsupported-require-call":   api.LogLevelError,
}

// entryName stands for the script that imports the author's file.
const entryName = "whowasm:entry"

// entryScript takes the callback from what the author's file exports.
const entryScript = `import * as exported from %q;
const { identify, default: main } = { ...exported };
if (typeof identify === "function") __whowasm.register(identify);
else if (typeof main === "function") __whowasm.register(main);
else if (typeof main?.identify === "function") __whowasm.register((...given) => main.identify(...given));
`

// entryFile returns the absolute path of the file that is meant.
func entryFile(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.IsDir() {
		if !slices.Contains(Extensions, filepath.Ext(path)) {
			return "", fmt.Errorf("%s is not TypeScript or JavaScript: the name ends in none of %s", filepath.Base(path),
				strings.Join(Extensions, ", "))
		}
		return path, nil
	}
	var names []string
	for _, folder := range []string{"", "src"} {
		for _, name := range []string{"identify", "index"} {
			for _, extension := range Extensions {
				names = append(names, filepath.Join(folder, name+extension))
			}
		}
	}
	for _, name := range names {
		if file := filepath.Join(path, name); isFile(file) {
			return file, nil
		}
	}
	return "", fmt.Errorf("%s has no %s, nor index.ts, nor one in src", path, names[0])
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// trackedServer finds the first argument of a call of track.
var trackedServer = regexp.MustCompile(`\btrack\s*\(\s*([A-Za-z_$][\w$]*)\s*,`)

// taken are names that mean something: words of the language, and globals of the engine.
var taken = strings.Fields(`undefined null true false this globalThis global self new await typeof void Infinity NaN
	console process crypto performance mcpcat agentcat whowasm JSON Math Date Object Array Map Set Promise Symbol Proxy
	Reflect Intl URL Error Number String Boolean RegExp Function Headers Request Response AbortController AbortSignal`)

// defines replaces the names of servers that are nothing here, as in an example that begins where a server was made.
// Names that the source declares are left: esbuild replaces only those that are free.
func defines(source []byte) map[string]string {
	names := map[string]string{"process.env.NODE_ENV": `"production"`}
	for _, match := range trackedServer.FindAllSubmatch(source, -1) {
		names[string(match[1])] = "undefined"
	}
	for _, name := range taken {
		delete(names, name)
	}
	return names
}

// module makes a module of what esbuild made.
func (b *bundler) module(result api.BuildResult) (module []byte, warnings []Message, err error) {
	warnings = messages(result.Warnings)
	if len(result.Errors) > 0 {
		return nil, warnings, &SourceError{messages(result.Errors)}
	}
	var script, sourceMap []byte
	for _, file := range result.OutputFiles {
		switch filepath.Ext(file.Path) {
		case ".map":
			sourceMap = file.Contents
		case ".js":
			script = file.Contents
		}
	}
	if script == nil {
		return nil, warnings, errors.New("there is nothing to run")
	}
	module, err = Script(filepath.Base(b.entry), script, sourceMap)
	return module, warnings, err
}

// Script makes a module of one script that is whole, an ES module that imports nothing. The name stands in messages.
// The source map, version 3, leads from the script's places to those of the sources; nil means that they are the same.
// Most want [JavaScript]. The bundle's format is in README.md beside the engine.
func Script(name string, script, sourceMap []byte) (module []byte, err error) {
	bundle := []byte("WHOJS1\n")
	for _, part := range [][]byte{[]byte(name), script, sourceMap} {
		bundle = append(binary.LittleEndian.AppendUint32(bundle, uint32(len(part))), part...)
	}
	return join(typescript.Engine, bundle)
}
