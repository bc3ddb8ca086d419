;; The allocator is a function of the host.
(module
  (import "wasi_snapshot_preview1" "fd_close" (func $f (param i32) (result i32)))
  (memory (export "memory") 1)
  (export "whowasm_alloc" (func $f))
  (func (export "identify") (param i32 i32) (result i64) (i64.const 0)))
