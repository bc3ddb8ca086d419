;; Grows a table by 200 million elements.
(module
  (table $t 1 funcref)
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (drop (table.grow $t (ref.null func) (i32.const 200000000)))
    (i64.const 0)))
