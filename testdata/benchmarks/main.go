// Command benchmarks measures what BENCHMARKS.md says, and writes it there. It runs on a machine that does nothing
// else:
//
//	go run ./testdata/benchmarks                     # everything, about an hour
//	go run ./testdata/benchmarks -only peers,cached  # some of the tables
//	go run ./testdata/benchmarks -quick              # each once, printed and not written: shows that it works
//	go run ./testdata/benchmarks -list               # the names of the tables
//
// A table stands between two comments that have its name. What is around them is left as it is.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

type options struct {
	only  []string
	count int
	quick bool
	file  string
}

func run() error {
	var o options
	only := flag.String("only", "", "tables to make, with commas between them; all if it is empty")
	list := flag.Bool("list", false, "print the names of the tables")
	flag.IntVar(&o.count, "count", 3, "how often each benchmark runs; the tables have medians")
	flag.BoolVar(&o.quick, "quick", false, "run each once, and print the tables in place of writing them")
	flag.StringVar(&o.file, "o", "BENCHMARKS.md", "file with the tables")
	flag.Parse()
	if *list {
		for _, t := range tables {
			fmt.Println(t.name)
		}
		return nil
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	chosen, err := choose(o.only)
	if err != nil {
		return err
	}
	warnIfBusy()
	var failed []error
	for _, t := range chosen {
		failed = append(failed, o.make(t))
	}
	return errors.Join(failed...)
}

// choose returns the tables with these names, all for none.
func choose(names []string) (chosen []table, err error) {
	if names == nil {
		return tables, nil
	}
	for _, name := range names {
		i := slices.IndexFunc(tables, func(t table) bool { return t.name == name })
		if i < 0 {
			return nil, fmt.Errorf("-only: there is no table %q; -list has the names", name)
		}
		chosen = append(chosen, tables[i])
	}
	return chosen, nil
}

// make measures one table, and writes or prints it.
func (o options) make(t table) error {
	if reason := t.leaveOut(o); reason != "" {
		fmt.Fprintf(os.Stderr, "%s: left out, %s\n", t.name, reason)
		return nil
	}
	fmt.Fprintf(os.Stderr, "%s: %s\n", t.name, t.command(o))
	m, err := measure(t, o)
	if err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	text, err := render(t, m, o)
	if err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	if o.quick {
		fmt.Printf("## %s\n\n%s\n", t.name, text)
		return nil
	}
	return replace(o.file, t.name, text)
}

// leaveOut says why a table is not made, "" if it is.
func (t table) leaveOut(o options) string {
	switch {
	case t.needs != "" && os.Getenv(t.needs) == "":
		return "since it needs " + t.needs
	case t.logs != nil && o.quick && o.only == nil:
		return "since it is a test, which has no quick way"
	}
	return ""
}

// warnIfBusy says so where others use the machine. Source: proc_loadavg(5).
func warnIfBusy() {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return // not Linux
	}
	var load float64
	if _, err := fmt.Sscan(string(text), &load); err == nil && load > 0.5 {
		fmt.Fprintf(os.Stderr, "others use this machine (load %.1f): the figures will be wrong\n", load)
	}
}

// replace writes a table between its two comments.
func replace(file, name, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	begin, end := "<!-- begin "+name+" -->\n", "<!-- end "+name+" -->"
	before, rest, found := strings.Cut(string(old), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return fmt.Errorf("%s has no place for %s: want %s and %s", file, name, strings.TrimSpace(begin), end)
	}
	return os.WriteFile(file, []byte(before+begin+"\n"+text+"\n"+end+after), 0o644)
}
