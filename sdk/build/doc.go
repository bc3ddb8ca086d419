// Package build makes identify modules of source files: [JavaScript] of TypeScript and JavaScript.
//
// A module of TypeScript is an engine, which is a module that evaluates a script, joined with the bundle of that script
// as data ([Script]). The engine's code is the same in all of them. Hosts compile and hold it once.
package build
