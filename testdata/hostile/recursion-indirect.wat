;; Recursion without an end through a table.
(module
  (type $t (func))
  (table 1 funcref)
  (elem (i32.const 0) $f)
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $f (call_indirect (type $t) (i32.const 0)))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (call_indirect (type $t) (i32.const 0))
    (i64.const 0)))
