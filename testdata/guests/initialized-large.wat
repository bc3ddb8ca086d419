;; Grows to 60 MiB while it is initialised.
(module
  (memory (export "memory") 1)
  (func (export "_initialize") (drop (memory.grow (i32.const 959))))
  (data (i32.const 1024) "{\"userId\": \"u-1\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64) (i64.const 0x40000000011)))
