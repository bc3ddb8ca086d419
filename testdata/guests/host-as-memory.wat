;; What is exported as memory is a function of the host.
(module
  (import "whowasm" "aborted" (func $aborted (result i32)))
  (memory 1)
  (export "memory" (func $aborted))
  (func (export "_start")))
