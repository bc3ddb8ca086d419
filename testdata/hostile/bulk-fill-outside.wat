;; A fill that begins inside memory and ends outside.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (memory.fill (i32.const 100) (i32.const 7) (i32.const 0x7fffffff))
    (i64.const 0)))
