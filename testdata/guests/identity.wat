;; Answers the same identity to everybody.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\22userId\22: \22u-1\22, \22userName\22: \22One\22, \22userData\22: {\22role\22: \22admin\22}}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i64.const 0x40000000043) ;; 67 bytes at 1024
  ))
