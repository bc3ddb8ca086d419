;; A loop of vector instructions.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $v v128)
    (loop $l (local.set $v (i32x4.mul (local.get $v) (v128.const i32x4 3 5 7 9))) (br $l))
    (i64.const 0)))
