;; A command that prints an identity, closes its standard streams and exits with code 0.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\11\00\00\00") ;; 17 bytes at 16
  (data (i32.const 16) "{\"userId\": \"u-1\"}")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (drop (call $close (i32.const 0)))
    (drop (call $close (i32.const 1)))
    (drop (call $close (i32.const 2)))
    (call $exit (i32.const 0))))
