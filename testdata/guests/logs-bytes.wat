;; Writes 5,000 records of one byte to the log.
(module
  (import "whowasm" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "x")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64) (local $n i32)
    (loop $again
      (call $log (i32.const 1) (i32.const 0) (i32.const 1))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 5000))))
    (i64.const 0)))
