package policy_test

import (
	"context"
	"fmt"

	"github.com/whowasm/whowasm/host/policy"
	"github.com/whowasm/whowasm/runtime"
)

// ExampleRead loads a module with what a policy file allows it. The file's other half, f.Host, is for host.Track.
func ExampleRead() {
	ctx := context.Background()
	f, err := policy.Read("testdata/small.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := runtime.New(ctx, runtime.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close(ctx)
	module, err := engine.LoadFile(ctx, "../../testdata/guests/host-functions.wasm", f.Module)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range module.Info().Imports {
		fmt.Println(i.Name, i.Granted)
	}
	fmt.Println("credentials:", f.Host.CredentialPaths)
	// Output:
	// whowasm.aborted true
	// whowasm.config_get true
	// whowasm.deadline_ms true
	// whowasm.log true
	// credentials: [request.params.arguments.apiKey]
}
