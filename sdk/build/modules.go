package build

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// virtualModules are those that the engine has: "whowasm", and the names under which callbacks were written before.
var virtualModules = api.Plugin{Name: "whowasm", Setup: func(build api.PluginBuild) {
	const namespace = "whowasm"
	build.OnResolve(api.OnResolveOptions{Filter: `^(whowasm|mcpcat|agentcat)$`},
		func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: args.Path, Namespace: namespace}, nil
		})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace},
		func(api.OnLoadArgs) (api.OnLoadResult, error) {
			contents := `export const { track, kv, verifyJwt, config, HostError } = __whowasm.api;
export default __whowasm.api;
`
			return api.OnLoadResult{Contents: &contents}, nil
		})
}}

// builtins are the modules of Node.js that have no equivalent here.
// Source: https://nodejs.org/api/modules.html, "Built-in modules".
var builtins = strings.Fields(`assert async_hooks buffer child_process cluster console constants crypto dgram
	diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode
	querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads
	zlib`)

// instead says what to use in place of a module of Node.js.
var instead = map[string]string{
	"crypto": "the global crypto", "http": "fetch", "https": "fetch", "net": "fetch", "buffer": "Uint8Array",
	"url": "the global URL", "timers": "the global setTimeout", "process": "the global process.env, or config of whowasm",
	"fs": "config of whowasm, or an import of a .json or .txt file", "perf_hooks": "the global performance",
	"util": "TextEncoder and TextDecoder", "querystring": "URLSearchParams",
}

// unavailable refuses what cannot run in a sandbox, at the import.
var unavailable = api.Plugin{Name: "unavailable", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `\.node$`},
		func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			return refuse(fmt.Sprintf("%q is a native addon, which cannot run in a sandbox", args.Path)), nil
		})
	build.OnResolve(api.OnResolveOptions{Filter: `^[a-z]`},
		func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			name, isNode := strings.CutPrefix(args.Path, "node:")
			base, _, _ := strings.Cut(name, "/")
			if !isNode && !slices.Contains(builtins, base) || args.PluginData == resolved {
				return api.OnResolveResult{}, nil
			}
			if !isNode { // a package may have the name
				found := build.Resolve(args.Path, api.ResolveOptions{
					Importer: args.Importer, ResolveDir: args.ResolveDir, Kind: args.Kind, PluginData: resolved,
				})
				if len(found.Errors) == 0 {
					return api.OnResolveResult{Path: found.Path, External: found.External, Namespace: found.Namespace,
						Suffix: found.Suffix}, nil
				}
			}
			text := fmt.Sprintf("%q is a module of Node.js, which is not here", args.Path)
			if use := instead[base]; use != "" {
				text += "; use " + use
			}
			return refuse(text), nil
		})
}}

// resolved marks what was asked of esbuild's own resolver.
const resolved = "resolved"

func refuse(text string) api.OnResolveResult {
	return api.OnResolveResult{Errors: []api.Message{{Text: text}}}
}
