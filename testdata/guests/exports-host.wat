;; A function of the host is exported under a name that the host does not call.
(module
  (import "whowasm" "aborted" (func $aborted (result i32)))
  (memory (export "memory") 1)
  (export "is_aborted" (func $aborted))
  (data (i32.const 64) "{\22userId\22:\22ok\22}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 8192))
  (func (export "identify") (param i32 i32) (result i64)
    (if (call $aborted) (then unreachable))
    (i64.or (i64.shl (i64.const 64) (i64.const 32)) (i64.const 15))))
