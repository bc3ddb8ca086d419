// Package typescript has the JavaScript engine that package build joins with bundles. What it is made of, and how, is
// in the folder engine.
package typescript

import _ "embed"

// Engine is the engine, a module without a bundle. It must not be changed.
//
//go:embed engine/engine.wasm
var Engine []byte
