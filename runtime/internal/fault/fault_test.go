package fault

import (
	"errors"
	"io"
	"testing"
)

func TestMessages(t *testing.T) {
	for want, err := range map[string]error{
		"m.wasm: EOF":                                &LoadError{Module: "m.wasm", Err: io.EOF},
		"the guest reports: no":                      &GuestError{Message: "no"},
		"the guest exited with code 3":               &GuestError{ExitCode: 3},
		"the guest exited with code 3: no":           &GuestError{ExitCode: 3, Message: "no"},
		"the guest trapped: unreachable":             &TrapError{Reason: "unreachable"},
		"bad answer: not JSON":                       &AnswerError{Problem: "not JSON"},
		"bad answer: userId: missing":                &AnswerError{Path: "userId", Problem: "missing"},
		"limit reached: fuel of more than 7":         &LimitError{Limit: "fuel", Allowed: 7},
		"limit reached: output of more than 7 bytes": &LimitError{Limit: "output", Allowed: 7, Unit: "bytes"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if err := error(&LoadError{Err: io.EOF}); !errors.Is(err, io.EOF) {
		t.Error("a LoadError does not wrap its reason")
	}
}
