// Package identifyhttp lets an identify module in Go use net/http:
//
//	client := &http.Client{Transport: identifyhttp.Transport{}}
//
// The host sends the requests, within the module's policy. It is a package of its own because net/http makes a module
// larger by some megabytes; [identify.Fetch] does without.
package identifyhttp

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	identify "github.com/whowasm/whowasm/sdk/go"
)

// Transport is an http.RoundTripper. Its errors wrap those of package identify. A request whose context has ended is
// not sent.
type Transport struct{}

// RoundTrip implements http.RoundTripper.
func (Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	asked := &identify.HTTPRequest{Method: req.Method, URL: req.URL.String(), Headers: make(map[string]string)}
	for name, values := range req.Header {
		asked.Headers[name] = strings.Join(values, ", ")
	}
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err = errors.Join(err, req.Body.Close()); err != nil {
			return nil, err
		}
		asked.Body = body
	}
	got, err := identify.Fetch(asked)
	if err != nil {
		return nil, err
	}
	resp := &http.Response{
		Status:        strconv.Itoa(got.Status) + " " + http.StatusText(got.Status),
		StatusCode:    got.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        make(http.Header, len(got.Headers)),
		Body:          io.NopCloser(bytes.NewReader(got.Body)),
		ContentLength: int64(len(got.Body)),
		Request:       req,
	}
	for name, value := range got.Headers {
		resp.Header.Set(name, value)
	}
	return resp, nil
}
