package wasm

import (
	"strings"
	"testing"
)

// TestLongTypesAreShort writes types in messages: of long ones the beginning.
func TestLongTypesAreShort(t *testing.T) {
	long := FuncType{Params: []byte(strings.Repeat("\x7f", 1000)), Results: []byte("\x7e\x7e")}
	text := long.String()
	if len(text) > 200 || !strings.Contains(text, "i32, and 980 more) -> (i64, i64)") {
		t.Errorf("%d bytes: %.300s", len(text), text)
	}
	if text := (FuncType{Params: []byte{typeI32, typeV128}}).String(); text != "(i32, v128) -> ()" {
		t.Error(text)
	}
}
