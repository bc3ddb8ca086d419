package runtime

import (
	"slices"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// Info is what is known of a loaded module.
type Info struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	// Bytes is the size of the .wasm file.
	Bytes int `json:"bytes"`
	// Convention is "reactor" or "command".
	Convention string `json:"convention"`
	// Imports are the functions that the module imports, as module.name, sorted, each once.
	Imports []string `json:"imports"`
	// MemoryBytes is the linear memory after initialisation, MemoryLimitBytes what the policy allows.
	MemoryBytes      int   `json:"memoryBytes"`
	MemoryLimitBytes int64 `json:"memoryLimitBytes"`
	// Restored is true when calls share instances that are put back into their first state, false when each
	// call gets a new instance.
	Restored bool `json:"restored"`
	// NewInstance says why each call gets a new instance, such as "it changes a table"; "" where it does not.
	NewInstance string `json:"newInstance,omitempty"`
}

// Info describes the module.
func (m *Module) Info() Info { return m.about }

// describe is called with the first image.
func (m *Module) describe(decoded *wasm.Module, image *image) Info {
	imports := make([]string, 0, len(decoded.Imports))
	for _, i := range decoded.Imports {
		imports = append(imports, i.Module+"."+i.Name)
	}
	slices.Sort(imports)
	return Info{
		Name:             m.name,
		SHA256:           m.digest,
		Bytes:            len(m.code),
		Convention:       m.convention.name,
		Imports:          slices.Compact(imports),
		MemoryBytes:      len(image.snapshot.memory),
		MemoryLimitBytes: m.policy.MemoryBytes,
		Restored:         image.fresh == "",
		NewInstance:      image.fresh,
	}
}
