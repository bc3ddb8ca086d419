;; Gives room for the input outside memory.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 0x7fff0000))
  (func (export "identify") (param i32 i32) (result i64)
    (i64.const 0)
  ))
