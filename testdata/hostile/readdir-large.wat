;; Lists directories into 64 MiB.
(module
  (import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $fd_readdir (i32.const 0) (i32.const 0) (i32.const 67108864) (i64.const 0) (i32.const 0)))
      (drop (call $fd_readdir (i32.const 0) (i32.const 0) (i32.const 67108864) (i64.const -1) (i32.const 0)))
      (drop (call $fd_readdir (i32.const 3) (i32.const 0) (i32.const 67108864) (i64.const 0) (i32.const 0)))
      (drop (call $fd_readdir (i32.const 3) (i32.const 0) (i32.const 67108864) (i64.const -1) (i32.const 0)))
      (br $again))
    (i64.const 0)))
