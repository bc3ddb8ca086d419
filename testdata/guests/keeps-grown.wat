;; Grows its memory on every call, and answers the size that it found as userId: "1" page.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\"userId\": \"0\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i32.store8 (i32.const 1036) (i32.add (i32.const 48) (memory.grow (i32.const 1))))
    (i64.const 0x4000000000f)
  ))
