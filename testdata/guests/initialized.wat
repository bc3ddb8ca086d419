;; Answers what _initialize left in memory.
(module
  (memory (export "memory") 1)
  (func (export "_initialize") (i32.store8 (i32.const 1036) (i32.const 49)))
  (data (i32.const 1024) "{\"userId\": \"0\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i64.const 0x4000000000f)
  ))
