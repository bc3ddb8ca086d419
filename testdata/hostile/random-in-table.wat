;; Randomness for 64 KiB, through a table.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (type $t (func (param i32 i32) (result i32)))
  (table 1 funcref)
  (export "host" (func $random_get))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (table.set 0 (i32.const 0) (ref.func $random_get))
    (loop $again
      (drop (call_indirect (type $t) (i32.const 0) (i32.const 65536) (i32.const 0)))
      (drop (call_indirect (type $t) (i32.const 0) (i32.const 65536) (i32.const 0)))
      (drop (call_indirect (type $t) (i32.const 0) (i32.const 65536) (i32.const 0)))
      (drop (call_indirect (type $t) (i32.const 0) (i32.const 65536) (i32.const 0)))
      (br $again))
    (i64.const 0)))
