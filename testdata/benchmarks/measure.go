package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A measurement is what the runs of one table gave.
type measurement struct {
	cpu     string                          // its name
	figures map[string]map[string][]float64 // by benchmark and unit, one for each run
	logged  []string                        // lines of tests
	test    string                          // that runs now
}

// command is what is run for a table, as somebody would type it in the repository's root.
func (t table) command(o options) string {
	args := t.arguments(o)
	for i, arg := range args {
		if strings.ContainsAny(arg, "^$|*. ") && !strings.HasPrefix(arg, "./") && arg != "." || arg == "" {
			args[i] = "'" + arg + "'"
		}
	}
	command := "go " + strings.Join(args, " ")
	if t.dir != "" {
		command = "cd " + t.dir + " && " + command
	}
	return command
}

// arguments are those of the go command.
func (t table) arguments(o options) []string {
	args := append([]string{"test"}, t.packages...)
	if t.logs != nil {
		return append(args, "-run", t.run, "-count", "1", "-timeout", "1h", "-v")
	}
	count := cmp.Or(t.count, o.count)
	duration := cmp.Or(t.time, "0.5s")
	if o.quick {
		count, duration = 1, "1x"
	}
	args = append(args, "-run", "^$", "-bench", t.run, "-count", strconv.Itoa(count), "-benchtime", duration, "-timeout",
		"2h")
	if t.cpus != "" {
		args = append(args, "-cpu", t.cpus)
	}
	return args
}

// measure runs what a table needs.
func measure(t table, o options) (*measurement, error) {
	var out bytes.Buffer
	cmd := exec.Command("go", t.arguments(o)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.dir, &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", t.command(o), err, out.Bytes())
	}
	m := &measurement{figures: make(map[string]map[string][]float64)}
	for line := range strings.Lines(out.String()) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "cpu: "):
			m.cpu = strings.TrimPrefix(line, "cpu: ")
		case strings.HasPrefix(line, "=== "):
			fields := strings.Fields(line)
			m.test = fields[len(fields)-1]
		case t.logs != nil:
			m.log(t.logs, line)
		case strings.HasPrefix(line, "Benchmark"):
			if err := m.read(line, t.cpus != ""); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

// processors is what go test appends to a benchmark's name, except on one CPU.
var processors = regexp.MustCompile(`-\d+$`)

// read reads a line such as "BenchmarkStart/go/cached-2   20   45123 ns/op   12 B/op".
func (m *measurement) read(line string, keepProcessors bool) error {
	fields := strings.Fields(line)
	if len(fields) < 4 {
		return nil // only the name, of a benchmark that logs
	}
	name := strings.TrimPrefix(fields[0], "Benchmark")
	if !keepProcessors {
		name = processors.ReplaceAllString(name, "")
	}
	if m.figures[name] == nil {
		m.figures[name] = make(map[string][]float64)
	}
	for i := 2; i+1 < len(fields); i += 2 {
		figure, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return fmt.Errorf("%q is no figure in %q", fields[i], line)
		}
		m.figures[name][fields[i+1]] = append(m.figures[name][fields[i+1]], figure)
	}
	return nil
}

// log keeps what the table's pattern finds in a line of a test, with the name of the subtest if the line has it not.
func (m *measurement) log(pattern *regexp.Regexp, line string) {
	match := pattern.FindStringSubmatch(line)
	if match == nil {
		return
	}
	text := strings.Join(strings.Fields(match[1]), " ")
	if _, sub, ok := strings.Cut(m.test, "/"); ok && !strings.Contains(text, sub) {
		text = "`" + sub + "`: " + text
	}
	m.logged = append(m.logged, text)
}

// median returns the middle one of the runs of a benchmark.
func (m *measurement) median(benchmark, unit string) (float64, error) {
	runs := slices.Sorted(slices.Values(m.figures[benchmark][unit]))
	if len(runs) == 0 {
		return 0, fmt.Errorf("no figure of Benchmark%s in %s: the benchmark has another name now, or did not run", benchmark,
			unit)
	}
	return runs[len(runs)/2], nil
}

// medians returns those of all benchmarks whose name begins so, sorted.
func (m *measurement) medians(prefix, unit string) (all []float64, err error) {
	for name := range m.figures {
		if strings.HasPrefix(name, prefix) {
			one, err := m.median(name, unit)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no benchmark begins with %s", prefix)
	}
	slices.Sort(all)
	return all, nil
}
