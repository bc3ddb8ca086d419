;; Answers what the host functions say: a deadline ahead (1), not aborted (0), configuration not permitted (1).
(module
  (import "whowasm" "deadline_ms" (func $deadline (result i64)))
  (import "whowasm" "aborted" (func $aborted (result i32)))
  (import "whowasm" "config_get" (func $config (param i32 i32) (result i64)))
  (import "whowasm" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 512) "hello from the guest")
  (data (i32.const 1024) "{\"userId\": \"000\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (call $log (i32.const 2) (i32.const 512) (i32.const 20))
    (call $log (i32.const 2) (i32.const -1) (i32.const 20)) ;; outside memory: dropped
    (i32.store8 (i32.const 1036) (i32.add (i32.const 48) (i64.gt_s (call $deadline) (i64.const 0))))
    (i32.store8 (i32.const 1037) (i32.add (i32.const 48) (call $aborted)))
    (i32.store8 (i32.const 1038) (i32.add (i32.const 48) (i64.eq (call $config (i32.const 512) (i32.const 5)) (i64.const -1))))
    (i64.const 0x40000000011)
  ))
