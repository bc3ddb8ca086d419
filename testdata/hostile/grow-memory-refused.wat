;; Asks for 2^32 - 1 pages for ever.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (loop $l (drop (memory.grow (i32.const -1))) (br $l))
    (i64.const 0)))
