;; A loop whose every way back is a br_table.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (br_table $l $l $l (local.get 0)))
    (i64.const 0)))
