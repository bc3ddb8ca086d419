;; A command that prints 100 MB, and goes on whatever fd_write says.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 17)
  (data (i32.const 0) "\10\00\00\00\00\00\10\00") ;; 1 MiB at 16
  (func (export "_start")
    (local $left i32)
    (local.set $left (i32.const 100))
    (loop $again
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
