;; Fills of odd sizes at odd addresses.
(module
  (memory (export "memory") 4)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64) (local $n i32)
    (loop $l
      (local.set $n (i32.rem_u (i32.add (i32.mul (local.get $n) (i32.const 1664525)) (i32.const 1013904223)) (i32.const 200003)))
      (memory.fill (i32.or (i32.and (local.get $n) (i32.const 4095)) (i32.const 1)) (local.get $n) (i32.or (local.get $n) (i32.const 1)))
      (br $l))
    (i64.const 0)))
