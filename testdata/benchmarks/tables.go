package main

import "regexp"

// A table is one of BENCHMARKS.md: what is run for it, and how its figures are shown.
type table struct {
	name     string
	dir      string   // in which the command runs, "" for the repository's root
	packages []string // that are tested
	run      string   // the benchmarks, or the test
	time     string   // -benchtime, "" for 0.5s
	count    int      // runs, 0 for as many as the flag says
	cpus     string   // -cpu, "" for all; then names of benchmarks keep what go test appends
	needs    string   // an environment variable without which it is left out
	heads    []string // of the columns
	rows     []row
	logs     *regexp.Regexp // of a test, in place of rows: what of its lines is shown
}

// A row has a cell for each column but the first.
type row struct {
	label string
	cells []cell
}

var (
	hostTests    = []string{"./host"}
	runtimeTests = []string{"./runtime"}
)

var tables = []table{
	{
		name: "peers", dir: "testdata/peers", packages: []string{"."}, run: ".",
		heads: []string{"who is calling?", "a few instructions", "Rust, 1 MiB", "Zig, 1 MiB", "Go, 4 MiB"},
		rows: []row{
			peer("**whowasm, a fresh sandbox for each call**", "whowasm/fresh-sandbox"),
			peer("whowasm, one instance that is never put back", "whowasm/same-instance"),
			peer("plain wazero, a new instance for each call", "wazero/new-instance"),
			peer("the same with wazero's check for the deadline", "wazero-with-its-check/new-instance"),
			peer("plain wazero, one instance", "wazero/same-instance"),
			peer("the same with wazero's check for the deadline", "wazero-with-its-check/same-instance"),
			{"Extism's Go SDK, a new plugin for each call", []cell{took("Small/extism/new-instance")}},
			{"Extism's Go SDK, one plugin", []cell{took("Small/extism/same-instance")}},
			{"a Go callback, which is compiled in", []cell{took("Small/go-callback")}},
		},
	},
	{
		name: "plain", dir: "testdata/peers", packages: []string{"."}, run: "TestPlainWazero",
		logs: regexp.MustCompile(`hostile_test\.go:\d+: ([^;]*)`),
	},
	{
		name: "cached", packages: hostTests, run: "Cached",
		heads: []string{"a call whose caller is known", "added to the bare call", "allocations"},
		rows: []row{
			cached("by the session", "session"),
			cached("by the session and an argument", "session_and_argument"),
			cached("one of eight users of a session, by an argument", "session_and_eight_arguments"),
			cached("by a verified bearer token of 800 bytes", "bearer_token"),
			cached("by such a token with claims", "bearer_token_with_claims"),
		},
	},
	{
		name: "telemetry", packages: hostTests, run: "Telemetry",
		heads: []string{"a call whose caller is known", "takes"},
		rows: []row{
			{"nothing told", []cell{took("Telemetry/off")}},
			{"events", []cell{took("Telemetry/events")}},
			{"metrics", []cell{took("Telemetry/metrics")}},
			{"spans that are not sampled", []cell{took("Telemetry/spans_that_are_not_sampled")}},
			{"spans", []cell{took("Telemetry/spans")}},
		},
	},
	{
		name: "toolcall", packages: hostTests, run: "ToolCall",
		heads: []string{"a whole tool call, client and server in one process", "bare", "with a callback", "with a module"},
		rows: []row{
			{"in memory", []cell{took("ToolCall/in-memory/bare"), took("ToolCall/in-memory/native"),
				took("ToolCall/in-memory/module")}},
			{"over HTTP", []cell{took("ToolCall/http/bare"), took("ToolCall/http/native"), took("ToolCall/http/module")}},
		},
	},
	{
		name: "idle", packages: hostTests, run: "IdleSession", time: "3x",
		heads: []string{"an idle session", "beside the identity"},
		rows:  []row{{"memory", []cell{figure("IdleSession", "B/session")}}},
	},
	{
		name: "start", packages: runtimeTests, run: "Start",
		heads: []string{"from nothing to a module that can be called", "from the cache", "compiled"},
		rows: []row{
			{"a few instructions", []cell{took("Start/small/cached"), took("Start/small/compiled")}},
			{"a guest in Go", []cell{took("Start/go/cached"), took("Start/go/compiled")}},
		},
	},
	{
		name: "typescript", packages: runtimeTests, run: "TypeScript",
		heads: []string{"the documentation's token example in TypeScript", "takes"},
		rows: []row{
			{"a fresh sandbox for each call", []cell{took("TypeScript/fresh")}},
			{"one instance that is never put back", []cell{took("TypeScript/same-instance")}},
			{"loading one more such module", []cell{took("TypeScript/load")}},
		},
	},
	{
		name: "throughput", packages: runtimeTests, run: "Throughput", cpus: "1,2", count: 5,
		heads: []string{"two CPUs in place of one", "calls"},
		rows: []row{
			throughput("goroutines that share nothing", "machine"),
			throughput("a few instructions", "small"),
			throughput("Rust, 1 MiB", "rust"),
			throughput("Zig, 1 MiB", "zig"),
			throughput("Go, 4 MiB", "go"),
		},
	},
	{
		name: "memory", packages: runtimeTests, run: "Memory", time: "1000000x",
		heads: []string{"a million calls", "more than after a thousand"},
		rows: []row{
			{"on the heap", []cell{figure("Memory", "heap-B")}},
			{"resident", []cell{figure("Memory", "resident-B")}},
		},
	},
	{
		name: "hostile", packages: runtimeTests, run: "HostileDeadline", time: "15x", count: 1,
		heads: []string{"endless hostile modules, and a garbage collection every millisecond", "each module's"},
		rows: []row{
			{"the latest of 15 calls, after its deadline", []cell{between("HostileDeadline/", "max-late-ms")}},
			{"the garbage collector's wait, 99th percentile", []cell{between("HostileDeadline/", "p99-gc-wait-ms")}},
			{"the garbage collector's longest wait", []cell{between("HostileDeadline/", "max-gc-wait-ms")}},
		},
	},
	{
		name: "neighbours", packages: runtimeTests, run: "HarmNobody",
		logs: regexp.MustCompile(`hostile_test\.go:\d+: (beside [^;]*)`),
	},
	{
		name: "capabilities", packages: []string{"./runtime/capability"}, run: "Capabilities",
		heads: []string{"what the host does for", "takes"},
		rows: []row{
			{"`config_get`", []cell{took("Capabilities/config")}},
			{"`kv_get`", []cell{took("Capabilities/kv_get")}},
			{"`kv_set`", []cell{took("Capabilities/kv_set")}},
			{"`http_send` to a service on the same machine", []cell{took("Capabilities/http")}},
			{"`jwt_verify` with RS256", []cell{took("Capabilities/jwt")}},
		},
	},
	{
		name: "hostfunctions", packages: runtimeTests, run: "HostFunctions",
		heads: []string{"in a guest in Go, the SDK's part included", "takes"},
		rows: []row{
			hostFunction("`deadline_ms`", "deadline_ms"), hostFunction("`config_get`", "config_get"),
			hostFunction("`kv_get`", "kv_get"), hostFunction("`kv_set`", "kv_set"), hostFunction("`log`", "log"),
			hostFunction("`notify`", "notify"), hostFunction("`http_send`", "http_send"),
			hostFunction("`jwt_verify`", "jwt_verify"),
			hostFunction("the check of `jwt_verify` by the guest itself", "jwt_here"),
		},
	},
	{
		name: "aborted", packages: runtimeTests, run: "Aborted",
		heads: []string{"a guest that asks sees", "after", "99th percentile"},
		rows: []row{
			{"that its caller has gone", []cell{figure("Aborted/abort", "median-µs"), figure("Aborted/abort", "p99-µs")}},
			{"that its time is over", []cell{figure("Aborted/deadline", "median-µs"), figure("Aborted/deadline", "p99-µs")}},
		},
	},
	{
		name: "slowservice", packages: runtimeTests, run: "SlowService",
		heads: []string{"32 callers of a module in Go that asks a service of 10 ms", ""},
		rows:  []row{{"throughput", []cell{figure("SlowService", "calls/s")}}},
	},
	{
		name: "programs", packages: []string{"./runtime/wasm"}, run: "TestRealPrograms", needs: "WHOWASM_PROGRAMS",
		logs: regexp.MustCompile(`programs_test\.go:\d+: (fuel \d.*)`),
	},
}

// peer is a way of asking each guest of the peers.
func peer(label, way string) row {
	return row{label, []cell{took("Small/" + way), took("Rust/" + way), took("Zig/" + way), took("Go/" + way)}}
}

func cached(label, call string) row {
	module, bare := "Cached/"+call+"/module", "Cached/"+call+"/bare"
	return row{label, []cell{added(module, bare), figure(module, "allocs/op")}}
}

// throughput compares one CPU, of which go test says nothing in the name, with two.
func throughput(label, guest string) row {
	return row{label, []cell{ratio("Throughput/"+guest, "Throughput/"+guest+"-2")}}
}

func hostFunction(label, name string) row {
	return row{label, []cell{figure("HostFunctions/"+name, "ns/call")}}
}
