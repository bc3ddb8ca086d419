package guest

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/tetratelabs/wazero/api"

	"github.com/whowasm/whowasm/runtime/internal/fault"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/runtime/wasm"
	"github.com/whowasm/whowasm/sdk"
)

// CheckContract finds out which convention a module speaks, and whether the host has all that it imports. Its memory
// may have so many bytes.
func CheckContract(m *wasm.Module, host Functions, memoryBytes int64) (*Convention, error) {
	for _, imported := range m.Imports {
		if err := checkImport(m, imported, host); err != nil {
			return nil, err
		}
	}
	functions, memory := exportsOf(m)
	convention, err := conventionOf(functions)
	if err != nil {
		return nil, err
	}
	if err := checkEntries(m, convention); err != nil {
		return nil, err
	}
	if memory == nil {
		return nil, fmt.Errorf("exports no %q", sdk.ExportMemory)
	}
	if int64(memory.Min)*pageBytes > memoryBytes {
		return nil, &fault.LimitError{Limit: "initial memory", Allowed: memoryBytes, Unit: "bytes"}
	}
	return convention, nil
}

// pageBytes is the unit of linear memory.
const pageBytes = 64 << 10

// exportsOf returns the exported functions with their signatures, and the memory exported as `memory`, if any.
func exportsOf(m *wasm.Module) (functions map[string]string, memory *wasm.Memory) {
	functions = make(map[string]string)
	for _, e := range m.Exports {
		switch {
		case e.Kind == wasm.KindFunction:
			functions[e.Name] = m.FuncType(e.Index).String()
		case e.Kind == wasm.KindMemory && e.Name == sdk.ExportMemory && int(e.Index) < len(m.Memories):
			memory = &m.Memories[e.Index]
		}
	}
	return functions, memory
}

func checkImport(m *wasm.Module, i wasm.Import, host Functions) error {
	if i.Kind != wasm.KindFunction {
		return fmt.Errorf("imports the %s %s; the host gives functions only", wasm.KindName(i.Kind), importName(i))
	}
	known, ok := host[i.Module]
	if !ok {
		return fmt.Errorf("imports %s, which this host does not have; it has the modules %s",
			importName(i), strings.Join(sortedKeys(host), " and "))
	}
	offered, ok := known[i.Name]
	if !ok {
		return fmt.Errorf("imports %s, which this host does not have; the functions of %s are: %s",
			importName(i), i.Module, strings.Join(sortedKeys(known), ", "))
	}
	if want, got := signature(offered), m.Types[i.Type].String(); want != got {
		return fmt.Errorf("imports %s as %s; its signature is %s", importName(i), quote.Text(got), want)
	}
	return nil
}

func importName(i wasm.Import) string { return quote.Name(i.Module) + "." + quote.Name(i.Name) }

// conventionOf tells the convention from the exports.
func conventionOf(exports map[string]string) (*Convention, error) {
	for _, candidate := range []*Convention{reactor, command} {
		if _, ok := exports[candidate.entry]; !ok {
			continue
		}
		for _, name := range sortedKeys(candidate.exports) {
			want := candidate.exports[name]
			got, ok := exports[name]
			if !ok && slices.Contains(candidate.optional, name) {
				continue
			}
			if !ok {
				return nil, fmt.Errorf("exports %s but not %s, which a %s needs", candidate.entry, name, candidate.name)
			}
			if got != want {
				return nil, fmt.Errorf("exports %s as %s; a %s's is %s", name, quote.Text(got), candidate.name, want)
			}
		}
		return candidate, checkBuild(exports)
	}
	found := "it exports no function"
	if len(exports) > 0 {
		found = "its exports are: " + quote.Names(sortedKeys(exports))
	}
	if _, ok := exports[sdk.ExportInitialize]; ok {
		found += "; a command in Go is built without -buildmode=c-shared, and a reactor imports sdk/go"
	}
	return nil, errors.New("exports neither identify (a reactor) nor _start (a command); " + found)
}

// checkEntries refuses a module that exports a function of the host where the host calls the module: what wazero gives
// for it is not a function that can be metered or stopped.
func checkEntries(m *wasm.Module, convention *Convention) error {
	imported := uint32(len(m.Imports)) // functions, all of them
	for _, e := range m.Exports {
		if _, called := convention.exports[e.Name]; called && e.Kind == wasm.KindFunction && e.Index < imported {
			i := m.Imports[e.Index]
			return fmt.Errorf("exports %s, which is the host's own function %s.%s; a %s's is a function of the module",
				e.Name, i.Module, i.Name, convention.name)
		}
	}
	return nil
}

// checkBuild refuses a reactor that was built as a command: its toolchain made a _start that nobody would call.
func checkBuild(exports map[string]string) error {
	_, isReactor := exports[sdk.ExportIdentify]
	_, start := exports[sdk.ExportStart]
	_, initialize := exports[sdk.ExportInitialize]
	if isReactor && start && !initialize {
		return errors.New("exports identify, but was built as a command: it has _start and no _initialize; " +
			"in Go add -buildmode=c-shared")
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// signature writes the type of a host function as that of a guest's is written: (i32, i32) -> (i64).
func signature(f api.FunctionDefinition) string {
	return wasm.FuncType{Params: f.ParamTypes(), Results: f.ResultTypes()}.String()
}
