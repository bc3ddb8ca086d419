;; Grows memory to all that it may have, and touches it.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $i i32)
    (loop $g (br_if $g (i32.ne (memory.grow (i32.const 64)) (i32.const -1))))
    (loop $l (i32.store (local.get $i) (i32.const 1)) (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4096))) (i32.shl (memory.size) (i32.const 16)))))
    (i64.const 0)))
