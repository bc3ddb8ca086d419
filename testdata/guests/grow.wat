;; Asks for 128 MiB of memory and answers whether it got it.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\"userId\": \"refused\"}")
  (data (i32.const 2048) "{\"userId\": \"granted\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (select (i64.const 0x40000000015) (i64.const 0x80000000015)
      (i32.eq (memory.grow (i32.const 2048)) (i32.const -1)))
  ))
