package guest

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryWayIntoTheHostIsDocumented compares the table in RATIONALE.md with the functions that are exported to
// guests, and with the tests that it names.
func TestEveryWayIntoTheHostIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../../RATIONALE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "\n## Ways from a guest into the host\n")
	table, _, _ := strings.Cut(after, "\n## ")
	named := make(map[string]bool)
	for _, match := range regexp.MustCompile("`([A-Za-z0-9_.]+)`").FindAllStringSubmatch(table, -1) {
		named[match[1]] = true
	}
	for _, f := range append(importable(), importedFunction{hostFunction: guard}) {
		if !named[f.name] {
			t.Errorf("%s is exported to guests, and the table does not say what it costs and what bounds it", f.name)
		}
	}
	for _, row := range strings.Split(strings.TrimSpace(table[strings.Index(table, "|---"):]), "\n")[1:] {
		if !strings.Contains(row[strings.LastIndex(strings.TrimSuffix(row, "|"), "|"):], "`Test") {
			t.Errorf("no test is named for %s", row)
		}
	}
	tests := testNames(t)
	for name := range named {
		if strings.HasPrefix(name, "Test") && !tests[name] {
			t.Errorf("the table names %s, which does not exist", name)
		}
	}
}

// testNames are the tests of package runtime and all below it.
func testNames(t *testing.T) map[string]bool {
	names := make(map[string]bool)
	for _, source := range sources(t, "../..", true) {
		for _, match := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(source, -1) {
			names[match[1]] = true
		}
	}
	return names
}
