// Package sandbox keeps instances of one module's code in a first state, lends them to runs, and puts them back. It
// knows neither what a guest is asked and answers nor what a host does for one: that is its [Host]'s.
//
// To read the package, begin with pool.go: Lend and TakeBack are the way of a call. wake.go is the way of a module,
// from its bytes to an image; build.go makes instances of that; fuel.go decides whether a guest may go on, and
// holding.go says what a pool could give up.
package sandbox
