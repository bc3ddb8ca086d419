package main

import (
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/host/front"
)

type serveOptions struct {
	policy     policyFlags
	bounds     boundFlags
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

It serves streamable HTTP on a loopback address until it is interrupted, or standard input and output. One URL
serves every version of the protocol: 2026-07-28 without sessions, older ones with. A session is of use only to the
caller that opened it, and pages of another origin are refused. When it is interrupted it takes no more
connections, ends event streams and gives running calls time to end; a second signal ends it at once.`,
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
	cmd.Flags().BoolVar(&o.stateless, "stateless", false,
		"serve HTTP without sessions, to clients of older versions of the protocol as well")
	cmd.Flags().BoolVar(&o.deny, "deny", false, "answer a call with an error when its caller could not be identified")
	cmd.Flags().StringArrayVar(&o.credential, "credential", nil,
		"place of a credential in the input, such as request.params.arguments.token (repeatable)")
	cmd.Flags().StringVar(&o.events, "events", "",
		"file to which a line of JSON is added for each identification and each tool call")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print the address as a JSON object on standard output")
	cmd.MarkFlagsMutuallyExclusive("stdio", "stateless")
	cmd.MarkFlagsMutuallyExclusive("stdio", "addr")
	cmd.MarkFlagsMutuallyExclusive("stdio", "json")
	o.policy.register(cmd)
	o.bounds.register(cmd)
	return cmd
}

func serve(cmd *cobra.Command, path string, o serveOptions) error {
	if err := o.bounds.check(); err != nil {
		return err
	}
	f, err := o.policy.read()
	if err != nil {
		return err
	}
	module, free, err := loadUnder(cmd, path, o.policy.cache, f.Module)
	if err != nil {
		return err
	}
	defer free()
	options := f.Host
	options.Logger = newLogger(cmd.ErrOrStderr())
	options.CredentialPaths = append(options.CredentialPaths, o.credential...)
	if o.deny {
		options.OnFailure = host.Deny
	}
	closeEvents, err := o.logEvents(&options)
	if err != nil {
		return err
	}
	defer closeEvents()
	server, err := newServer(module, options, o.bounds.Bounds)
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

// logEvents makes the server write events, if it is to. The returned function closes the file.
func (o *serveOptions) logEvents(options *host.Options) (func(), error) {
	if o.events == "" {
		return func() {}, nil
	}
	file, err := os.OpenFile(o.events, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("--events: %w", err)
	}
	events := &eventWriter{to: file, logger: options.Logger}
	log := host.NewEventLog(events)
	options.OnIdentify, options.OnCall = log.Identified, log.Called
	return func() {
		events.end()
		_ = file.Close()
	}, nil
}

func serveHTTP(cmd *cobra.Command, server *front.Server, o serveOptions) error {
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
	mux.Handle("/mcp", server.Handler(o.stateless))
	if err := server.Serve(cmd.Context(), listener, mux); err != nil {
		return failed(err)
	}
	return nil
}
