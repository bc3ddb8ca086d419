;; A command that answers as userId which of arguments, environment and preopened folders it was given: "000" for none.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\11\00\00\00") ;; 17 bytes at 16
  (data (i32.const 16) "{\"userId\": \"000\"}")
  (func (export "_start")
    (drop (call $args (i32.const 64) (i32.const 68)))
    (i32.store8 (i32.const 28) (i32.add (i32.const 48) (i32.load (i32.const 64))))
    (drop (call $environ (i32.const 64) (i32.const 68)))
    (i32.store8 (i32.const 29) (i32.add (i32.const 48) (i32.load (i32.const 64))))
    (i32.store8 (i32.const 30) (i32.add (i32.const 48) (i32.eqz (call $prestat (i32.const 3) (i32.const 64)))))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
