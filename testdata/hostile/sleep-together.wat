;; Sleeps until the next tenth of a second, for ever: all calls of it wake at the same moment.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (i32.store16 (i32.const 40) (i32.const 1)) ;; an absolute time, of the real clock
    (loop $l
      (drop (call $clock (i32.const 0) (i64.const 1) (i32.const 256)))
      (i64.store (i32.const 24)
        (i64.mul (i64.add (i64.div_u (i64.load (i32.const 256)) (i64.const 100000000)) (i64.const 1)) (i64.const 100000000)))
      (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))
      (br $l))
    (i64.const 0)))
