;; A loop of calls to the host.
(module
  (import "whowasm" "deadline_ms" (func $deadline (result i64)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (drop (call $deadline)) (br $l))
    (i64.const 0)))
