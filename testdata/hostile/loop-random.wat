;; A loop that asks for 64 KiB of randomness.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (drop (call $random (i32.const 0) (i32.const 65536))) (br $l))
    (i64.const 0)))
