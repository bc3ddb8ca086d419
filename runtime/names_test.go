package runtime_test

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"

	"github.com/whowasm/whowasm/runtime"
)

// hostileName is 10 MB of what a terminal would obey or a reader would be fooled by.
var hostileName = strings.Repeat("\x1b[2J\u202enwo\n\u009b31m\x00", 10<<20/16)

// harmless checks that a message is short and has nothing that a terminal would obey.
func harmless(t *testing.T, message string) {
	t.Helper()
	if len(message) > 4<<10 || strings.ContainsAny(message, "\x00\x1b\n\r\u009b\u202e") {
		t.Errorf("%d bytes: %.300q", len(message), message)
	}
}

// A section of a module.
type section struct {
	id      byte
	content []byte
}

func moduleOf(sections ...section) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range sections {
		out = append(binary.AppendUvarint(append(out, s.id), uint64(len(s.content))), s.content...)
	}
	return out
}

func vector(items ...string) []byte {
	return append(binary.AppendUvarint(nil, uint64(len(items))), strings.Join(items, "")...)
}

func named(name string) string {
	return string(binary.AppendUvarint(nil, uint64(len(name)))) + name
}

// Where the text of a module that says something lies.
const textAt = 1 << 17

// The types of a module that says something: of alloc, identify and log.
var reactorTypes = section{1, vector("\x60\x01\x7f\x01\x7f", "\x60\x02\x7f\x7f\x01\x7e", "\x60\x03\x7f\x7f\x7f\x00")}

// signed appends a number as signed LEB128.
func signed(b []byte, n int64) []byte {
	for n > 63 || n < -64 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n)&0x7f)
}

func functionBody(code []byte) string {
	body := append(append([]byte{0}, code...), 0x0b)
	return string(binary.AppendUvarint(nil, uint64(len(body)))) + string(body)
}

// reactorWith is a module whose identify has that code, beside a text in memory. More exports come beside its own.
func reactorWith(identify []byte, text string, exports ...string) []byte {
	exports = append(exports, named("memory")+"\x02\x00", named("whowasm_alloc")+"\x00\x01", named("identify")+"\x00\x02")
	pages := binary.AppendUvarint([]byte{1, 0}, uint64(4+len(text)>>16))
	data := signed([]byte{0, 0x41}, textAt)
	return moduleOf(reactorTypes,
		section{2, vector(named("whowasm") + named("log") + "\x00\x02")},
		section{3, vector("\x00", "\x01")},
		section{5, pages},
		section{7, vector(exports...)},
		section{10, vector(functionBody([]byte{0x41, 16}), functionBody(identify))},
		section{11, vector(string(data) + "\x0b" + named(text))})
}

// saying is a module that answers a text.
func saying(text string) []byte {
	return reactorWith(signed([]byte{0x42}, textAt<<32|int64(len(text))), text)
}

// TestHostileNamesInModules loads modules that cannot be used and would say why in megabytes.
func TestHostileNamesInModules(t *testing.T) {
	var exports, aliases []string
	for i := range 9_000 {
		name := strings.Repeat("x", 1000) + "\x1b" + string(rune('a'+i%26)) + string(binary.AppendUvarint(nil,
			uint64(i&0x7f))) +
			string(rune(0x4e00+i))
		exports = append(exports, named(name)+"\x00\x00")
		aliases = append(aliases, named(name)+"\x00\x02")
	}
	one := []byte{0x42, 1}
	oneType := section{1, vector("\x60\x00\x00")}
	for want, module := range map[string][]byte{
		`imports "\x1b[2J`: moduleOf(oneType, section{2, vector(named(hostileName) + named("f") + "\x00\x00")}),
		`imports whowasm."\x1b[2J`: moduleOf(oneType, section{2, vector(named("whowasm") + named(hostileName) +
			"\x00\x00")}),
		`imports the global "\x1b[2J`: moduleOf(section{2, vector(named(hostileName) + named(hostileName) + "\x03\x7f\x00")}),
		`exports "whowasm:\x1b[2J`:    reactorWith(one, "", named("whowasm:"+hostileName)+"\x00\x02"),
		`its exports are: "xxxx`: moduleOf(oneType, section{3, []byte{1, 0}}, section{7, vector(exports...)},
			section{10, vector("\x02\x00\x0b")}),
		`exports identify as (externref, externref`: moduleOf(section{1, vector("\x60\xe8\x07" + strings.Repeat("\x6f",
			1000) + "\x00")}, section{3, []byte{1, 0}},
			section{7, vector(named("identify") + "\x00\x00")}, section{10, vector("\x02\x00\x0b")}),
		`not a valid module: `: reactorWith(one, "", named(hostileName)+"\x00\x02",
			named(hostileName)+"\x00\x02"),
		`not a valid module: invalid function[1]`: reactorWith([]byte{0x41, 1}, "", aliases...),
		`unknown section 255`:                     append(moduleOf(section{0, []byte(named(hostileName))}), 0xff),
	} {
		t.Run(want[:12], func(t *testing.T) {
			engine, log := newEngine(t)
			_, err := engine.Load(t.Context(), "a\x1bmodule"+hostileName[:500], module, runtime.Policy{})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("got %.2000v, want %s", err, want)
			}
			harmless(t, err.Error())
			harmless(t, strings.ReplaceAll(log.String(), "\n", " "))
		})
	}
}

// TestHostileAnswers calls modules whose answers, reports and logs are megabytes of escape sequences.
func TestHostileAnswers(t *testing.T) {
	quoted, err := json.Marshal(hostileName[:1<<20])
	if err != nil {
		t.Fatal(err)
	}
	policy := runtime.Policy{OutputBytes: 64 << 20, StderrBytes: 64 << 20}
	for name, text := range map[string]string{
		"an unknown member": `{` + string(quoted) + `:1}`,
		"a reported error":  `{"error":` + string(quoted) + `}`,
		"no JSON":           hostileName[:1<<20],
	} {
		t.Run(name, func(t *testing.T) {
			engine, _ := newEngine(t)
			module, err := engine.Load(t.Context(), "answers", saying(text), policy)
			if err != nil {
				t.Fatal(err)
			}
			_, err = module.Identify(t.Context(), toolCall(`{}`))
			if err == nil {
				t.Fatal("it was an answer")
			}
			harmless(t, err.Error())
		})
	}
	t.Run("a log line", func(t *testing.T) {
		text := hostileName[:1<<20]
		call := signed(signed([]byte{0x41, 2, 0x41}, textAt), 0)
		call = append(signed(append(call[:len(call)-1], 0x41), int64(len(text))), 0x10, 0, 0x42, 0)
		engine, log := newEngine(t)
		module, err := engine.Load(t.Context(), "logs", reactorWith(call, text), policy)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := module.Identify(t.Context(), toolCall(`{}`)); err != nil {
			t.Fatal(err)
		}
		record := strings.TrimSuffix(log.String(), "\n")
		if !strings.Contains(record, "more bytes") {
			t.Errorf("got %.200q", record)
		}
		if len(record) > 16<<10 || strings.ContainsAny(record, "\x1b\n\u202e") {
			t.Errorf("%d bytes: %.300q", len(record), record)
		}
	})
}
