;; Recurses some 20,000 calls deep, both while it is initialised and in each call, and answers the same to everybody.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\22userId\22: \22u-1\22}")
  (func $down (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.const 0))))
  (func (export "_initialize") (drop (call $down (i32.const 20000))))
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (drop (call $down (i32.const 20000)))
    (i64.const 0x40000000011))) ;; 17 bytes at 1024
