package wasm_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"sync"
	"testing"
	"time"
)

// childVariable tells the test binary to judge modules that it reads, and caseTime is how long it may take for one.
const (
	childVariable = "WHOWASM_FUZZ_CHILD"
	caseTime      = time.Minute
)

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		judgeAll(os.Stdin, os.Stdout)
		return
	}
	os.Exit(m.Run())
}

// judgeAll answers each module with what is wrong with it.
func judgeAll(in io.Reader, out io.Writer) {
	ctx := context.Background()
	j := newJudge(ctx)
	for {
		code, err := readFrame(in)
		if err != nil {
			return
		}
		if writeFrame(out, []byte(judgeSafely(ctx, j, code))) != nil {
			return
		}
	}
}

func judgeSafely(ctx context.Context, j *judge, code []byte) (fault string) {
	defer func() {
		if r := recover(); r != nil {
			fault = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return j.judge(ctx, code)
}

// A frame is its length and its bytes.
func readFrame(r io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	frame := make([]byte, binary.LittleEndian.Uint32(length[:]))
	_, err := io.ReadFull(r, frame)
	return frame, err
}

func writeFrame(w io.Writer, frame []byte) error {
	_, err := w.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(frame))), frame...))
	return err
}

// A child is another process of the test binary. It lives as long as this one, unless a module makes it hang.
type child struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.Reader
}

var (
	running   *child
	runningMu sync.Mutex
)

// inChild judges a module in the child.
func inChild(t testing.TB, code []byte) (fault string) {
	runningMu.Lock()
	defer runningMu.Unlock()
	if running == nil {
		running = startChild(t)
	}
	timer := time.AfterFunc(caseTime, func() { running.command.Process.Kill() })
	answer, err := running.ask(code)
	if inTime := timer.Stop(); err == nil && inTime {
		return string(answer)
	} else if inTime {
		fault = fmt.Sprintf("the process that runs it ended: %v", err)
	} else {
		fault = fmt.Sprintf("it did not come to an end within %s", caseTime)
	}
	running.command.Wait()
	running = nil
	return fault
}

func startChild(t testing.TB) *child {
	t.Helper()
	c := &child{command: exec.Command(os.Args[0])}
	c.command.Env = append(os.Environ(), childVariable+"=1")
	c.command.Stderr = os.Stderr
	var err error
	if c.in, err = c.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if c.out, err = c.command.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *child) ask(code []byte) ([]byte, error) {
	if err := writeFrame(c.in, code); err != nil {
		return nil, err
	}
	return readFrame(c.out)
}
