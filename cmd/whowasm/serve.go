package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host"
)

type serveOptions struct {
	limits     limits
	addr       string
	stdio      bool
	stateless  bool
	deny       bool
	asJSON     bool
	credential []string
	events     string
}

func newServe() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve [MODULE]",
		Short: "Serve an MCP server with a whoami tool that asks a module",
		Long: `serve is an MCP server with one tool, whoami, which answers who the module says is calling. Without a module
it uses that of the demo, which knows the token "tok-alice-5f2c" and the API key "key-acme-77aa".

It serves streamable HTTP on a loopback address until it is interrupted, or standard input and output.`,
		Example: `  whowasm serve identify.wasm
  whowasm serve identify.wasm --addr 127.0.0.1:9000 --stateless
  whowasm serve identify.wasm --stdio`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var path string
			if len(args) == 1 {
				path = args[0]
			} else if !cmd.Flags().Changed("credential") {
				o.credential = demoCredentials
			}
			return serve(cmd, path, o)
		},
	}
	cmd.Flags().StringVar(&o.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	cmd.Flags().BoolVar(&o.stdio, "stdio", false, "serve standard input and output instead of HTTP")
	cmd.Flags().BoolVar(&o.stateless, "stateless", false, "serve HTTP without sessions, as protocol 2026-07-28 has it")
	cmd.Flags().BoolVar(&o.deny, "deny", false, "answer a call with an error when its caller could not be identified")
	cmd.Flags().StringArrayVar(&o.credential, "credential", nil, "place of a credential in the input, such as request.params.arguments.token (repeatable)")
	cmd.Flags().StringVar(&o.events, "events", "", "file to which a line of JSON is added for each identification and each tool call")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print the address as a JSON object on standard output")
	cmd.MarkFlagsMutuallyExclusive("stdio", "stateless")
	cmd.MarkFlagsMutuallyExclusive("stdio", "addr")
	cmd.MarkFlagsMutuallyExclusive("stdio", "json")
	o.limits.register(cmd)
	return cmd
}

func serve(cmd *cobra.Command, path string, o serveOptions) error {
	module, free, err := load(cmd, path, o.limits)
	if err != nil {
		return err
	}
	defer free()
	f, err := o.limits.read()
	if err != nil {
		return err
	}
	options := f.Host
	options.Logger = newLogger(cmd.ErrOrStderr())
	options.CredentialPaths = append(options.CredentialPaths, o.credential...)
	if o.events != "" {
		file, err := os.OpenFile(o.events, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("--events: %w", err)
		}
		defer file.Close()
		log := host.NewEventLog(file)
		options.OnIdentify, options.OnCall = log.Identified, log.Called
	}
	if o.deny {
		options.OnFailure = host.Deny
	}
	server, err := newServer(module, options)
	if err != nil {
		return err
	}
	if o.stdio {
		err := server.Run(cmd.Context(), host.RequestIDTransport(&mcp.StdioTransport{}))
		if err != nil && cmd.Context().Err() == nil {
			return failed(err)
		}
		return nil
	}
	return serveHTTP(cmd, server, o)
}

func serveHTTP(cmd *cobra.Command, server *mcp.Server, o serveOptions) error {
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	url := "http://" + listener.Addr().String() + "/mcp"
	if o.asJSON {
		err = printJSON(cmd.OutOrStdout(), map[string]string{"url": url})
	} else {
		_, err = fmt.Fprintln(cmd.ErrOrStderr(), "serving until interrupted on "+url)
	}
	if err != nil {
		return failed(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/mcp", httpHandler(server, o.stateless))
	return serveUntil(cmd.Context(), listener, mux)
}

// serveUntil serves HTTP until the context ends. Streams that are open then are cut after a moment.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	web := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
		defer cancel()
		if web.Shutdown(ctx) != nil {
			web.Close()
		}
	})
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return failed(err)
	}
	<-stopped
	return nil
}
