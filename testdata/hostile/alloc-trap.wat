;; Traps when it is asked for room.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) unreachable)
  (func (export "identify") (param i32 i32) (result i64) (i64.const 0)))
