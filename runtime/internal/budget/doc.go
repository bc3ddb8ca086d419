// Package budget says what all modules of an engine may hold together, and who gives up what. It knows of a module
// how much it could give up. What modules have in common, their code before all, counts once: see [Codes].
package budget
