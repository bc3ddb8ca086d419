package quote_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/whowasm/whowasm/runtime/quote"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"":                        `""`,
		"wasi_snapshot_preview1":  "wasi_snapshot_preview1",
		"proc.exit":               "proc.exit",
		"two words":               `"two words"`,
		"a\x1b[31mred":            `"a\x1b[31mred"`,
		"right\u202eto left":      `"right\u202eto left"`,
		"line\nbreak":             `"line\nbreak"`,
		"C1 \u009b":               `"C1 \u009b"`,
		"broken \xff":             `"broken \xff"`,
		"Ä":                       `"Ä"`,
		strings.Repeat("a", 200):  strings.Repeat("a", 200),
		strings.Repeat("a", 201):  `"` + strings.Repeat("a", 200) + `"… (1 more bytes)`,
		strings.Repeat("\t", 500): `"` + strings.Repeat(`\t`, 100) + `"… (400 more bytes)`,
	} {
		if got := quote.Name(name); got != want {
			t.Errorf("%.20q: got %s, want %s", name, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"a"}, "a"},
		{[]string{"a", "b c"}, `a, "b c"`},
		{strings.Split(strings.Repeat("n ", 24)+"n", " "), strings.Repeat("n, ", 19) + "n and 5 more"},
	} {
		if got := quote.Names(test.names); got != test.want {
			t.Errorf("%q: got %s, want %s", test.names, got, test.want)
		}
	}
	if got := quote.Names([]string{long, long, long, long, long}); len(got) > 1000 || !strings.HasSuffix(got,
		" and 3 more") {
		t.Errorf("got %s", got)
	}
}

func TestText(t *testing.T) {
	if got, want := quote.Text("say \"it\"\\ ä\x1b\n"), `say "it"\ ä\x1b\n`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := quote.Text(strings.Repeat("y", 5000)); !strings.HasSuffix(got, "y… (4000 more bytes)") || len(got) > 1100 {
		t.Errorf("got %s", got)
	}
	err := quote.Error(&fs.PathError{Op: "open", Path: "a\x1b", Err: fs.ErrNotExist})
	if got, want := err.Error(), `open a\x1b: file does not exist`; got != want || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %s, want %s", got, want)
	}
	if quote.Error(nil) != nil {
		t.Error("no error became one")
	}
}

func TestJSON(t *testing.T) {
	text, err := json.Marshal("ä 語 \u009b \u202e \x7f \U000e0001 \x1b")
	if err != nil {
		t.Fatal(err)
	}
	got := quote.JSON(text)
	if want := `"ä 語 \u009b \u202e \u007f \udb40\udc01 \u001b"`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var before, after string
	if errors.Join(json.Unmarshal(text, &before), json.Unmarshal(got, &after)) != nil || before != after {
		t.Errorf("%q became %q", before, after)
	}
}
