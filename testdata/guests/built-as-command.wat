;; A reactor that its toolchain made a command of: it waits for a _start that nobody calls.
(module
  (memory (export "memory") 1)
  (func (export "_start"))
  (func (export "whowasm_alloc") (param i32) (result i32) unreachable)
  (func (export "identify") (param i32 i32) (result i64) unreachable))
