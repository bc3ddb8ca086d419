// Package schedule says who computes next. The calls of an engine share its CPUs in turns, and those of each module
// have places in it. The package knows nothing of what a call does with its turn.
package schedule
