;; Sleeps while it has little memory, so that another call may begin; then it takes 62 MiB and keeps them until its time is over.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))

  ;; sleep sleeps for so many nanoseconds
  (func $sleep (param i64)
    (i32.store (i32.const 16) (i32.const 1)) ;; the monotonic clock
    (i64.store (i32.const 24) (local.get 0))
    (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128))))

  (func (export "identify") (param i32 i32) (result i64)
    (call $sleep (i64.const 20000000))
    (drop (memory.grow (i32.const 992)))
    (loop $l (call $sleep (i64.const 1000000000)) (br $l))
    (i64.const 0)))
