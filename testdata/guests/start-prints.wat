;; A command whose start function prints, while its instance is made, what its _start prints too.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\04\00\00\00") ;; 4 bytes at 16
  (data (i32.const 16) "null")
  (func $print (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func (export "_start") (call $print))
  (start $print))
