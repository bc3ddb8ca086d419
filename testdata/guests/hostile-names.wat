;; Its names would clear the screen and turn the text around.
(module
  (import "whowasm" "clear\1b[2J\e2\80\aeneerg\0a" (func (param i32)))
  (memory (export "memory") 1))
