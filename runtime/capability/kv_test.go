package capability

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/whowasm/whowasm/sdk"
)

func TestKV(t *testing.T) {
	set, err := New(Policy{KV: &KVPolicy{ValueBytes: 1000}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	first, second := set.Begin(nil), set.Begin(nil)
	value := []byte("a value")
	if err := first.KVSet([]byte("k"), value, 0); err != nil {
		t.Fatal(err)
	}
	value[0] = 'X' // the guest's memory, which is another's by then
	if got, err := second.KVGet([]byte("k")); err != nil || string(got) != "a value" {
		t.Errorf("another call: %q, %v", got, err)
	}
	if err := second.KVSet([]byte("k"), nil, 0); err != nil {
		t.Error(err)
	}
	if got, err := first.KVGet([]byte("k")); codeOf(err) != sdk.CodeNotFound {
		t.Errorf("removed: %q, %v", got, err)
	}
	for name, err := range map[string]error{
		"no key":        first.KVSet(nil, value, 0),
		"a long key":    first.KVSet(bytes.Repeat([]byte("k"), 513), value, 0),
		"negative time": first.KVSet([]byte("k"), value, -1),
	} {
		if codeOf(err) != sdk.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := first.KVSet([]byte("k"), make([]byte, 1001), 0); codeOf(err) != sdk.CodeLimit {
		t.Errorf("a large value: %v", err)
	}
}

func TestKVExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, err := New(Policy{KV: &KVPolicy{TTL: time.Minute}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer set.Close()
		call := set.Begin(nil)
		for key, milliseconds := range map[string]int64{"short": 1000, "longest": 0, "longer than allowed": 1 << 60} {
			if err := call.KVSet([]byte(key), []byte("v"), milliseconds); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(30 * time.Second)
		if _, err := call.KVGet([]byte("short")); codeOf(err) != sdk.CodeNotFound {
			t.Errorf("after its time: %v", err)
		}
		for _, key := range []string{"longest", "longer than allowed"} {
			if _, err := call.KVGet([]byte(key)); err != nil {
				t.Errorf("%s, within the policy's time: %v", key, err)
			}
		}
		time.Sleep(31 * time.Second)
		for _, key := range []string{"longest", "longer than allowed"} {
			if _, err := call.KVGet([]byte(key)); codeOf(err) != sdk.CodeNotFound {
				t.Errorf("%s, after the policy's time: %v", key, err)
			}
		}
	})
}

// TestKVIsBounded stores far more than there is room for.
func TestKVIsBounded(t *testing.T) {
	set, err := New(Policy{KV: &KVPolicy{Bytes: 100 << 10}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	call := set.Begin(nil)
	for i := range 10_000 {
		if err := call.KVSet(fmt.Append(nil, i), make([]byte, 1000), 0); err != nil {
			t.Fatal(err)
		}
	}
	set.kv.cache.CleanUp()
	if size := set.kv.cache.WeightedSize(); size > 100<<10 {
		t.Errorf("%d bytes are stored", size)
	}
}

func TestNothingIsGranted(t *testing.T) {
	var none *Set
	call := none.Begin(nil)
	for name, ask := range map[string]func() ([]byte, error){
		"config":  func() ([]byte, error) { return call.ConfigGet([]byte("k")) },
		"http":    func() ([]byte, error) { return call.HTTPSend(t.Context(), []byte(`{}`)) },
		"kv":      func() ([]byte, error) { return call.KVGet([]byte("k")) },
		"kv set":  func() ([]byte, error) { return nil, call.KVSet([]byte("k"), []byte("v"), 0) },
		"jwt":     func() ([]byte, error) { return call.JWTVerify(t.Context(), []byte(`{}`)) },
		"notify":  func() ([]byte, error) { return nil, call.Notify(t.Context(), []byte(`{}`)) },
		"request": func() ([]byte, error) { return call.Request(t.Context(), []byte(`{}`)) },
	} {
		if _, err := ask(); codeOf(err) != sdk.CodeNotPermitted {
			t.Errorf("%s: %v", name, err)
		}
	}
	if none.Secrets() != nil {
		t.Error("secrets of nothing")
	}
	none.Close()
}

func TestConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from a file\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WHOWASM_TEST_VALUE", "from the environment")
	set, err := New(Policy{Config: map[string]Value{
		"plain": {Text: "eu"}, "env": {Env: "WHOWASM_TEST_VALUE"}, "file": {File: file, Prefix: "> "}, "empty": {},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	call := set.Begin(nil)
	for name, want := range map[string]string{"plain": "eu", "env": "from the environment", "file": "> from a file",
		"empty": ""} {
		if got, err := call.ConfigGet([]byte(name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := call.ConfigGet([]byte("other")); codeOf(err) != sdk.CodeNotFound {
		t.Errorf("another name: %v", err)
	}
	if got := strings.Join(set.Secrets(), "|"); got != "from the environment|from a file" {
		t.Errorf("secrets are %q", got)
	}
	for _, v := range []Value{{Env: "WHOWASM_TEST_VALUE"}, {File: file}} {
		if strings.Contains(v.String(), "from ") {
			t.Errorf("%s shows the secret", v)
		}
	}
	for _, v := range []Value{{File: t.TempDir()}, {File: os.DevNull}, {Env: "WHOWASM_NOT_SET"}} {
		if _, err := New(Policy{Config: map[string]Value{"x": v}}, nil); err == nil || !strings.Contains(err.Error(),
			`config "x": `) {
			t.Errorf("%s: %v", v, err)
		}
	}
}

// A silentPeer takes everything.
type silentPeer struct{}

func (silentPeer) Notify(context.Context, string, json.RawMessage) error { return nil }
func (silentPeer) Request(context.Context, string, json.RawMessage) (json.RawMessage, error) {
	return json.RawMessage("{}"), nil
}

func TestMessagesAreBounded(t *testing.T) {
	set, err := New(Policy{Notify: []string{"notifications/message"}, Request: []string{"ping"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	call := set.Begin(silentPeer{})
	for i := range 2 * maxMessages {
		err := call.Notify(t.Context(), []byte(`{"method":"notifications/message"}`))
		if (i < maxMessages) != (err == nil) || err != nil && codeOf(err) != sdk.CodeLimit {
			t.Errorf("message %d: %v", i+1, err)
		}
	}
	if _, err := call.Request(t.Context(), []byte(`{"method":"ping"}`)); codeOf(err) != sdk.CodeLimit {
		t.Errorf("a request: %v", err)
	}
	large := set.Begin(silentPeer{})
	if _, err := large.Request(t.Context(), []byte(`{"method":"ping","params":"`+strings.Repeat("x",
		maxMessageBytes)+`"}`)); codeOf(err) != sdk.CodeLimit {
		t.Errorf("a large request: %v", err)
	}
}
