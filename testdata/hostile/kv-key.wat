;; Keys and values of 64 MiB.
(module
  (import "whowasm" "kv_get" (func $kv_get (param i32 i32) (result i64)))
  (import "whowasm" "kv_set" (func $kv_set (param i32 i32 i32 i32 i64) (result i32)))
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $kv_get (i32.const 0) (i32.const 67108864)))
      (drop (call $kv_set (i32.const 0) (i32.const 67108864) (i32.const 0) (i32.const 67108864) (i64.const 0)))
      (drop (call $kv_set (i32.const 0) (i32.const 8) (i32.const 0) (i32.const 67108864) (i64.const 0)))
      (br $again))
    (i64.const 0)))
