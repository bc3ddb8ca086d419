;; Buffers, results and subscriptions whose addresses go round the end of 32 bits.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $fd_write (i32.const 1) (i32.const -8) (i32.const 1024) (i32.const 8)))
      (drop (call $fd_write (i32.const 1) (i32.const 65528) (i32.const 2) (i32.const 8)))
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const -4)))
      (drop (call $poll_oneoff (i32.const -48) (i32.const 0) (i32.const 1024) (i32.const 8)))
      (drop (call $poll_oneoff (i32.const 0) (i32.const -32) (i32.const 1024) (i32.const 8)))
      (drop (call $poll_oneoff (i32.const 0) (i32.const 0) (i32.const 89478486) (i32.const 8)))
      (drop (call $fd_filestat_get (i32.const 0) (i32.const -64)))
      (br $again))
    (i64.const 0)))
