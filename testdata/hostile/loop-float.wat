;; A loop of square roots and divisions.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $x f64)
    (local.set $x (f64.const 2))
    (loop $l (local.set $x (f64.sqrt (f64.div (local.get $x) (f64.const 1.0000001)))) (br $l))
    (i64.const 0)))
