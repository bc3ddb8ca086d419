;; A loop that writes all over memory.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $i i32)
    (loop $l (i32.store (i32.and (local.get $i) (i32.const 65532)) (local.get $i)) (local.set $i (i32.add (local.get $i) (i32.const 4))) (br $l))
    (i64.const 0)))
