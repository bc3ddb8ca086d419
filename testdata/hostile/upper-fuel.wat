;; A loop whose host call leaves an i64 of ones where the guard's argument comes to lie.
(module
  (import "wasi_snapshot_preview1" "fd_allocate" (func $fd_allocate (param i32 i64 i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $fd_allocate (i32.const 99) (i64.const 0) (i64.const -1)))
      (br $again))
    (i64.const 0)))
