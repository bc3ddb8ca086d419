package main

import (
	"io"
	"log/slog"
	"sync"

	"github.com/whowasm/whowasm/runtime/quote"
)

// An eventWriter writes lines of events, and tells when that fails, when it works again, and how many were lost.
type eventWriter struct {
	to     io.Writer
	logger *slog.Logger

	mu      sync.Mutex
	lost    int
	failing bool
	torn    bool // a part of a line was written
}

// Write writes a line. After one that was written in part, it begins another one.
func (w *eventWriter) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.mend(); err != nil {
		return 0, w.failed(err)
	}
	n, err := w.to.Write(line)
	if err != nil {
		w.torn = n > 0
		return n, w.failed(err)
	}
	if w.failing {
		w.failing = false
		w.logger.Info("events are written again", "lost", w.lost)
	}
	return n, nil
}

// mend ends a line that was written in part.
func (w *eventWriter) mend() error {
	if !w.torn {
		return nil
	}
	_, err := w.to.Write([]byte("\n"))
	w.torn = err != nil
	return err
}

func (w *eventWriter) failed(err error) error {
	w.lost++
	if !w.failing {
		w.failing = true
		w.logger.Error("events are being lost", "error", quote.Error(err))
	}
	return err
}

// end says how many events were lost, if any.
func (w *eventWriter) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost > 0 {
		w.logger.Error("events were lost", "count", w.lost)
	}
}
