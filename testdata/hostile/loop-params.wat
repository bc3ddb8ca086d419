;; A loop with parameters that never ends.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (i32.const 0) (loop $l (param i32) (result i32) (i32.const 1) (i32.add) (br $l)) (drop)
    (i64.const 0)))
