;; Reads and writes at a place, with as many empty buffers as memory holds.
(module
  (import "wasi_snapshot_preview1" "fd_pread" (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pwrite" (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $fd_pread (i32.const 0) (i32.const 0) (i32.const 8388600) (i64.const 0) (i32.const 67108856)))
      (drop (call $fd_pwrite (i32.const 1) (i32.const 0) (i32.const 8388600) (i64.const 0) (i32.const 67108856)))
      (br $again))
    (i64.const 0)))
