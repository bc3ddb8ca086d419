package native

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/cache"

	"github.com/whowasm/whowasm/runtime/wasm"
)

// CacheOff as Options.CacheDir turns the compilation cache off.
const CacheOff = "off"

// artifactVersion changes with what is stored of an artifact, and with what of it comes from this package.
const artifactVersion = "6"

// An Artifact is what compiling makes of a module.
type Artifact struct {
	Globals []string     `json:"globals"`         // see wasm.Metered
	Fresh   string       `json:"fresh,omitempty"` // see wasm.Metered
	Counts  []wasm.Count `json:"counts"`          // see wasm.Metered
	// StateBytes is what an instance takes: see wasm.Metered.
	StateBytes int64 `json:"state_bytes"`
	// File is the name of the file in which wazero looks for the native code of module. It is "" when module has
	// to be compiled by the engine that runs it.
	File string `json:"file,omitempty"`
	// Checksum is that of the file of native code, CRC-32 with the polynomial of IEEE 802.3.
	Checksum uint32 `json:"checksum,omitempty"`
	// Unmeasured says why what its functions take of the stack is not known, so that estimates stand for it.
	Unmeasured string `json:"unmeasured,omitempty"`

	module      []byte // the metered module, or its shell
	native      string // path of a file of native code
	nativeBytes int64
}

// Compiled reports whether the native code is there. Otherwise Link makes it, and does not keep it.
func (a *Artifact) Compiled() bool { return a.File != "" }

// NativeBytes is the size of the native code, 0 if it is not there.
func (a *Artifact) NativeBytes() int64 { return a.nativeBytes }

// nativeFactor is how much native code a byte of WebAssembly becomes, where it cannot be measured.
const nativeFactor = 4

// Bytes is how much memory the artifact takes once it is linked.
func (a *Artifact) Bytes() int64 {
	module := int64(len(a.module))
	if a.Compiled() {
		return module + a.nativeBytes
	}
	return module + nativeFactor*module
}

// format writes an artifact as it is stored: a line of JSON, and the module.
func (a *Artifact) format() ([]byte, error) {
	header, err := json.Marshal(a)
	return append(append(header, '\n'), a.module...), err
}

// parseArtifact reads what format wrote. Where the native code is, is found out elsewhere.
func parseArtifact(text []byte) (*Artifact, error) {
	header, module, _ := bytes.Cut(text, []byte("\n"))
	a := &Artifact{module: module}
	if err := json.Unmarshal(header, a); err != nil {
		return nil, err
	}
	if a.Compiled() && a.File != filepath.Base(a.File) {
		return nil, fmt.Errorf("%q is not the name of a file", a.File)
	}
	return a, nil
}

// A codeCache keeps artifacts on disk. Several processes may share one: entries are found by a digest of what they
// were made from and used only if their content is what was stored, so one that is
// half written or damaged is one that is not there. Entries that were not used for five days are removed.
type codeCache struct{ disk *cache.Cache }

// defaultCacheDir is `whowasm` in the user's cache directory.
func defaultCacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "whowasm"), err
}

// openCache opens the cache in a directory, which is made if need be. Whoever can write into it can make the
// process run any code, so it may not be writable by others.
func openCache(dir string) (*codeCache, error) {
	dir, err := filepath.Abs(dir) // links to what is in it are made elsewhere
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := checkPrivate(dir); err != nil {
		return nil, err
	}
	disk, err := cache.Open(dir)
	if err != nil {
		return nil, err
	}
	return &codeCache{disk}, checkEntries(dir)
}

// checkEntries is checkPrivate for the directories in a directory, where others can reach those.
func checkEntries(dir string) error {
	if info, err := os.Stat(dir); err != nil || info.Mode()&0o011 == 0 {
		return err
	}
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.IsDir() && err == nil {
			err = checkPrivate(filepath.Join(dir, entry.Name()))
		}
	}
	return err
}

// cacheKey is the digest of all that an artifact depends on.
func cacheKey(parts ...string) cache.ActionID {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return cache.ActionID(hash.Sum(nil))
}

// An artifact is stored in two entries: its header, as a line of JSON, with the module, and the native code.
func headerKey(key cache.ActionID) cache.ActionID { return cacheKey("header", string(key[:])) }
func nativeKey(key cache.ActionID) cache.ActionID { return cacheKey("native", string(key[:])) }

// get returns nil for an artifact that is not there.
func (c *codeCache) get(key cache.ActionID) *Artifact {
	if c == nil {
		return nil
	}
	text, _, err := c.disk.GetBytes(headerKey(key))
	if err != nil {
		return nil
	}
	a, err := parseArtifact(text)
	if err != nil || !a.Compiled() {
		return nil
	}
	path, entry, err := c.disk.GetFile(nativeKey(key))
	if err != nil {
		return nil
	}
	if sum, err := checksum(path); err != nil || sum != a.Checksum {
		return nil
	}
	a.native, a.nativeBytes = path, entry.Size
	return a
}

// checksum finds damage, which takes less time than a digest does. That would protect from nobody: whoever can write
// into the cache can write a digest too. It is not the CRC-32C that wazero's file ends with, together with which every
// code would have the same.
func checksum(path string) (uint32, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	sum := crc32.NewIEEE()
	_, err = io.Copy(sum, file)
	return sum.Sum32(), err
}

// put stores an artifact. One without native code is not worth it.
func (c *codeCache) put(key cache.ActionID, a *Artifact) error {
	if c == nil || !a.Compiled() {
		return nil
	}
	var err error
	if a.Checksum, err = checksum(a.native); err != nil {
		return err
	}
	text, err := a.format()
	if err != nil {
		return err
	}
	native, err := os.Open(a.native)
	if err != nil {
		return err
	}
	defer native.Close()
	if _, _, err := c.disk.PutNoVerify(nativeKey(key), native); err != nil {
		return err
	}
	_, _, err = c.disk.PutNoVerify(headerKey(key), bytes.NewReader(text))
	return errors.Join(err, c.disk.Trim())
}
