;; Counts its calls in memory, in a global and in grown memory, and answers the counts as userId: "00" when a
;; call finds everything as the first one did.
(module
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 48))
  (data (i32.const 1024) "{\"userId\": \"00\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i32.store8 (i32.const 1036) (global.get $calls))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.store8 (i32.const 1037) (i32.add (i32.const 48) (i32.load8_u (i32.const 3000))))
    (i32.store8 (i32.const 3000) (i32.add (i32.const 1) (i32.load8_u (i32.const 3000))))
    (i64.const 0x40000000010)
  ))
