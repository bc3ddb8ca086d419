;; The entry point of a command is a function of the host.
(module
  (import "whowasm" "aborted" (func $aborted (result i32)))
  (memory (export "memory") 1)
  (export "_start" (func $aborted)))
