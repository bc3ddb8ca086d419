// Package identifylog lets an identify module in Go log with log/slog:
//
//	slog.SetDefault(slog.New(identifylog.NewHandler()))
//
// It is a package of its own because log/slog makes a module larger by a quarter of a megabyte; [identify.Log] does
// without.
package identifylog

import (
	"bytes"
	"context"
	"log/slog"

	"github.com/whowasm/whowasm/sdk"
	identify "github.com/whowasm/whowasm/sdk/go"
)

// NewHandler returns a handler that writes to the host's log, which knows the module and the time. The host drops what
// is more than the policy allows, and removes the caller's credentials.
func NewHandler() slog.Handler {
	h := new(handler)
	h.text = slog.NewTextHandler(&h.line, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: withoutHead})
	return h
}

// A handler writes a record's message and attributes as one line.
type handler struct {
	line bytes.Buffer // shared by the handlers that were derived from it: calls never overlap
	text slog.Handler
	root *handler // whose line text writes to, nil for itself
}

// withoutHead removes what the host adds, and the message, which comes first.
func withoutHead(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
		return slog.Attr{}
	}
	return a
}

func (h *handler) Enabled(context.Context, slog.Level) bool { return true }

func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	line := &h.owner().line
	line.Reset()
	if err := h.text.Handle(ctx, r); err != nil {
		return err
	}
	text := append([]byte(r.Message+" "), line.Bytes()...)
	text = bytes.TrimSpace(text)
	identify.Log(levelOf(r.Level), string(text))
	return nil
}

func (h *handler) owner() *handler {
	if h.root != nil {
		return h.root
	}
	return h
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &handler{text: h.text.WithAttrs(attrs), root: h.owner()}
}

func (h *handler) WithGroup(name string) slog.Handler {
	return &handler{text: h.text.WithGroup(name), root: h.owner()}
}

func levelOf(level slog.Level) int {
	switch {
	case level < slog.LevelInfo:
		return sdk.LevelDebug
	case level < slog.LevelWarn:
		return sdk.LevelInfo
	case level < slog.LevelError:
		return sdk.LevelWarn
	}
	return sdk.LevelError
}
