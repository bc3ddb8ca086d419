// Command conformance is a server with the tools, resources and prompts that the MCP conformance suite
// (@modelcontextprotocol/conformance) asks for. It serves them bare, or with whowasm attached, so that run.mjs
// can hold the two against each other: whowasm must not change how a server speaks the protocol.
//
//	go build -o /tmp/conformance ./testdata/conformance
//	/tmp/conformance -stateless -track -module cmd/whowasm/demo.wasm
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/runtime"
)

type options struct {
	addr      string
	stateless bool
	track     bool
	module    string
}

func main() {
	var o options
	flag.StringVar(&o.addr, "addr", "127.0.0.1:0", "address to listen on; its URL is printed")
	flag.BoolVar(&o.stateless, "stateless", false, "serve without sessions, as protocol 2026-07-28 has it")
	flag.BoolVar(&o.track, "track", false, "identify callers with the module")
	flag.StringVar(&o.module, "module", "cmd/whowasm/demo.wasm", "identify module, for -track")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, o options) error {
	server := newServer()
	handler := httpHandler(server, o.stateless)
	if o.track {
		module, closeEngine, err := load(ctx, o.module)
		if err != nil {
			return err
		}
		defer closeEngine()
		var seen tally
		defer seen.print()
		if _, err := host.Track(server, module, host.Options{OnIdentify: seen.count}); err != nil {
			return err
		}
		handler = host.RequestIDHandler(handler)
	}
	return serve(ctx, o.addr, handler)
}

// A tally counts identifications, to show that there were any.
type tally struct{ identified, failed atomic.Int64 }

func (t *tally) count(_ context.Context, i host.Identified) {
	if i.Err != nil {
		t.failed.Add(1)
	} else {
		t.identified.Add(1)
	}
}

func (t *tally) print() {
	fmt.Printf("identified %d, failed %d\n", t.identified.Load(), t.failed.Load())
}

func newServer() *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "whowasm-conformance", Version: "1.0.0"}, &mcp.ServerOptions{
		CompletionHandler:  complete,
		SubscribeHandler:   func(context.Context, *mcp.SubscribeRequest) error { return nil },
		UnsubscribeHandler: func(context.Context, *mcp.UnsubscribeRequest) error { return nil },
	})
	addTools(server)
	addInputTools(server)
	addResources(server)
	addPrompts(server)
	return server
}

func httpHandler(server *mcp.Server, stateless bool) http.Handler {
	options := &mcp.StreamableHTTPOptions{Stateless: stateless, PropagateRequestCancellation: true}
	if !stateless {
		options.EventStore = mcp.NewMemoryEventStore(nil) // lets a client take up a stream that was cut
	}
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, options)
}

func load(ctx context.Context, path string) (*runtime.Module, func(), error) {
	engine, err := runtime.New(ctx, runtime.Options{})
	if err != nil {
		return nil, nil, err
	}
	closeEngine := func() { _ = engine.Close(context.WithoutCancel(ctx)) }
	module, err := engine.LoadFile(ctx, path, runtime.Policy{})
	if err != nil {
		closeEngine()
		return nil, nil, err
	}
	return module, closeEngine, nil
}

// serve serves until the context ends.
func serve(ctx context.Context, addr string, handler http.Handler) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%v/mcp\n", listener.Addr())
	mux := http.NewServeMux()
	mux.Handle("/mcp", handler)
	web := &http.Server{Handler: mux}
	context.AfterFunc(ctx, func() { _ = web.Close() })
	if err := web.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
