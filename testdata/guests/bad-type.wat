;; Answers a userId that is a number.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\22userId\22: 17}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i64.const 0x4000000000e) ;; 14 bytes at 1024
  ))
