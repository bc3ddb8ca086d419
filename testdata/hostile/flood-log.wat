;; A loop that writes to the log.
(module
  (import "whowasm" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (call $log (i32.const 1) (i32.const 0) (i32.const 1000)) (br $l))
    (i64.const 0)))
