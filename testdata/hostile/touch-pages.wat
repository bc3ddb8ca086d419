;; Writes to page after page: the first time costs the system a fault for each.
(module
  (memory (export "memory") 128)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64) (local $at i32)
    (loop $again
      (i32.store (local.get $at) (i32.const 1))
      (local.set $at (i32.and (i32.add (local.get $at) (i32.const 4096)) (i32.const 0x7fffff)))
      (br $again))
    (unreachable)))
