;; Grows a table for ever, by one element.
(module
  (table $t 1 funcref)
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (drop (table.grow $t (ref.null func) (i32.const 1))) (br $l))
    (i64.const 0)))
