;; The address of the input comes out of a number of 64 bits, whose upper half may stay in the register.
(module
  (import "whowasm" "config_get" (func $get (param i32 i32) (result i64)))
  (memory (export "memory") 1)
  (data (i32.const 64) "{\22userId\22:\22ok\22}")
  (func (export "whowasm_alloc") (param i32) (result i32)
    (i32.wrap_i64 (i64.sub (call $get (i32.const 0) (i32.const 1)) (i64.const -1025)))) ;; -1 for not permitted
  (func (export "identify") (param $ptr i32) (param i32) (result i64)
    (if (i32.ne (local.get $ptr) (i32.const 1024)) (then unreachable))
    (i64.or (i64.shl (i64.const 64) (i64.const 32)) (i64.const 15))))
