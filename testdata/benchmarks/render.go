package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	goruntime "runtime"
	"strconv"
	"strings"
	"time"
)

// render writes a table as Markdown: the command, where and when it ran, the figures.
func render(t table, m *measurement, o options) (string, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "```sh\n%s\n```\n\n%s\n\n", t.command(o), t.where(m, o))
	if t.logs != nil {
		for _, line := range m.logged {
			fmt.Fprintf(&text, "- %s\n", line)
		}
		if m.logged == nil {
			return "", fmt.Errorf("the test logged nothing that %s finds", t.logs)
		}
		return text.String(), nil
	}
	fmt.Fprintf(&text, "| %s |\n|%s\n", strings.Join(t.heads, " | "), strings.Repeat("---|", len(t.heads)))
	for _, r := range t.rows {
		fmt.Fprintf(&text, "| %s |", r.label)
		for i := range len(t.heads) - 1 {
			cell := ""
			if i < len(r.cells) {
				var err error
				if cell, err = r.cells[i](m); err != nil {
					return "", err
				}
			}
			fmt.Fprintf(&text, " %s |", cell)
		}
		text.WriteString("\n")
	}
	return text.String(), nil
}

// where says on which machine, and when.
func (t table) where(m *measurement, o options) string {
	about := fmt.Sprintf("Measured %s on %s, %d CPUs, %s/%s, %s", time.Now().Format(time.DateOnly),
		cmp.Or(m.cpu, cpuModel(), "an unknown CPU"), goruntime.NumCPU(), goruntime.GOOS, goruntime.GOARCH,
		goruntime.Version())
	runs := o.count
	if t.count != 0 {
		runs = t.count
	}
	switch {
	case o.quick:
		return about + ". One run of each, which says nothing."
	case t.logs != nil || runs == 1:
		return about + ". One run."
	}
	return fmt.Sprintf("%s. Medians of %d runs.", about, runs)
}

// cpuModel is the name of the CPU, which only benchmarks print, "" where it is not known. Source: proc_cpuinfo(5).
func cpuModel() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// A cell is one figure of a table.
type cell func(*measurement) (string, error)

// figure is the median of a benchmark in a unit that go test prints.
func figure(benchmark, unit string) cell {
	return func(m *measurement) (string, error) {
		value, err := m.median(benchmark, unit)
		return format(value, unit), err
	}
}

// took is how long one round of a benchmark takes.
func took(benchmark string) cell { return figure(benchmark, "ns/op") }

// added is how much longer a benchmark takes than another.
func added(benchmark, than string) cell {
	return func(m *measurement) (string, error) {
		value, err := m.median(benchmark, "ns/op")
		if err != nil {
			return "", err
		}
		base, err := m.median(than, "ns/op")
		return format(value-base, "ns/op"), err
	}
}

// ratio is how many times as often the second benchmark runs in the time of the first.
func ratio(one, two string) cell {
	return func(m *measurement) (string, error) {
		first, err := m.median(one, "ns/op")
		if err != nil {
			return "", err
		}
		second, err := m.median(two, "ns/op")
		return digits(first/second, 3) + " times", err
	}
}

// between is the least and the most of all benchmarks whose name begins so.
func between(prefix, unit string) cell {
	return func(m *measurement) (string, error) {
		all, err := m.medians(prefix, unit)
		if err != nil {
			return "", err
		}
		return format(all[0], unit) + " to " + format(all[len(all)-1], unit), nil
	}
}

// format writes a figure with two digits that count.
func format(value float64, unit string) string {
	switch {
	case unit == "ns/op" || unit == "ns/call":
		return duration(value)
	case strings.HasSuffix(unit, "-µs"):
		return duration(value * 1e3)
	case strings.HasSuffix(unit, "-ms"):
		return duration(value * 1e6)
	case unit == "allocs/op":
		return digits(value, 3)
	case strings.HasPrefix(unit, "B/") || strings.HasSuffix(unit, "-B"):
		return bytes1000(value)
	}
	return digits(value, 2) + " " + unit
}

func duration(ns float64) string {
	for _, unit := range []struct {
		name string
		ns   float64
	}{{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}} {
		if math.Abs(ns) >= unit.ns*0.0995 { // 0.34 ms, and 97 µs
			return digits(ns/unit.ns, 2) + " " + unit.name
		}
	}
	return digits(ns, 2) + " ns"
}

func bytes1000(n float64) string {
	switch {
	case math.Abs(n) >= 1e6:
		return digits(n/1e6, 2) + " MB"
	case math.Abs(n) >= 1e3:
		return digits(n/1e3, 2) + " KB"
	}
	return digits(n, 3) + " bytes"
}

// digits writes a number with as many digits that count, and never in powers of ten.
func digits(value float64, count int) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', count, 64), 64)
	if err != nil {
		return fmt.Sprint(value)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
