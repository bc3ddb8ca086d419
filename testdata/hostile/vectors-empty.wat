;; Writes as many empty buffers as one call may have.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $i i32)
    (loop $fill
      (i32.store (i32.add (i32.const 65536) (local.get $i)) (i32.const 0))
      (i32.store (i32.add (i32.const 65540) (local.get $i)) (i32.const 0))
      (br_if $fill (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 8192))))
    (loop $again
      (drop (call $fd_write (i32.const 1) (i32.const 65536) (i32.const 1024) (i32.const 8)))
      (br $again))
    (i64.const 0)))
