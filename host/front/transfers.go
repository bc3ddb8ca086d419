package front

import (
	"io"
	"net/http"
	"time"
)

// limitTransfers bounds the time that a request's body takes, and the time that a client takes to accept a piece of the
// answer. How long there is nothing to send does not count.
func limitTransfers(handler http.Handler, limit time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		out := &timedResponse{ResponseWriter: w, control: http.NewResponseController(w), limit: limit}
		defer out.extend() // for what is still buffered
		if req.Body == nil || req.Body == http.NoBody {
			setState(req, waiting)
		} else {
			setState(req, sending)
			_ = out.control.SetReadDeadline(time.Now().Add(limit)) // a response that has none is a test's
			with := *req
			with.Body = &timedBody{ReadCloser: req.Body, ended: func() {
				_ = out.control.SetReadDeadline(time.Time{})
				setState(req, waiting)
			}}
			req = &with
		}
		handler.ServeHTTP(out, req)
	})
}

// A timedBody tells of its end.
type timedBody struct {
	io.ReadCloser
	ended func()
}

func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF && b.ended != nil {
		b.ended()
		b.ended = nil
	}
	return n, err
}

// A timedResponse gives each piece of an answer its own time.
type timedResponse struct {
	http.ResponseWriter
	control *http.ResponseController
	limit   time.Duration
}

func (w *timedResponse) extend() { _ = w.control.SetWriteDeadline(time.Now().Add(w.limit)) }

func (w *timedResponse) Write(p []byte) (int, error) {
	w.extend()
	return w.ResponseWriter.Write(p)
}

// FlushError implements what [http.ResponseController] looks for.
func (w *timedResponse) FlushError() error {
	w.extend()
	return w.control.Flush()
}

// Unwrap gives [http.ResponseController] the rest.
func (w *timedResponse) Unwrap() http.ResponseWriter { return w.ResponseWriter }
