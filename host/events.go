package host

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/runtime/quote"
)

// Called is what is announced of a call that was answered.
type Called struct {
	// Session is the connection. Over stateless HTTP it lives as long as the request.
	Session *mcp.ServerSession
	// SessionLabel is that of [Identified].
	SessionLabel string
	// Method is the request's, one of [Options.Methods].
	Method string
	// Tool is the tool's name, as the client wrote it, "" for methods other than tools/call.
	Tool string
	// Outcome is what the tool could know of the caller. It is the zero value where nothing was asked.
	Outcome Outcome
	// Duration is how long the call took, identification included.
	Duration time.Duration
	// Err is the error that answered the call, nil otherwise. A denial is one.
	Err error
	// ToolError is true when the tool answered that it failed.
	ToolError bool
}

// An EventLog writes a line of JSON for each identification and each tool call: who uses which tool, how long it takes,
// what comes of it. Its methods are for [Options]:
//
//	log := host.NewEventLog(file)
//	options.OnIdentify, options.OnCall = log.Identified, log.Called
//
// The lines hold user ids and names, and no credentials. It is safe for use by several goroutines.
type EventLog struct {
	mu  sync.Mutex
	to  io.Writer
	err error
}

// NewEventLog returns a log that writes each line with one call of Write.
func NewEventLog(to io.Writer) *EventLog {
	return &EventLog{to: to}
}

// An event is a line. What is not known, or not so, is left out.
type event struct {
	Time  time.Time `json:"time"`
	Event string    `json:"event"` // "identify" or "call"
	// Session is the same for events of one session, and is not its id, which whoever knows may take part in the session.
	// It is left out for connections without an id.
	Session string `json:"session,omitempty"`
	// Method is left out for a tool call.
	Method   string `json:"method,omitempty"`
	Tool     string `json:"tool,omitempty"`
	Outcome  string `json:"outcome"` // see outcomeName; of a call also "denied", "error" or "tool_error"
	UserID   string `json:"user_id,omitempty"`
	UserName string `json:"user_name,omitempty"`
	// Previous is the user that the session belonged to before.
	Previous string  `json:"previous_user_id,omitempty"`
	Cached   bool    `json:"cached,omitempty"`
	Millis   float64 `json:"duration_ms"`
	Fuel     int64   `json:"fuel,omitempty"`
	Error    string  `json:"error,omitempty"`
}

// Identified writes a line for an identification.
func (l *EventLog) Identified(_ context.Context, i Identified) {
	e := newEvent("identify", i.Method, i.Tool, i.Identity, i.Duration)
	e.Session = i.SessionLabel
	e.Outcome, e.Fuel = outcomeName(i.Identity, i.Err), i.Usage.Fuel
	if i.Err != nil {
		e.Error = quote.Line(i.Err.Error())
	}
	if i.Previous != nil {
		e.Previous = i.Previous.UserID
	}
	l.write(e)
}

// Called writes a line for a tool call. The text of an error is the tool's, and left out: it may hold anything.
func (l *EventLog) Called(_ context.Context, c Called) {
	e := newEvent("call", c.Method, c.Tool, c.Outcome.Identity, c.Duration)
	e.Session = c.SessionLabel
	e.Cached = c.Outcome.Cached
	switch {
	case isDenied(c.Err):
		e.Outcome = "denied"
	case c.Err != nil:
		e.Outcome = "error"
	case c.ToolError:
		e.Outcome = "tool_error"
	default:
		e.Outcome = outcomeName(c.Outcome.Identity, c.Outcome.Err)
	}
	l.write(e)
}

func isDenied(err error) bool {
	var wire *jsonrpc.Error
	return errors.As(err, &wire) && wire.Code == CodeDenied
}

// outcomeName says how an identification ended.
func outcomeName(identity *Identity, err error) string {
	switch {
	case err != nil:
		return "failed"
	case identity == nil:
		return "anonymous"
	}
	return "identified"
}

func newEvent(name, method, tool string, identity *Identity, took time.Duration) event {
	e := event{Time: time.Now().UTC(), Event: name, Tool: quote.Short(tool), Millis: float64(took.Microseconds()) / 1000}
	if method != methodCallTool {
		e.Method = method
	}
	if identity != nil {
		e.UserID, e.UserName = identity.UserID, identity.UserName
	}
	return e
}

func (l *EventLog) write(e event) {
	line, err := json.Marshal(e)
	if err != nil {
		return // an event has no value that cannot be written
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.to.Write(append(line, '\n')); err != nil && l.err == nil {
		l.err = err
	}
}

// Err returns the first error of writing, nil if there was none. Later events are written all the same.
func (l *EventLog) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}
