;; A command that writes 1 MiB to standard error and prints null.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 17)
  (data (i32.const 0) "\20\00\00\00\00\00\10\00") ;; 1 MiB at 32
  (data (i32.const 8) "\10\00\00\00\04\00\00\00") ;; 4 bytes at 16
  (data (i32.const 16) "null")
  (func (export "_start")
    (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 24)))
    (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 24)))))
