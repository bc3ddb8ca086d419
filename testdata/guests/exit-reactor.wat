;; Exits in the middle of identify.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (call $exit (i32.const 3))
    (i64.const 0)
  ))
