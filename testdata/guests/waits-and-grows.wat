;; Sleeps for a millisecond, takes 8 MiB, and answers whether it got them.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\"userId\": \"refused\"}")
  (data (i32.const 2048) "{\"userId\": \"granted\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i32.store (i32.const 16) (i32.const 1)) (i64.store (i32.const 24) (i64.const 1000000))
    (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))
    (select (i64.const 0x40000000015) (i64.const 0x80000000015)
      (i32.eq (memory.grow (i32.const 128)) (i32.const -1)))
  ))
