;; Asks for more memory and a larger table than there can be, and answers if it is told -1 each time.
(module
  (memory (export "memory") 1)
  (table 1 externref)
  (data (i32.const 1024) "{\22userId\22: \22u-1\22}")
  (func $refused (param i32) (if (i32.ne (local.get 0) (i32.const -1)) (then unreachable)))
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (call $refused (memory.grow (i32.const -1)))
    (call $refused (memory.grow (i32.const 65536)))
    (call $refused (memory.grow (i32.const 0x7fffffff)))
    (call $refused (table.grow 0 (ref.null extern) (i32.const -1)))
    (call $refused (table.grow 0 (ref.null extern) (i32.const 100001)))
    (i64.const 0x40000000011))) ;; 17 bytes at 1024
