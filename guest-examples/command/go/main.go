// A command: no SDK, only a program that reads the input from standard input and prints the answer. Any
// language that compiles to WASI can do this. Built with GOOS=wasip1 GOARCH=wasm go build.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	var in struct {
		Request struct {
			Params struct {
				Arguments struct{ Token string }
			}
		}
	}
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		fmt.Fprintln(os.Stderr, "reading the input:", err)
		os.Exit(1)
	}
	switch in.Request.Params.Arguments.Token {
	case "tok-alice-5f2c":
		fmt.Println(`{"userId": "u-1", "userName": "alice@example.com"}`)
	default:
		fmt.Println("null")
	}
}
