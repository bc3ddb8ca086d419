;; A loop that fills a table of 100,000 elements.
(module
  (table $t 100000 funcref)
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (table.fill $t (i32.const 0) (ref.null func) (i32.const 100000)) (br $l))
    (i64.const 0)))
