;; A function of the host comes into a table by a reference, and is called from there.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (type $t (func (param i32 i64 i32) (result i32)))
  (table 1 funcref)
  (export "host" (func $clock_time_get))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (table.set 0 (i32.const 0) (ref.func $clock_time_get))
    (loop $again
      (drop (call_indirect (type $t) (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
      (drop (call_indirect (type $t) (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
      (drop (call_indirect (type $t) (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
      (drop (call_indirect (type $t) (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
      (br $again))
    (i64.const 0)))
