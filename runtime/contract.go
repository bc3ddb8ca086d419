package runtime

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/sdk"
)

// checkContract finds out which convention a compiled module speaks, and whether the host has all that it
// imports.
func checkContract(compiled wazero.CompiledModule, functions map[string]map[string]api.FunctionDefinition, policy Policy) (*convention, error) {
	for _, imported := range compiled.ImportedFunctions() {
		if err := checkImport(imported, functions); err != nil {
			return nil, err
		}
	}
	convention, err := conventionOf(compiled.ExportedFunctions())
	if err != nil {
		return nil, err
	}
	memory, ok := compiled.ExportedMemories()[sdk.ExportMemory]
	if !ok {
		return nil, fmt.Errorf("exports no %q", sdk.ExportMemory)
	}
	if int64(memory.Min())*wasmPage > policy.MemoryBytes {
		return nil, &LimitError{Limit: "initial memory", Allowed: policy.MemoryBytes, Unit: "bytes"}
	}
	return convention, nil
}

func checkImport(imported api.FunctionDefinition, functions map[string]map[string]api.FunctionDefinition) error {
	module, name, _ := imported.Import()
	known, ok := functions[module]
	if !ok {
		return fmt.Errorf("imports %s.%s, which this host does not have; it has the modules %s",
			module, name, strings.Join(sortedKeys(functions), " and "))
	}
	offered, ok := known[name]
	if !ok {
		return fmt.Errorf("imports %s.%s, which this host does not have; the functions of %s are: %s",
			module, name, module, strings.Join(sortedKeys(known), ", "))
	}
	if want, got := signature(offered), signature(imported); want != got {
		return fmt.Errorf("imports %s.%s as %s; its signature is %s", module, name, got, want)
	}
	return nil
}

// conventionOf tells the convention from the exports.
func conventionOf(exports map[string]api.FunctionDefinition) (*convention, error) {
	for _, candidate := range []*convention{reactor, command} {
		if _, ok := exports[candidate.entry]; !ok {
			continue
		}
		for name, want := range candidate.exports {
			function, ok := exports[name]
			if !ok && slices.Contains(candidate.optional, name) {
				continue
			}
			if !ok {
				return nil, fmt.Errorf("exports %s but not %s, which a %s needs", candidate.entry, name, candidate.name)
			}
			if got := signature(function); got != want {
				return nil, fmt.Errorf("exports %s as %s; a %s's is %s", name, got, candidate.name, want)
			}
		}
		return candidate, nil
	}
	found := "it exports no function"
	if len(exports) > 0 {
		found = "its exports are: " + strings.Join(sortedKeys(exports), ", ")
	}
	return nil, errors.New("exports neither identify (a reactor) nor _start (a command); " + found)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// signature writes a function's type as the text format does: (i32, i32) -> (i64).
func signature(f api.FunctionDefinition) string {
	list := func(types []api.ValueType) string {
		names := make([]string, len(types))
		for i, t := range types {
			names[i] = api.ValueTypeName(t)
		}
		return "(" + strings.Join(names, ", ") + ")"
	}
	return list(f.ParamTypes()) + " -> " + list(f.ResultTypes())
}
