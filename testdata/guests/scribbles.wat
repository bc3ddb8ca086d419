;; Writes to places in 2 MiB of memory that its input decides: to a few, or, where the input is long, to most pages.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 32)
  (func (export "_initialize")
    (memory.fill (i32.const 0) (i32.const 7) (i32.const 700000))
    (memory.fill (i32.const 1500000) (i32.const 9) (i32.const 300000)))
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param $at i32) (param $len i32) (result i64) (local $hash i64) (local $n i32) (local $to i32)
    (local.set $n (select (i32.const 4000) (i32.const 12) (i32.gt_u (local.get $len) (i32.const 1000))))
    (loop $read
      (local.set $hash (i64.mul (i64.const 0x100000001b3)
        (i64.xor (local.get $hash) (i64.load8_u (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $read (local.tee $len (i32.sub (local.get $len) (i32.const 1)))))
    (loop $write
      (local.set $hash (i64.add (i64.mul (local.get $hash) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
      (local.set $to (i32.rem_u (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32))) (i32.const 2090000)))
      (i64.store align=1 (local.get $to) (local.get $hash)) ;; may lie on two pages
      (i32.store8 offset=5000 (local.get $to) (i32.const 1))
      (br_if $write (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (memory.fill (local.get $to) (i32.const 3) (i32.const 6000))
    (drop (call $random (i32.const 1200000) (i32.const 64))) ;; the host writes
    (i64.const 0)))
