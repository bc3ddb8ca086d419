;; Two functions that call each other without an end, and return values.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $f (param i32) (result i32) (i32.add (call $g (local.get 0)) (i32.const 1)))
  (func $g (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1)))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (drop (call $f (i32.const 0)))
    (i64.const 0)))
