package runtime

import (
	"slices"
	"strings"

	"github.com/whowasm/whowasm/runtime/internal/guest"
	"github.com/whowasm/whowasm/runtime/internal/sandbox"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// Info is what is known of a loaded module.
type Info struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	// Bytes is the size of the .wasm file, NativeBytes that of the code it was compiled to, 0 if that is not known.
	Bytes       int   `json:"bytes"`
	NativeBytes int64 `json:"nativeBytes"`
	// Convention is "reactor" or "command".
	Convention string `json:"convention"`
	// Imports are the functions that the module imports, sorted by name, each once.
	Imports []Import `json:"imports"`
	// Functions are the module's own.
	Functions int `json:"functions"`
	// Tables are the sizes of its tables, in elements, as declared.
	Tables []uint32 `json:"tables"`
	// MemoryBytes is the linear memory after initialisation, MemoryLimitBytes what the policy allows.
	MemoryBytes      int   `json:"memoryBytes"`
	MemoryLimitBytes int64 `json:"memoryLimitBytes"`
	// Restored is true when calls share instances that are put back into their first state, false when each
	// call gets a new instance.
	Restored bool `json:"restored"`
	// RestoredWhole says why all of an instance's memory is put back, such as "memory is smaller than 1 MiB", "" where
	// only the pages are to which a call wrote.
	RestoredWhole string `json:"restoredWhole,omitempty"`
	// NewInstance says why each call gets a new instance, such as "it changes a table"; "" where it does not.
	NewInstance string `json:"newInstance,omitempty"`
	// Limits is what the module has of all that is bounded, beside what it may have.
	Limits []wasm.Count `json:"limits"`
}

// An Import is a function that a module imports.
type Import struct {
	// Name is module.name, such as whowasm.log.
	Name string `json:"name"`
	// Capability is what it gives the guest: "log", "config", "http", "kv", "jwt", "notify", "request", "clock",
	// "randomness" or "standard streams"; "" for nothing.
	Capability string `json:"capability"`
	// Granted is false for a capability that the module's policy does not grant: the function is there, and says so.
	Granted bool `json:"granted"`
}

// Info describes the module.
func (m *Module) Info() Info { return m.about }

// describe is called with the first image.
func (m *Module) describe(decoded *wasm.Module, image sandbox.Facts) Info {
	info := Info{
		Name:             m.name,
		SHA256:           m.digest,
		Bytes:            m.bytes,
		NativeBytes:      image.NativeBytes,
		Convention:       m.convention.Name(),
		Imports:          []Import{},
		Functions:        len(decoded.Functions),
		Tables:           []uint32{},
		MemoryBytes:      image.MemoryBytes,
		MemoryLimitBytes: m.policy.MemoryBytes,
		Restored:         image.Fresh == "",
		NewInstance:      image.Fresh,
	}
	if info.Restored {
		info.RestoredWhole = sandbox.WholeBecause(image.MemoryBytes)
	}
	for _, i := range decoded.Imports {
		needs := guest.CapabilityOf(i.Module, i.Name)
		info.Imports = append(info.Imports, Import{i.Module + "." + i.Name, needs, m.policy.Capabilities.Grants(needs)})
	}
	slices.SortFunc(info.Imports, func(a, b Import) int { return strings.Compare(a.Name, b.Name) })
	info.Imports = slices.Compact(info.Imports)
	for _, t := range decoded.Tables {
		info.Tables = append(info.Tables, t.Min)
	}
	info.Limits = append([]wasm.Count{
		{What: "bytes of the file", Used: uint64(m.bytes), Allowed: uint64(m.policy.ModuleBytes)},
		{What: "bytes of memory after initialisation", Used: uint64(info.MemoryBytes), Allowed: uint64(m.policy.MemoryBytes)},
	}, decoded.Counts()...)
	for _, c := range image.Counts { // of the code, which was not read before
		if !slices.ContainsFunc(info.Limits, func(known wasm.Count) bool { return known.What == c.What }) {
			info.Limits = append(info.Limits, c)
		}
	}
	return info
}
