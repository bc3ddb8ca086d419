package capability

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkCapabilities measures what the host does, without a guest.
func BenchmarkCapabilities(b *testing.B) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,
		_ *http.Request) {
		w.Write([]byte(`{"id":"u-1"}`))
	}))
	defer service.Close()
	key := newRSA(b, "k1")
	server := newIssuerServer(b, key)
	policy := jwtPolicy(server.URL)
	policy.HTTP = anywhere(loopback...)
	policy.KV = &KVPolicy{}
	policy.Config = map[string]Value{"region": {Text: "eu"}}
	set, err := New(policy, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer set.Close()
	token, err := json.Marshal(map[string]string{"token": key.token(b, good())})
	if err != nil {
		b.Fatal(err)
	}
	for _, capability := range []struct {
		name string
		use  func(*Call) error
	}{
		{"config", func(c *Call) error { _, err := c.ConfigGet([]byte("region")); return err }},
		{"kv set", func(c *Call) error { return c.KVSet([]byte("k"), []byte("v"), 0) }},
		{"kv get", func(c *Call) error { _, err := c.KVGet([]byte("k")); return err }},
		{"http", func(c *Call) error {
			_, err := c.HTTPSend(b.Context(), []byte(`{"url":"`+service.URL+`"}`))
			return err
		}},
		{"jwt", func(c *Call) error { _, err := c.JWTVerify(b.Context(), token); return err }},
	} {
		b.Run(capability.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call := set.Begin(nil)
				if err := capability.use(&call); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
