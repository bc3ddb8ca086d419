package guest

import (
	"strings"

	"github.com/whowasm/whowasm/sdk"
)

// CapabilityOf names what a function of the host gives a guest, "" for nothing.
func CapabilityOf(module, name string) string {
	if module == sdk.HostModule {
		return capabilities[name]
	}
	switch {
	case strings.HasPrefix(name, "clock_"), name == "poll_oneoff":
		return "clock"
	case name == "random_get":
		return "randomness"
	case strings.HasPrefix(name, "fd_"):
		return "standard streams"
	}
	return ""
}

// capabilities of the functions of the import module `whowasm`.
var capabilities = map[string]string{
	"log":         "log",
	"config_get":  "config",
	"http_send":   "http",
	"kv_get":      "kv",
	"kv_set":      "kv",
	"jwt_verify":  "jwt",
	"notify":      "notify",
	"request":     "request",
	"deadline_ms": "clock",
}
