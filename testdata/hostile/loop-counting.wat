;; A loop that counts for ever.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local i64)
    (loop (local.set 2 (i64.add (local.get 2) (i64.const 1))) (br 0))
    (i64.const 0)))
