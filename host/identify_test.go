package host_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestIdentifyTable looks whether the tests that IDENTIFY.md names are there, and names one at each point.
func TestIdentifyTable(t *testing.T) {
	text, err := os.ReadFile("IDENTIFY.md")
	if err != nil {
		t.Fatal(err)
	}
	found, err := exec.Command("go", "list", "-f",
		`{{range .TestGoFiles}}{{$.Dir}}/{{.}} {{end}}{{range .XTestGoFiles}}{{$.Dir}}/{{.}} {{end}}`, "../...").Output()
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, file := range strings.Fields(string(found)) {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range declaration.FindAllSubmatch(source, -1) {
			known[string(match[1])] = true
		}
	}
	name := regexp.MustCompile("`(Test\\w+)`")
	points := strings.Split(string(text), "\n- ")[1:]
	if len(points) < 30 {
		t.Errorf("%d points, which is less than the documentation has", len(points))
	}
	for _, point := range points {
		point, _, _ = strings.Cut(point, "\n\n")
		names := name.FindAllStringSubmatch(point, -1)
		if len(names) == 0 {
			t.Errorf("no test shows %q", point)
		}
		for _, match := range names {
			if !known[match[1]] {
				t.Errorf("%s is named and does not exist", match[1])
			}
		}
	}
}
