package runtime_test

import (
	"context"
	"fmt"
	"log"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

func Example() {
	ctx := context.Background()
	engine, err := runtime.New(ctx, runtime.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close(ctx)

	module, err := engine.LoadFile(ctx, "../testdata/guests/identity.wasm", runtime.Policy{})
	if err != nil {
		log.Fatal(err)
	}
	who, err := module.Identify(ctx, &sdk.Input{Request: sdk.Request{Method: "tools/call"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(who.UserID, who.UserName, who.UserData["role"])
	// Output: u-1 One admin
}
