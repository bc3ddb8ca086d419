;; Polls for what cannot happen, as often as one call may.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 3)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $i i32)
    (loop $fill ;; kinds of events, and descriptors that there are not
      (i32.store8 (i32.add (i32.const 8) (local.get $i)) (i32.and (local.get $i) (i32.const 255)))
      (i32.store (i32.add (i32.const 16) (local.get $i)) (i32.const -1))
      (br_if $fill (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 48))) (i32.const 49152))))
    (loop $again
      (drop (call $poll_oneoff (i32.const 0) (i32.const 65536) (i32.const 1024) (i32.const 131072)))
      (br $again))
    (i64.const 0)))
