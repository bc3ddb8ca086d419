;; Keeps a reference in a global, which no snapshot holds, and answers whether it was empty.
(module
  (memory (export "memory") 1)
  (global $kept (mut funcref) (ref.null func))
  (elem declare func $identify)
  (data (i32.const 1024) "{\"userId\": \"kept\"}")
  (data (i32.const 2048) "{\"userId\": \"fresh\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $fresh i32)
    (local.set $fresh (ref.is_null (global.get $kept)))
    (global.set $kept (ref.func $identify))
    (select (i64.const 0x80000000013) (i64.const 0x40000000012) (local.get $fresh))))
