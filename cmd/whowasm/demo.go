package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/whowasm/whowasm/host"
	"github.com/whowasm/whowasm/host/front"
	"github.com/whowasm/whowasm/runtime/quote"
)

// demoRow is one call of the demo.
type demoRow struct {
	Connection     string `json:"connection"`
	Protocol       string `json:"protocol"`
	Caller         string `json:"caller"`
	UserID         string `json:"userId"`
	UserName       string `json:"userName"`
	Anonymous      bool   `json:"anonymous"`
	Cached         bool   `json:"cached"`
	DurationMicros int64  `json:"durationMicros"` // as the client sees the call
	Error          string `json:"error"`
}

// A demoCaller is somebody who calls the server.
type demoCaller struct {
	name      string
	arguments map[string]any
	bearer    string // an access token of MCP's own authentication
}

var demoCallers = []demoCaller{
	{name: "token", arguments: map[string]any{"token": "tok-alice-5f2c"}},
	{name: "API key", arguments: map[string]any{"apiKey": "key-acme-77aa"}},
	{name: "bearer token", bearer: "mcp-carol-3e10"},
	{name: "no credential"},
	{name: "bad token", arguments: map[string]any{"token": "tok-wrong-0000"}},
}

func newDemo() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "See callers of every kind identified over every kind of connection",
		Long: `demo starts an MCP server with an identify module and calls it with real clients: in memory, over stateful
HTTP (protocol 2025-11-25) and over stateless HTTP (2026-07-28). Each caller calls twice. A caller whom the
server knows is identified by the first call; the second finds the answer.`,
		Example: `  whowasm demo
  whowasm demo --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			rows, err := demo(cmd)
			if err != nil {
				return failed(err)
			}
			if asJSON {
				for _, row := range rows {
					if err := printJSON(cmd.OutOrStdout(), row); err != nil {
						return failed(err)
					}
				}
				return nil
			}
			return printDemo(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a call")
	return cmd
}

func printDemo(out io.Writer, rows []demoRow) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CONNECTION\tPROTOCOL\tCALLER\tWHO\tNAME\tIDENTITY\tTIME")
	for _, row := range rows {
		who, how := row.UserID, "asked"
		if row.Anonymous {
			who = "anonymous"
		}
		if row.Cached {
			how = "cached"
		}
		if row.Error != "" {
			how += ", failed: " + row.Error
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%v\n", row.Connection, row.Protocol, row.Caller, quote.Text(who),
			quote.Text(cmp.Or(row.UserName, "-")), quote.Text(how), time.Duration(row.DurationMicros)*time.Microsecond)
	}
	return w.Flush()
}

// A demoConnection is a way to reach the server. Connect returns a new session with the bearer token, if any.
type demoConnection struct {
	name      string
	connect   func(ctx context.Context, bearer string) (*mcp.ClientSession, error)
	hasBearer bool
}

// demo makes every caller call twice over every connection.
func demo(cmd *cobra.Command) ([]demoRow, error) {
	module, free, err := load(cmd, "", policyFlags{})
	if err != nil {
		return nil, err
	}
	defer free()
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	connections, err := demoConnections(ctx, module)
	if err != nil {
		return nil, err
	}
	var rows []demoRow
	for _, connection := range connections {
		for _, caller := range demoCallers {
			if caller.bearer != "" && !connection.hasBearer {
				continue
			}
			called, err := callTwice(ctx, connection, caller)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", connection.name, caller.name, err)
			}
			rows = append(rows, called...)
		}
	}
	return rows, nil
}

// demoConnections returns the ways to reach a server in memory, and one over HTTP. They are two: without a session, a
// caller whom the first knows by a credential would be known to the second.
func demoConnections(ctx context.Context, identifier host.Identifier) ([]demoConnection, error) {
	options := host.Options{CredentialPaths: demoCredentials}
	inMemory, err := newServer(identifier, options, front.Default)
	if err != nil {
		return nil, err
	}
	overHTTP, err := newServer(identifier, options, front.Default)
	if err != nil {
		return nil, err
	}
	connections := []demoConnection{{name: "in-memory", connect: func(ctx context.Context, _ string) (
		*mcp.ClientSession, error,
	) {
		client, serverSide := mcp.NewInMemoryTransports()
		if _, err := inMemory.Connect(ctx, host.RequestIDTransport(serverSide), nil); err != nil {
			return nil, err
		}
		return connectClient(ctx, client, "")
	}}}
	url, err := demoHTTP(ctx, overHTTP)
	if err != nil {
		return nil, err
	}
	for _, kind := range []struct{ name, protocol string }{
		{"stateful HTTP", "2025-11-25"}, {"stateless HTTP", "2026-07-28"},
	} {
		connections = append(connections, demoConnection{
			name:      kind.name,
			hasBearer: true,
			connect: func(ctx context.Context, bearer string) (*mcp.ClientSession, error) {
				return connectClient(ctx, &mcp.StreamableClientTransport{
					Endpoint:   url,
					HTTPClient: &http.Client{Transport: bearerTransport(bearer)},
				}, kind.protocol)
			},
		})
	}
	return connections, nil
}

// demoHTTP serves on a free port until the context ends, and returns the URL.
func demoHTTP(ctx context.Context, server *front.Server) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go server.Serve(ctx, listener, withOptionalBearer(server.Handler(false)))
	return "http://" + listener.Addr().String(), nil
}

// withOptionalBearer verifies a bearer token where a request has one.
func withOptionalBearer(handler http.Handler) http.Handler {
	verified := auth.RequireBearerToken(verifyDemoToken, nil)(handler)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Authorization") != "" {
			verified.ServeHTTP(w, req)
			return
		}
		handler.ServeHTTP(w, req)
	})
}

// verifyDemoToken stands for an authorization server: it vouches for tokens of the form mcp-….
func verifyDemoToken(_ context.Context, token string, _ *http.Request) (*auth.TokenInfo, error) {
	if !strings.HasPrefix(token, "mcp-") {
		return nil, auth.ErrInvalidToken
	}
	return &auth.TokenInfo{Scopes: []string{"read"}, Expiration: time.Now().Add(time.Hour)}, nil
}

// bearerTransport adds an Authorization header to each request, unless it is empty.
type bearerTransport string

func (t bearerTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t != "" {
		req = req.Clone(req.Context())
		req.Header.Set("Authorization", "Bearer "+string(t))
	}
	return http.DefaultTransport.RoundTrip(req)
}

// connectClient connects with a version of the protocol, the newest that both know for "".
func connectClient(ctx context.Context, transport mcp.Transport, protocol string) (*mcp.ClientSession, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "whowasm-demo", Version: version()}, nil)
	return client.Connect(ctx, transport, &mcp.ClientSessionOptions{ProtocolVersion: protocol})
}

func callTwice(ctx context.Context, connection demoConnection, caller demoCaller) ([]demoRow, error) {
	session, err := connection.connect(ctx, caller.bearer)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	var rows []demoRow
	for range 2 {
		began := time.Now()
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "whoami", Arguments: caller.arguments})
		if err != nil {
			return nil, err
		}
		took := time.Since(began)
		var who whoamiOutput
		if err := remarshal(result.StructuredContent, &who); err != nil {
			return nil, err
		}
		rows = append(rows, demoRow{
			Connection: connection.name, Protocol: session.InitializeResult().ProtocolVersion, Caller: caller.name,
			UserID: who.UserID, UserName: who.UserName, Anonymous: who.Anonymous, Cached: who.Cached,
			DurationMicros: took.Microseconds(), Error: who.Error,
		})
	}
	return rows, nil
}

// remarshal gives decoded JSON the type that it has.
func remarshal(from, to any) error {
	text, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to)
}
