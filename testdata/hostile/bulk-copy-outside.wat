;; A copy whose source lies outside memory.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (memory.copy (i32.const 0) (i32.const 0xfffffff0) (i32.const 100000))
    (i64.const 0)))
