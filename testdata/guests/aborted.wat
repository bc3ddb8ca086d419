;; Asks whether the caller has gone until it has, and then says so in the log.
(module
  (import "whowasm" "aborted" (func $aborted (result i32)))
  (import "whowasm" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 512) "asking")
  (data (i32.const 528) "seen")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (call $log (i32.const 1) (i32.const 512) (i32.const 6))
    (loop $ask (br_if $ask (i32.eqz (call $aborted))))
    (call $log (i32.const 1) (i32.const 528) (i32.const 4))
    (i64.const 0)))
