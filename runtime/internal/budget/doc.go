// Package budget says what all modules of an engine may hold together, and who gives up what. It knows of a module
// how much it could give up, and that its native code may be another's too.
package budget
