;; Loads all over 64 MiB, each from an address that depends on the one before: none is in the cache.
(module
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64) (local $at i32)
    (loop $touch
      (i32.store (local.get $at) (i32.const 1))
      (br_if $touch (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4096))) (i32.const 0x4000000))))
    (local.set $at (i32.const 0))
    (loop $l
      (local.set $at (i32.and (i32.const 0x3ffffc0)
        (i32.add (i32.load (local.get $at)) (i32.add (i32.mul (local.get $at) (i32.const 1664525)) (i32.const 1013904192)))))
      (br $l))
    (i64.const 0)))
