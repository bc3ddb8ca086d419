package build_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/whowasm/whowasm/sdk/build"
)

// A callback becomes a module, and one that is wrong a message with its place.
func ExampleJavaScript() {
	folder, err := os.MkdirTemp("", "example-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "identify.ts")

	os.WriteFile(file, []byte(`export default async () => ({ userId: "u-1" });`), 0o600)
	module, _, err := build.JavaScript(file, build.JavaScriptOptions{Minify: true})
	fmt.Printf("%q %v\n", module[:4], err)

	os.WriteFile(file, []byte("export default async () => ({ userId: });"), 0o600)
	_, _, err = build.JavaScript(file, build.JavaScriptOptions{})
	var source *build.SourceError
	fmt.Println(errors.As(err, &source))
	fmt.Println(err)
	// Output:
	// "\x00asm" <nil>
	// true
	// identify.ts:1:39: Unexpected "}"
	//     export default async () => ({ userId: });
	//                                           ^
}

// Watch builds again whenever a file changes.
func ExampleWatch() {
	folder, err := os.MkdirTemp("", "example-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "identify.js")
	os.WriteFile(file, []byte(`export default () => null;`), 0o600)

	ctx, stop := context.WithCancel(context.Background())
	err = build.Watch(ctx, file, build.JavaScriptOptions{}, func(module []byte, _ []build.Message, err error) {
		fmt.Println(len(module) > 0, err)
		stop()
	})
	fmt.Println(err)
	// Output:
	// true <nil>
	// <nil>
}
