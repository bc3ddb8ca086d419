;; Recursion without an end, with small frames.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $f (call $f))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (call $f)
    (i64.const 0)))
