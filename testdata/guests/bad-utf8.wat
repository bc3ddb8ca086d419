;; Answers bytes that are not UTF-8.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\22userId\22: \22\ff\fe\22}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i64.const 0x40000000010) ;; 16 bytes at 1024
  ))
