;; Receives, sends, accepts and shuts down what is no socket, with as many buffers as memory holds.
(module
  (import "wasi_snapshot_preview1" "sock_recv" (func $sock_recv (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_send" (func $sock_send (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept" (func $sock_accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_shutdown" (func $sock_shutdown (param i32 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $sock_recv (i32.const 0) (i32.const 0) (i32.const 8388608) (i32.const -1) (i32.const 0) (i32.const 0)))
      (drop (call $sock_send (i32.const 1) (i32.const 0) (i32.const 8388608) (i32.const -1) (i32.const 0)))
      (drop (call $sock_accept (i32.const 2) (i32.const -1) (i32.const -1)))
      (drop (call $sock_shutdown (i32.const 3) (i32.const -1)))
      (br $again))
    (i64.const 0)))
