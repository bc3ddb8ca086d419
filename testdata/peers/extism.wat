;; guests/identity.wat as a plugin for Extism: answers the same identity to everybody.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store (param i64 i32)))
  (import "extism:host/env" "output_set" (func $output (param i64 i64)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\22userId\22: \22u-1\22, \22userName\22: \22One\22, \22userData\22: {\22role\22: \22admin\22}}")
  (func (export "identify") (result i32)
    (local $to i64) (local $i i32)
    (local.set $to (call $alloc (i64.const 67)))
    (loop $next
      (call $store (i64.add (local.get $to) (i64.extend_i32_u (local.get $i))) (i32.load8_u offset=1024 (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 67))))
    (call $output (local.get $to) (i64.const 67))
    (i32.const 0)))
