// Package policy reads from a YAML file what an identify module may use, do and see, and how a server treats its
// answers: a [runtime.Policy] and [host.Options]. The file is read strictly: what it does not know is an error that
// says where. example.yaml beside this file has every key.
package policy

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/runtime/capability"
	"github.com/whowasm/whowasm/runtime/disclosure"
	"github.com/whowasm/whowasm/runtime/quote"
	"github.com/whowasm/whowasm/runtime/wasm"
)

// A File is what a policy file says.
type File struct {
	// Module is for [runtime.Engine.LoadFile].
	Module runtime.Policy
	// Host is for [host.Track]. Its Lifespan, OnIdentify and Logger are the program's to set.
	Host host.Options
}

// maxFileBytes bounds a policy file.
const maxFileBytes = 1 << 20

// Read reads a policy file. Secrets that it refers to are read when a module is loaded with it; relative names of files
// are taken from the policy file's directory. Errors name the file, the line and the column.
func Read(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	if err == nil && len(text) > maxFileBytes {
		err = fmt.Errorf("more than %d bytes", maxFileBytes)
	}
	var f *File
	if err == nil {
		f, err = parse(text, filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// parse reads the text of a policy file that is in a directory.
func parse(text []byte, dir string) (*File, error) {
	tokens := lexer.Tokenize(string(text))
	err := checkDocuments(tokens)
	var parsed *ast.File
	if err == nil {
		parsed, err = parser.Parse(tokens, 0)
	}
	if err == nil {
		err = checkForm(parsed)
	}
	var d document
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, &d, yaml.Strict())
	}
	if err != nil && !errors.Is(err, io.EOF) { // an empty file is all defaults
		return nil, errors.New(quote.Text(strings.TrimSpace(yaml.FormatError(err, false, false))))
	}
	return d.file(dir)
}

// checkDocuments refuses several documents, of which the first alone would hold.
func checkDocuments(tokens token.Tokens) error {
	begun := false
	for _, t := range tokens {
		if begun && t.Type == token.DocumentHeaderType || t.Type == token.DocumentEndType {
			return fmt.Errorf("[%d:%d] another document, or the end of one: a policy is one", t.Position.Line, t.Position.Column)
		}
		begun = begun || t.Type != token.CommentType
	}
	return nil
}

// checkForm refuses what YAML has and a policy does not: keys without a value, which would mean something else than
// they look like, and anchors.
func checkForm(file *ast.File) error {
	form := new(form)
	for _, doc := range file.Docs {
		if doc.Body != nil {
			ast.Walk(form, doc.Body)
		}
	}
	return form.err
}

// A form looks for the first wrong node.
type form struct{ err error }

// Visit implements ast.Visitor.
func (f *form) Visit(node ast.Node) ast.Visitor {
	if f.err != nil {
		return nil
	}
	switch node.(type) {
	case *ast.NullNode:
		f.err = wrong(node, "nothing stands here; leave the key out, or write [] for none")
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		f.err = wrong(node, "an anchor, an alias or a tag; put quotes around a text that begins with &, * or !")
	case *ast.FloatNode:
		f.err = wrong(node, "a number with a fraction; put quotes around a text")
	}
	return f
}

// A document is the form of the file.
type document struct {
	SHA256       string       `yaml:"sha256"`
	Limits       limits       `yaml:"limits"`
	Capabilities capabilities `yaml:"capabilities"`
	Disclosure   disclosing   `yaml:"disclosure"`
	Credentials  []string     `yaml:"credentials"`
	Claims       *[]string    `yaml:"claims"`
	Methods      []string     `yaml:"methods"`
	OneCaller    bool         `yaml:"connection_is_caller"`
	OnFailure    word         `yaml:"on_failure"`
	OnAnonymous  word         `yaml:"on_anonymous"`
	OnChange     word         `yaml:"on_change"`
	MaxAge       duration     `yaml:"max_age"`
	Stale        duration     `yaml:"stale_while_refresh"`
	Key          value        `yaml:"key"`
	StateTTL     duration     `yaml:"state_ttl"`
	Retry        struct {
		First   duration `yaml:"first"`
		Longest duration `yaml:"longest"`
	} `yaml:"retry"`
	Remember struct {
		Callers     int      `yaml:"callers"`
		For         duration `yaml:"for"`
		Credentials int      `yaml:"credentials"`
	} `yaml:"remember"`
}

type limits struct {
	Timeout        duration `yaml:"timeout"`
	CompileTimeout duration `yaml:"compile_timeout"`
	CompileMemory  size     `yaml:"compile_memory"`
	Fuel           int64    `yaml:"fuel"`
	Concurrency    int      `yaml:"concurrency"`
	Module         size     `yaml:"module"`
	Memory         size     `yaml:"memory"`
	Stack          size     `yaml:"stack"`
	Input          size     `yaml:"input"`
	Output         size     `yaml:"output"`
	Log            size     `yaml:"log"`
	LogRate        int      `yaml:"log_rate"`
	ID             size     `yaml:"id"`
	Depth          int      `yaml:"depth"`
	Functions      uint32   `yaml:"functions"`
	Body           size     `yaml:"body"`
	Tables         uint32   `yaml:"tables"`
	TableElements  uint32   `yaml:"table_elements"`
}

type capabilities struct {
	Config  map[string]value `yaml:"config"`
	HTTP    *httpPolicy      `yaml:"http"`
	KV      *kvPolicy        `yaml:"kv"`
	JWT     *jwtPolicy       `yaml:"jwt"`
	Notify  []string         `yaml:"notify"`
	Request []string         `yaml:"request"`
}

type httpPolicy struct {
	Allow []struct {
		Hosts   []string         `yaml:"hosts"`
		Methods []string         `yaml:"methods"`
		Schemes []string         `yaml:"schemes"`
		Headers []string         `yaml:"headers"`
		Set     map[string]value `yaml:"set"`
	} `yaml:"allow"`
	AllowPrivate []prefix `yaml:"allow_private"`
	Timeout      duration `yaml:"timeout"`
	Requests     int      `yaml:"requests"`
	Concurrent   int      `yaml:"concurrent"`
	Request      size     `yaml:"request"`
	Response     size     `yaml:"response"`
	Redirects    int      `yaml:"redirects"`
}

type kvPolicy struct {
	Bytes size     `yaml:"bytes"`
	Value size     `yaml:"value"`
	TTL   duration `yaml:"ttl"`
}

type jwtPolicy struct {
	Issuers []struct {
		Issuer     string   `yaml:"issuer"`
		Audience   []string `yaml:"audience"`
		Algorithms []string `yaml:"algorithms"`
		JWKS       string   `yaml:"jwks"`
		Keys       value    `yaml:"keys"`
		Secret     value    `yaml:"secret"`
		Leeway     duration `yaml:"leeway"`
		Refresh    duration `yaml:"refresh"`
	} `yaml:"issuers"`
	AllowPrivate []prefix `yaml:"allow_private"`
	Timeout      duration `yaml:"timeout"`
}

type disclosing struct {
	Headers *[]string `yaml:"headers"`
	Token   *bool     `yaml:"token"`
	Drop    []string  `yaml:"drop"`
	Hash    []string  `yaml:"hash"`
	HashKey value     `yaml:"hash_key"`
}

// wrong is an error about a place in the file.
func wrong(node ast.Node, format string, args ...any) error {
	at := node.GetToken().Position
	return fmt.Errorf("[%d:%d] "+format, append([]any{at.Line, at.Column}, args...)...)
}

// scalar returns a text or a number as it is written.
func scalar(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// A size is a number of bytes: 65536, 64KiB, 1MB.
type size int64

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (s *size) UnmarshalYAML(node ast.Node) error {
	text, ok := scalar(node)
	bytes, err := humanize.ParseBytes(text)
	if !ok || err != nil || bytes == 0 || bytes > 1<<50 {
		return wrong(node, "%s is not a size; write one such as 64KiB", quote.String(text))
	}
	*s = size(bytes)
	return nil
}

// A duration is a time: 500ms, 2s, 1h30m.
type duration time.Duration

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (d *duration) UnmarshalYAML(node ast.Node) error {
	text, ok := scalar(node)
	found, err := time.ParseDuration(text)
	if !ok || err != nil || found < 0 {
		return wrong(node, "%s is not a time; write one such as 500ms, 2s or 1h30m", quote.String(text))
	}
	*d = duration(found)
	return nil
}

// A prefix is a range of addresses, or one address.
type prefix netip.Prefix

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (p *prefix) UnmarshalYAML(node ast.Node) error {
	text, _ := scalar(node)
	if address, err := netip.ParseAddr(text); err == nil && !address.Is4In6() {
		*p = prefix(netip.PrefixFrom(address, address.BitLen()))
		return nil
	}
	found, err := netip.ParsePrefix(text)
	if err != nil || found.Addr().Is4In6() {
		return wrong(node, "%s is not an address or a range of them; write one such as 127.0.0.1 or 10.0.0.0/8",
			quote.String(text))
	}
	*p = prefix(found)
	return nil
}

// A value is a text, or where it is: {env: NAME} or {file: PATH}, with a prefix if need be.
type value capability.Value

// UnmarshalYAML implements yaml.NodeUnmarshaler. Its errors do not show the text, which may be a secret.
func (v *value) UnmarshalYAML(node ast.Node) error {
	switch node := node.(type) {
	case *ast.StringNode:
		v.Text = node.Value
		return nil
	case *ast.LiteralNode:
		v.Text = node.Value.Value
		return nil
	case *ast.MappingNode:
		var source struct {
			Env    string `yaml:"env"`
			File   string `yaml:"file"`
			Prefix string `yaml:"prefix"`
		}
		if err := yaml.NodeToValue(node, &source, yaml.Strict()); err == nil && (source.Env == "") != (source.File == "") {
			*v = value{Env: source.Env, File: source.File, Prefix: source.Prefix}
			return nil
		}
	}
	return wrong(node, "want a text, in quotes if it looks like something else, "+
		"or one of {env: NAME} and {file: PATH}, with a prefix if need be")
}

// A word is one of a few.
type word struct {
	text string
	node ast.Node
}

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (w *word) UnmarshalYAML(node ast.Node) error {
	w.text, _ = scalar(node)
	w.node = node
	return nil
}

// choose returns what a word stands for, and the zero value for none.
func choose[T any](w word, choices map[string]T) (choice T, err error) {
	if w.node == nil {
		return choice, nil
	}
	choice, ok := choices[w.text]
	if !ok {
		known := strings.Join(slices.Sorted(maps.Keys(choices)), ", ")
		return choice, wrong(w.node, "%s is none of %s", quote.String(w.text), known)
	}
	return choice, nil
}

// file makes of the document, which is in a directory, what the packages take.
func (d *document) file(dir string) (*File, error) {
	unknown := map[string]host.FailurePolicy{"anonymous": host.Anonymous, "deny": host.Deny}
	onFailure, err := choose(d.OnFailure, unknown)
	if err != nil {
		return nil, err
	}
	onAnonymous, err := choose(d.OnAnonymous, unknown)
	if err != nil {
		return nil, err
	}
	changes := map[string]host.ChangePolicy{"allow": host.AllowChange, "refuse": host.RefuseChange}
	onChange, err := choose(d.OnChange, changes)
	if err != nil {
		return nil, err
	}
	f := &File{Module: d.module(dir), Host: host.Options{
		CredentialPaths:    d.Credentials,
		Methods:            d.Methods,
		ConnectionIsCaller: d.OneCaller,
		OnFailure:          onFailure,
		OnAnonymous:        onAnonymous,
		OnChange:           onChange,
		Timeout:            time.Duration(2 * d.Limits.Timeout), // the module's own comes first
		RetryMin:           time.Duration(d.Retry.First),
		RetryMax:           time.Duration(d.Retry.Longest),
		MaxAge:             time.Duration(d.MaxAge),
		StaleWhileRefresh:  time.Duration(d.Stale),
		SessionCredentials: d.Remember.Credentials,
		CacheSize:          d.Remember.Callers,
		CacheTTL:           time.Duration(d.Remember.For),
		Key:                d.Key.in(dir),
		StateTTL:           time.Duration(d.StateTTL),
	}}
	if d.Claims != nil {
		f.Host.Claims = append([]string{}, *d.Claims...)
	}
	return f, nil
}

func (d *document) module(dir string) runtime.Policy {
	l := d.Limits
	return runtime.Policy{
		SHA256:         d.SHA256,
		Timeout:        time.Duration(l.Timeout),
		CompileTimeout: time.Duration(l.CompileTimeout),
		CompileBytes:   int64(l.CompileMemory),
		Fuel:           l.Fuel,
		Concurrency:    l.Concurrency,
		ModuleBytes:    int64(l.Module),
		MemoryBytes:    int64(l.Memory),
		StackBytes:     int64(l.Stack),
		InputBytes:     int64(l.Input),
		OutputBytes:    int64(l.Output),
		StderrBytes:    int64(l.Log),
		LogRate:        l.LogRate,
		IDBytes:        int(l.ID),
		Depth:          l.Depth,
		Module: wasm.Limits{
			Functions: l.Functions, BodyBytes: uint32(min(l.Body, 1<<31)), Tables: l.Tables, TableElements: l.TableElements,
		},
		Capabilities: d.Capabilities.policy(dir),
		Disclosure:   d.Disclosure.policy(dir),
	}
}

// in is the value for a policy file in a directory.
func (v value) in(dir string) capability.Value {
	if v.File != "" && !filepath.IsAbs(v.File) {
		v.File = filepath.Join(dir, v.File)
	}
	return capability.Value(v)
}

func valuesIn(values map[string]value, dir string) map[string]capability.Value {
	if values == nil {
		return nil
	}
	in := make(map[string]capability.Value, len(values))
	for name, v := range values {
		in[name] = v.in(dir)
	}
	return in
}

func (c capabilities) policy(dir string) capability.Policy {
	p := capability.Policy{Config: valuesIn(c.Config, dir), Notify: c.Notify, Request: c.Request}
	if h := c.HTTP; h != nil {
		p.HTTP = &capability.HTTPPolicy{
			AllowPrivate: prefixes(h.AllowPrivate), Timeout: time.Duration(h.Timeout),
			Requests: h.Requests, Concurrent: h.Concurrent,
			RequestBytes: int64(h.Request), ResponseBytes: int64(h.Response), Redirects: h.Redirects,
		}
		for _, r := range h.Allow {
			p.HTTP.Allow = append(p.HTTP.Allow, capability.HTTPRule{
				Hosts: r.Hosts, Methods: r.Methods, Schemes: r.Schemes, Headers: r.Headers, Set: valuesIn(r.Set, dir),
			})
		}
	}
	if kv := c.KV; kv != nil {
		p.KV = &capability.KVPolicy{Bytes: int64(kv.Bytes), ValueBytes: int64(kv.Value), TTL: time.Duration(kv.TTL)}
	}
	if j := c.JWT; j != nil {
		p.JWT = &capability.JWTPolicy{AllowPrivate: prefixes(j.AllowPrivate), Timeout: time.Duration(j.Timeout)}
		for _, i := range j.Issuers {
			p.JWT.Issuers = append(p.JWT.Issuers, capability.Issuer{
				Issuer: i.Issuer, Audience: i.Audience, Algorithms: i.Algorithms, JWKS: i.JWKS, Keys: i.Keys.in(dir),
				Secret: i.Secret.in(dir),
				Leeway: time.Duration(i.Leeway), Refresh: time.Duration(i.Refresh),
			})
		}
	}
	return p
}

func prefixes(from []prefix) (to []netip.Prefix) {
	for _, p := range from {
		to = append(to, netip.Prefix(p))
	}
	return to
}

func (d disclosing) policy(dir string) disclosure.Policy {
	p := disclosure.Policy{NoToken: d.Token != nil && !*d.Token, Drop: d.Drop, Hash: d.Hash, HashKey: d.HashKey.in(dir)}
	if d.Headers != nil {
		p.Headers = append([]string{}, *d.Headers...)
	}
	return p
}
